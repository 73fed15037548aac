import type { PlacedData } from '../data/database.ts'
import type { Cell, Column, Row } from '../data/table.ts'
import type { TableDefinition } from '../data/table-definition.ts'
import { ActionError } from '../http/failures.ts'
import { toCell } from './read-row.ts'

/** A column of a changed list, and the one that its values come from. */
export interface ChangedColumn {
  readonly column: Column
  /** `undefined` for a new one, which is empty. */
  readonly from: Column | undefined
}

/**
 * Returns a list with other columns, with the rows that it has.
 *
 * @throws {ActionError} 400 if a value does not fit the new type, or is missing where one is required.
 */
export function changeList(
  { definition, store }: PlacedData,
  facts: Pick<TableDefinition, 'name' | 'description'>,
  changes: readonly ChangedColumn[],
): TableDefinition {
  const columns = changes.map(({ column }, index) => ({ ...column, index }))
  const rows = Array.from(store?.rows ?? [], (row) => changes.map((change) => cellOf(change, row)))
  const { name, description } = facts
  return {
    ...definition,
    name,
    title: name,
    description,
    columns,
    source: { kind: 'stored', seed: rows },
  }
}

function cellOf({ column, from }: ChangedColumn, row: Row): Cell {
  const before = from === undefined ? null : (row[from.index] ?? null)
  const cell = from?.type === column.type ? before : toCell(before, column.type)
  if (cell === undefined) {
    const values = `The property '${column.name}' has values that are no ${column.type}.`
    throw new ActionError(400, `${values} Its type cannot be changed.`)
  }
  if (column.isRequired && (cell === null || cell === '')) {
    const rows = 'when it contains rows with blank values.'
    throw new ActionError(400, `The property '${column.name}' cannot be required ${rows}`)
  }
  return cell
}
