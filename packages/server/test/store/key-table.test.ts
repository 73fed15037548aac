import { randomBytes } from 'node:crypto'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { createKeyTable } from '../../src/store/key-table.ts'
import type { KeyRow } from '../../src/store/key-table.ts'

const newDigest = (): string => randomBytes(32).toString('base64url')
const rowOf = (rowId: number): KeyRow => ({
  accessor: `key${rowId}`.padEnd(12, 'x'),
  owner: (rowId * 7) % 4_294_967_295,
  rowId,
  createdAt: rowId + 0.5,
  expiresAt: rowId % 2 === 0 ? Infinity : rowId + 1,
  usedAt: 0,
})

test('createKeyTable finds what was added and not removed, however they follow one another', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 3000, size: 'max' }), (choices) => {
      const table = createKeyTable()
      const known = new Map<string, { slot: number; row: KeyRow }>()
      const gone: string[] = []
      for (const [index, choice] of choices.entries()) {
        const digest = [...known.keys()][choice % (known.size * 2 + 1)]
        if (digest === undefined) {
          const added = newDigest()
          const row = rowOf(index + 1)
          known.set(added, { slot: table.add(added, row), row })
        } else {
          table.remove(known.get(digest)?.slot ?? -1)
          known.delete(digest)
          gone.push(digest)
        }
      }
      expect(table.size()).toBe(known.size)
      for (const [digest, { slot, row }] of known) {
        expect(table.find(digest)).toBe(slot)
        expect(table.row(slot)).toEqual(row)
      }
      for (const digest of gone) expect(table.find(digest)).toBeUndefined()
    }),
    { numRuns: 20 },
  )
})

test('createKeyTable tells digests apart that begin alike, and takes none that is cut', () => {
  const table = createKeyTable()
  const digest = randomBytes(32)
  const others = Array.from({ length: 24 }, (_, index) => {
    const other = Buffer.from(digest)
    // Behind what the index looks at.
    other[8 + index] = (other[8 + index] ?? 0) ^ 1
    return other.toString('base64url')
  })
  const slots = others.map((other, index) => table.add(other, rowOf(index + 1)))
  expect(table.find(digest.toString('base64url'))).toBeUndefined()
  expect(others.map((other) => table.find(other))).toEqual(slots)
  expect(table.find(others[0]?.slice(0, 42) ?? '')).toBeUndefined()
  for (const slot of slots.slice(0, 12)) table.remove(slot)
  expect(others.map((other) => table.find(other))).toEqual([
    ...Array.from({ length: 12 }, () => undefined),
    ...slots.slice(12),
  ])
})

test('createKeyTable lists slots by row id and owner, in the order of row ids, over many segments', () => {
  const table = createKeyTable()
  for (let rowId = 1; rowId <= 10_000; rowId += 1) {
    table.add(newDigest(), { ...rowOf(rowId), owner: rowId % 1000 })
  }
  const ids = (wanted: Parameters<typeof table.slots>[0]): number[] =>
    table.slots(wanted).map((slot) => table.row(slot).rowId)
  expect(ids({ owner: 7 })).toEqual([7, 1007, 2007, 3007, 4007, 5007, 6007, 7007, 8007, 9007])
  expect(ids({ rowId: 5000 })).toEqual([5000])
  expect(ids({ rowId: 5000, owner: 1 })).toEqual([])
  for (const slot of table.slots({ owner: 7 })) table.remove(slot)
  expect([ids({ owner: 7 }), table.size()]).toEqual([[], 9990])
})
