import { Buffer } from 'node:buffer'

/** What is kept of a key beside its digest. Times in milliseconds; `Infinity` never expires, `0` never used. */
export interface KeyRow {
  /** 12 ASCII characters. */
  readonly accessor: string
  /** Number of the user or session it belongs to, below 2^32. */
  readonly owner: number
  readonly rowId: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly usedAt: number
}

/** Keys by digest, in typed arrays: a million of them would be hundreds of megabytes as objects. */
export interface KeyTable {
  /** Adds a key and returns its slot, which stays its own until it is removed. */
  readonly add: (digest: string, row: KeyRow) => number
  /** Finds the slot of a digest. */
  readonly find: (digest: string) => number | undefined
  readonly row: (slot: number) => KeyRow
  readonly owner: (slot: number) => number
  readonly accessor: (slot: number) => string
  readonly expiresAt: (slot: number) => number
  readonly setUsedAt: (slot: number, usedAt: number) => void
  readonly usedAt: (slot: number) => number
  readonly remove: (slot: number) => void
  /** Finds slots, in the order of their row ids, by row id or by owner. */
  readonly slots: (wanted?: { readonly rowId?: number; readonly owner?: number }) => number[]
  readonly size: () => number
}

const digestBytes = 32
const digestWords = digestBytes / 4
const accessorBytes = 12
const rowsPerSegment = 4096

// A row: created, expires, used; owner, row id (0 marks a free slot); digest; accessor; four bytes unused.
const rowBytes = 80
const rowWords = rowBytes / 4
const rowTimes = rowBytes / 8
const ownerWord = 6
const rowIdWord = 7
const digestWord = 8
const accessorByte = 64

const maxLoad = 0.7
// A rebuilt index has room to spare, so that keys that come and go do not rebuild it each time.
const rebuiltLoad = 0.5
const emptyCell = 0
const removedCell = 0xffff_ffff
// The upper byte of a cell is a byte of the digest: rows of other keys are hardly ever looked at.
const slotBits = 24
const slotMask = 2 ** slotBits - 1
const maxSlots = slotMask - 1

/** Rows, three views of the same bytes. */
interface Segment {
  readonly bytes: Buffer
  readonly words: Uint32Array
  readonly times: Float64Array
}

/**
 * Returns an empty table, for 16 million keys at most.
 *
 * Rows stand in segments of 4096, all of a row in 80 bytes side by side, so that a look-up among a
 * million touches two places of the memory: the row, and the open-addressing index of 32-bit cells that
 * leads to it from the first bytes of the digest. A digest is the output of a keyed hash, so its first
 * bytes are as good as a hash, and nobody can aim collisions at it.
 */
