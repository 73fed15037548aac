import type { Database } from '../data/database.ts'
import type { RowKey, RowStore } from '../data/row-store.ts'
import type { TableDefinition } from '../data/table-definition.ts'
import type { Cell, Column, Row } from '../data/table.ts'
import { notFound } from '../http/failures.ts'
import { readRow } from './read-row.ts'
import type { Cells, SentRow } from './read-row.ts'
import { duplicateKey, missingKey, RowValidationError, wrongUse } from './row-errors.ts'
import type { BadRow, RowProblem } from './row-errors.ts'

/** A table whose rows are written, in one container. */
export interface WriteTarget {
  readonly definition: TableDefinition
  readonly store: RowStore
  /** The columns that the caller is entitled to; others are as if they were not there. */
  readonly columns: readonly Column[]
}

/** What to do with a row that comes in when one with its key is there, or is not. */
export type WriteMode = 'insert' | 'update' | 'merge' | 'replace'

/** One row to write. */
export interface RowChange {
  readonly values: SentRow
  /** Key of the row to update, when the values hold another. Default: the values. */
  readonly oldKeys?: SentRow
}

/**
 * Writes rows and returns them as they are now. Call it inside a transaction: it stops at the first
 * value that cannot be converted and at the first key that is taken or missing, and only after it
 * looked at every row for values that are required.
 *
 * @throws {RowValidationError} if rows lack required values.
 * @throws {ActionError} 400, 404 or 500, see `row-errors.ts`.
 */
export function writeRows(
  target: WriteTarget,
  mode: WriteMode,
  changes: readonly RowChange[],
): readonly Row[] {
  const { definition } = target
  if (mode !== 'insert') requireKey(target)
  const bad: BadRow[] = []
  const written: Row[] = []
  for (const [index, change] of changes.entries()) {
    const result = writeRow(target, mode, change)
    if ('row' in result) written.push(result.row)
    else bad.push({ rowNumber: index + 1, row: change.values, problems: result.problems })
  }
  if (bad.length > 0) throw new RowValidationError(definition.schemaName, definition.name, bad)
  return written
}

/** Removes the rows with these keys, as far as they are there, and returns them. */
export function removeRows(target: WriteTarget, keys: readonly SentRow[]): readonly Row[] {
  requireKey(target)
  const wanted = keys.map((sent) => readKey(target, sent))
  const found = new Map<RowKey, Row>()
  for (const key of wanted) {
    const row = target.store.find(key)
    if (row !== undefined) found.set(key, row)
  }
  target.store.remove([...found.keys()])
  return [...found.values()]
}

/** Moves rows between two containers of the same table, and returns them. */
export function moveRows(
  from: WriteTarget,
  to: WriteTarget,
  keys: readonly SentRow[],
): readonly Row[] {
  const rows = removeRows(from, keys)
  for (const row of rows) {
    if (to.store.find(to.store.keyOf(row)) !== undefined) throw duplicateKey(keyValues(to, row))
    to.store.put(row)
  }
  return rows
}

/** Does work on rows one by one, each kept by itself, as without a transaction. */
export function eachByItself<Item, Result>(
  database: Database,
  items: readonly Item[],
  work: (item: readonly Item[]) => readonly Result[],
): readonly Result[] {
  return items.flatMap((item) => database.transact(() => work([item])))
}

type Written = { readonly row: Row } | { readonly problems: readonly RowProblem[] }

function writeRow(target: WriteTarget, mode: WriteMode, change: RowChange): Written {
  const { store, columns, definition } = target
  const cells = readRow(change.values, columns)
  const before = mode === 'insert' ? undefined : findRow(target, mode, change)
  const isReplaced = mode === 'replace' && before !== undefined
  const row = definition.columns.map((column) => {
    const sent = cells.get(column)
    if (sent !== undefined) return sent
    return isReplaced && columns.includes(column) && !column.isKey
      ? null
      : (before?.[column.index] ?? null)
  })
  if (before === undefined) countUp(target, row)
  const problems = definition.columns.flatMap((column) =>
    problemsOf(column, row[column.index] ?? null),
  )
  if (problems.length > 0) return { problems }
  if (definition.columns.some((column) => column.isKey)) {
    const taken = store.find(store.keyOf(row))
    if (taken !== undefined && taken !== before) throw duplicateKey(keyValues(target, row))
    // Only a changed key leaves the old row behind.
    if (before !== undefined && taken === undefined) store.remove([store.keyOf(before)])
  }
  store.put(row)
  return { row }
}

function findRow(target: WriteTarget, mode: WriteMode, change: RowChange): Row | undefined {
  const { oldKeys } = change
  const isNew = mode !== 'update' && !hasKey(target, change.values)
  if (isNew) return undefined
  const row = target.store.find(readKey(target, oldKeys ?? change.values))
  if (row === undefined && mode === 'update') throw notFound('The existing row was not found.')
  return row
}

function countUp({ store, definition }: WriteTarget, row: Cell[]): void {
  for (const column of definition.columns) {
    if (!column.isAutoIncrement || row[column.index] !== null) continue
    do row[column.index] = store.nextNumber(column)
    while (store.find(store.keyOf(row)) !== undefined)
  }
}

function problemsOf(column: Column, cell: Cell): readonly RowProblem[] {
  if (!column.isRequired || (cell !== null && cell !== '')) return []
  return [{ field: column.name, message: `Missing value for required property: ${column.name}` }]
}

function hasKey(target: WriteTarget, sent: SentRow): boolean {
  const cells = readRow(sent, keyColumns(target))
  return keyColumns(target).every((column) => (cells.get(column) ?? null) !== null)
}

function readKey(target: WriteTarget, sent: SentRow): RowKey {
  const columns = keyColumns(target)
  const cells: Cells = readRow(sent, columns)
  const row: Cell[] = target.definition.columns.map((column) => cells.get(column) ?? null)
  const missing = columns.find((column) => row[column.index] === null)
  if (missing !== undefined) throw missingKey(missing.name)
  return target.store.keyOf(row)
}

function keyValues({ definition }: WriteTarget, row: Row): readonly Cell[] {
  return definition.columns
    .filter((column) => column.isKey)
    .map((column) => row[column.index] ?? null)
}

function keyColumns({ columns }: WriteTarget): readonly Column[] {
  return columns.filter((column) => column.isKey)
}

// A key that the caller must not see cannot name a row either.
function requireKey(target: WriteTarget): void {
  const { schemaName, name, columns } = target.definition
  const keys = columns.filter((column) => column.isKey)
  if (keys.length > 0 && keys.every((column) => target.columns.includes(column))) return
  throw wrongUse(
    `The table '${schemaName}.${name}' cannot be updated because it has no primary key defined!`,
  )
}
