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
const accessorBytes = 12
const rowsPerSegment = 4096
const maxLoad = 0.7
// A rebuilt index has room to spare, so that keys that come and go do not rebuild it each time.
const rebuiltLoad = 0.5
const emptyCell = 0
const removedCell = 0xffff_ffff

interface Segment {
  readonly digests: Buffer
  readonly accessors: Buffer
  readonly owners: Uint32Array
  /** 0 marks a free slot. */
  readonly rowIds: Uint32Array
  /** Created, expires, used, in turn. */
  readonly times: Float64Array
}

/**
 * Returns an empty table.
 *
 * Rows stand in segments of 4096, 76 bytes each; an open-addressing index of 32-bit cells leads from
 * the first bytes of a digest to them. A digest is the output of a keyed hash, so its first bytes are
 * as good as a hash, and nobody can aim collisions at it.
 */
export function createKeyTable(): KeyTable {
  const segments: Segment[] = []
  const free: number[] = []
  const probe = Buffer.alloc(digestBytes)
  let index = new Uint32Array(64)
  let used = 0
  let size = 0

  const segmentOf = (slot: number): Segment => {
    const segment = segments[Math.floor(slot / rowsPerSegment)]
    if (segment === undefined) throw new RangeError(`There is no slot ${slot}`)
    return segment
  }

  function isAt(slot: number, digest: Buffer): boolean {
    const start = (slot % rowsPerSegment) * digestBytes
    return segmentOf(slot).digests.compare(digest, 0, digestBytes, start, start + digestBytes) === 0
  }

  /** Returns the cell that leads to the digest, or else the one it would be put into. */
  function cellOf(digest: Buffer): number {
    const mask = index.length - 1
    let cell = digest.readUInt32LE(0) & mask
    for (;;) {
      const value = index[cell]
      if (value === undefined || value === emptyCell) return cell
      if (value !== removedCell && isAt(value - 1, digest)) return cell
      cell = (cell + 1) & mask
    }
  }

  function rebuild(): void {
    let length = 64
    while ((size + 1) / length > rebuiltLoad) length *= 2
    index = new Uint32Array(length)
    used = size
    for (const slot of allSlots()) {
      const start = (slot % rowsPerSegment) * digestBytes
      index[cellOf(segmentOf(slot).digests.subarray(start, start + digestBytes))] = slot + 1
    }
  }

  function* allSlots(): Generator<number> {
    for (const [number, { rowIds }] of segments.entries()) {
      for (let at = 0; at < rowsPerSegment; at += 1) {
        if (rowIds[at] !== 0) yield number * rowsPerSegment + at
      }
    }
  }

  function newSlot(): number {
    const reused = free.pop()
    if (reused !== undefined) return reused
    if (size === segments.length * rowsPerSegment) segments.push(createSegment())
    return size
  }

  const table: KeyTable = {
    add: (digest, { accessor, owner, rowId, createdAt, expiresAt, usedAt }) => {
      if ((used + 1) / index.length > maxLoad) rebuild()
      const slot = newSlot()
      const at = slot % rowsPerSegment
      const segment = segmentOf(slot)
      segment.digests.write(digest, at * digestBytes, digestBytes, 'base64url')
      segment.accessors.write(accessor, at * accessorBytes, accessorBytes, 'latin1')
      segment.owners[at] = owner
      segment.rowIds[at] = rowId
      segment.times.set([createdAt, expiresAt, usedAt], at * 3)
      const start = at * digestBytes
      index[cellOf(segment.digests.subarray(start, start + digestBytes))] = slot + 1
      used += 1
      size += 1
      return slot
    },
    find: (digest) => {
      if (probe.write(digest, 0, digestBytes, 'base64url') !== digestBytes) return undefined
      const value = index[cellOf(probe)] ?? emptyCell
      return value === emptyCell ? undefined : value - 1
    },
    row: (slot) => ({
      accessor: table.accessor(slot),
      owner: table.owner(slot),
      rowId: rowIdOf(slot),
      createdAt: time(slot, 0),
      expiresAt: time(slot, 1),
      usedAt: time(slot, 2),
    }),
    owner: (slot) => segmentOf(slot).owners[slot % rowsPerSegment] ?? 0,
    accessor: (slot) => {
      const start = (slot % rowsPerSegment) * accessorBytes
      return segmentOf(slot).accessors.toString('latin1', start, start + accessorBytes)
    },
    expiresAt: (slot) => time(slot, 1),
    usedAt: (slot) => time(slot, 2),
    setUsedAt: (slot, usedAt) => {
      segmentOf(slot).times[(slot % rowsPerSegment) * 3 + 2] = usedAt
    },
    remove: (slot) => {
      const segment = segmentOf(slot)
      const at = slot % rowsPerSegment
      if (segment.rowIds[at] === 0) return
      const start = at * digestBytes
      index[cellOf(segment.digests.subarray(start, start + digestBytes))] = removedCell
      segment.rowIds[at] = 0
      segment.digests.fill(0, start, start + digestBytes)
      free.push(slot)
      size -= 1
    },
    slots: ({ rowId, owner } = {}) => {
      const found: number[] = []
      for (const slot of allSlots()) {
        const segment = segmentOf(slot)
        const at = slot % rowsPerSegment
        if (rowId !== undefined && segment.rowIds[at] !== rowId) continue
        if (owner === undefined || segment.owners[at] === owner) found.push(slot)
      }
      return found.toSorted((left, right) => rowIdOf(left) - rowIdOf(right))
    },
    size: () => size,
  }

  function rowIdOf(slot: number): number {
    return segmentOf(slot).rowIds[slot % rowsPerSegment] ?? 0
  }

  function time(slot: number, which: 0 | 1 | 2): number {
    return segmentOf(slot).times[(slot % rowsPerSegment) * 3 + which] ?? 0
  }

  return table
}

function createSegment(): Segment {
  return {
    digests: Buffer.alloc(rowsPerSegment * digestBytes),
    accessors: Buffer.alloc(rowsPerSegment * accessorBytes),
    owners: new Uint32Array(rowsPerSegment),
    rowIds: new Uint32Array(rowsPerSegment),
    times: new Float64Array(rowsPerSegment * 3),
  }
}