export function createKeyTable(): KeyTable {
  const segments: Segment[] = []
  const free: number[] = []
  const probe = Buffer.alloc(digestBytes)
  const probeWords = new Uint32Array(probe.buffer, probe.byteOffset, digestWords)
  let index = new Uint32Array(64)
  let used = 0
  let size = 0

  const segmentOf = (slot: number): Segment => {
    const segment = segments[Math.floor(slot / rowsPerSegment)]
    if (segment === undefined) throw new RangeError(`There is no slot ${slot}`)
    return segment
  }

  const isProbeAt = (slot: number): boolean => {
    const { words } = segmentOf(slot)
    const start = (slot % rowsPerSegment) * rowWords + digestWord
    for (let word = 0; word < digestWords; word += 1) {
      if (words[start + word] !== probeWords[word]) return false
    }
    return true
  }

  const tagOfProbe = (): number => (probeWords[1] ?? 0) >>> slotBits

  /** Returns the cell that leads to the digest in `probe`, or else the one it would be put into. */
  function cellOfProbe(): number {
    const mask = index.length - 1
    const tag = tagOfProbe()
    let cell = (probeWords[0] ?? 0) & mask
    for (;;) {
      const value = index[cell]
      if (value === undefined || value === emptyCell) return cell
      const isMaybe = value >>> slotBits === tag && value !== removedCell
      if (isMaybe && isProbeAt((value & slotMask) - 1)) return cell
      cell = (cell + 1) & mask
    }
  }

  function setCell(cell: number, slot: number): void {
    index[cell] = ((tagOfProbe() << slotBits) | (slot + 1)) >>> 0
  }

  function takeProbe(slot: number): void {
    const start = (slot % rowsPerSegment) * rowWords + digestWord
    probeWords.set(segmentOf(slot).words.subarray(start, start + digestWords))
  }

  function rebuild(): void {
    let length = 64
    while ((size + 1) / length > rebuiltLoad) length *= 2
    index = new Uint32Array(length)
    used = size
    for (const slot of allSlots()) {
      takeProbe(slot)
      setCell(cellOfProbe(), slot)
    }
  }

  function* allSlots(): Generator<number> {
    for (const [number, { words }] of segments.entries()) {
      for (let at = 0; at < rowsPerSegment; at += 1) {
        if (words[at * rowWords + rowIdWord] !== 0) yield number * rowsPerSegment + at
      }
    }
  }

  function newSlot(): number {
    const reused = free.pop()
    if (reused !== undefined) return reused
    if (size >= maxSlots) throw new RangeError(`There are ${maxSlots} keys already`)
    if (size === segments.length * rowsPerSegment) segments.push(createSegment())
    return size
  }

  function wordOf(slot: number, which: number): number {
    return segmentOf(slot).words[(slot % rowsPerSegment) * rowWords + which] ?? 0
  }

  function time(slot: number, which: 0 | 1 | 2): number {
    return segmentOf(slot).times[(slot % rowsPerSegment) * rowTimes + which] ?? 0
  }

  const table: KeyTable = {
    add: (digest, { accessor, owner, rowId, createdAt, expiresAt, usedAt }) => {
      if ((used + 1) / index.length > maxLoad) rebuild()
      const slot = newSlot()
      const at = slot % rowsPerSegment
      const { bytes, words, times } = segmentOf(slot)
      probe.fill(0)
      probe.write(digest, 0, digestBytes, 'base64url')
      times.set([createdAt, expiresAt, usedAt], at * rowTimes)
      words[at * rowWords + ownerWord] = owner
      words[at * rowWords + rowIdWord] = rowId
      words.set(probeWords, at * rowWords + digestWord)
      bytes.write(accessor, at * rowBytes + accessorByte, accessorBytes, 'latin1')
      const cell = cellOfProbe()
      // A digest that is there already leads to its new row from now on.
      if (index[cell] === emptyCell) used += 1
      setCell(cell, slot)
      size += 1
      return slot
    },
    find: (digest) => {
      if (probe.write(digest, 0, digestBytes, 'base64url') !== digestBytes) return undefined
      const value = index[cellOfProbe()] ?? emptyCell
      return value === emptyCell ? undefined : (value & slotMask) - 1
    },
    row: (slot) => ({
      accessor: table.accessor(slot),
      owner: table.owner(slot),
      rowId: wordOf(slot, rowIdWord),
      createdAt: time(slot, 0),
      expiresAt: time(slot, 1),
      usedAt: time(slot, 2),
    }),
    owner: (slot) => wordOf(slot, ownerWord),
    accessor: (slot) => {
      const start = (slot % rowsPerSegment) * rowBytes + accessorByte
      return segmentOf(slot).bytes.toString('latin1', start, start + accessorBytes)
    },
    expiresAt: (slot) => time(slot, 1),
    usedAt: (slot) => time(slot, 2),
    setUsedAt: (slot, usedAt) => {
      segmentOf(slot).times[(slot % rowsPerSegment) * rowTimes + 2] = usedAt
    },
    remove: (slot) => {
      if (wordOf(slot, rowIdWord) === 0) return
      takeProbe(slot)
      index[cellOfProbe()] = removedCell
      const start = (slot % rowsPerSegment) * rowBytes
      segmentOf(slot).bytes.fill(0, start, start + rowBytes)
      free.push(slot)
      size -= 1
    },
    slots: ({ rowId, owner } = {}) => {
      const found: number[] = []
      for (const slot of allSlots()) {
        if (rowId !== undefined && wordOf(slot, rowIdWord) !== rowId) continue
        if (owner === undefined || wordOf(slot, ownerWord) === owner) found.push(slot)
      }
      return found.toSorted((left, right) => wordOf(left, rowIdWord) - wordOf(right, rowIdWord))
    },
    size: () => size,
  }
  return table
}

function createSegment(): Segment {
  const buffer = new ArrayBuffer(rowsPerSegment * rowBytes)
  return {
    bytes: Buffer.from(buffer),
    words: new Uint32Array(buffer),
    times: new Float64Array(buffer),
  }
}
