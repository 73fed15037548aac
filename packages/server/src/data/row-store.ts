import type { Cell, Column, Row } from './table.ts'

/** What identifies a row: the value of its single key column, or the values of several as JSON. */
export type RowKey = Cell | object

/** Takes what undoes a change, for as long as the change can be undone. */
export type UndoLog = (undo: () => void) => void

/** The rows of one table in one container. Another kind of store can take this one's place. */
export interface RowStore {
  /** Each iteration starts anew and sees what is changed on its way. */
  readonly rows: Iterable<Row>
  readonly size: () => number
  readonly keyOf: (row: Row) => RowKey
  readonly find: (key: RowKey) => Row | undefined
  /** Adds a row, or replaces the one with the same key in its place. */
  readonly put: (row: Row) => void
  /** Removes the rows of these keys, as far as there are any. */
  readonly remove: (keys: readonly RowKey[]) => void
  /** Removes every row and returns how many there were. */
  readonly clear: () => number
  /** The number that an auto-increment column gives next. */
  readonly nextNumber: (column: Column) => number
}

/**
 * Returns a store of rows in memory that starts with the seed's rows, which it never changes.
 *
 * Rows without a key are told apart by themselves. Undoing restores the order of rows, too.
 */
export function createRowStore(
  seed: readonly Row[],
  keyColumns: readonly Column[],
  undoLog: UndoLog,
): RowStore {
  let rows: Map<RowKey, Row> | undefined
  let lastNumber: number | undefined
  const [first, ...others] = keyColumns

  const keyOf = (row: Row): RowKey => {
    if (first === undefined) return row
    if (others.length === 0) return row[first.index] ?? null
    return JSON.stringify(keyColumns.map((column) => row[column.index] ?? null))
  }
  // Containers share the seed until they are looked up or changed.
  const own = (): Map<RowKey, Row> => (rows ??= new Map(seed.map((row) => [keyOf(row), row])))
  const current = (): Iterable<Row> => rows?.values() ?? seed
  const restore = (before: Map<RowKey, Row>) => (): void => {
    rows = before
  }

  return {
    rows: { [Symbol.iterator]: () => current()[Symbol.iterator]() },
    size: () => rows?.size ?? seed.length,
    keyOf,
    find: (key) => own().get(key),
    put: (row) => {
      const map = own()
      const key = keyOf(row)
      const before = map.get(key)
      undoLog(() => {
        if (before === undefined) rows?.delete(key)
        else rows?.set(key, before)
      })
      map.set(key, row)
    },
    remove: (keys) => {
      const before = own()
      // A row put back would stand last, so the whole map is kept for the undoing.
      undoLog(restore(before))
      rows = new Map(before)
      for (const key of keys) rows.delete(key)
    },
    clear: () => {
      const before = own()
      undoLog(restore(before))
      rows = new Map()
      return before.size
    },
    nextNumber: (column) => {
      if (lastNumber === undefined) {
        lastNumber = 0
        for (const row of current()) lastNumber = Math.max(lastNumber, Number(row[column.index]))
      }
      const before = lastNumber
      undoLog(() => {
        lastNumber = before
      })
      lastNumber += 1
      return lastNumber
    },
  }
}
