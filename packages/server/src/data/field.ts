import { parseFieldKey, stringifyFieldKey } from './field-key.ts'
import { isWithinPhi } from './phi.ts'
import type { PhiLevel } from './phi.ts'
import type { Cell, Column, Lookup, Row, Table } from './table.ts'

/** What a field may follow and show: the tables that lookups lead to, and the entitled PHI level. */
export interface FieldScope {
  readonly target: (lookup: Lookup) => Table | undefined
  readonly phiLevel: PhiLevel
}

/** A column of a table, or of a table that a lookup leads to, such as `PatientId/Site`. */
export interface Field {
  /** Canonical field key, `PatientId/Site`. */
  readonly key: string
  readonly parts: readonly string[]
  readonly column: Column
  /** The column's lookup, with a display column that may be shown. */
  readonly lookup: Lookup | null
  readonly read: (row: Row) => Cell
  /** The lookup's display value; `undefined` if the column is no lookup or leads nowhere. */
  readonly display: (row: Row) => Cell | undefined
}

/**
 * Finds a field by its key, following lookups.
 *
 * A column above the entitled PHI level is not there at all: neither shown, nor filtered or sorted by,
 * since a filter tells its values as surely as printing them does.
 */
export function findField(table: Table, key: string, scope: FieldScope): Field | undefined {
  let current: Table | undefined = table
  let read: (row: Row) => Cell = readNothing
  let column: Column | undefined
  const parts: string[] = []
  for (const name of parseFieldKey(key)) {
    const previous = column
    if (previous !== undefined) {
      const target = previous.lookup === null ? undefined : scope.target(previous.lookup)
      if (target === undefined) return undefined
      current = target
    }
    const next = current.column(name.trim())
    if (next === undefined || !isWithinPhi(next.phi, scope.phiLevel)) return undefined
    const from = read
    const through = current
    read =
      previous === undefined
        ? (row) => row[next.index] ?? null
        : (row) => through.rowByKey(from(row))?.[next.index] ?? null
    column = next
    parts.push(next.name)
  }
  if (column === undefined) return undefined
  const lookup = shownLookup(column, scope)
  const display = displayOf(lookup, read, scope)
  return { key: stringifyFieldKey(parts), parts, column, lookup, read, display }
}

/** Returns the fields of a table's default view: every column that is shown and entitled to. */
export function defaultFields(table: Table, scope: FieldScope): readonly Field[] {
  return table.columns.flatMap((column) => {
    const field = column.isHidden
      ? undefined
      : findField(table, stringifyFieldKey([column.name]), scope)
    return field === undefined ? [] : [field]
  })
}

function readNothing(): Cell {
  return null
}

// A display column above the entitled level is not even named; the key is shown in its place.
function shownLookup({ lookup }: Column, scope: FieldScope): Lookup | null {
  const target = lookup === null ? undefined : scope.target(lookup)
  const shown = target?.column(lookup?.displayColumn ?? '')
  if (lookup === null || shown === undefined || isWithinPhi(shown.phi, scope.phiLevel))
    return lookup
  return { ...lookup, displayColumn: lookup.keyColumn }
}

function displayOf(
  lookup: Lookup | null,
  read: (row: Row) => Cell,
  scope: FieldScope,
): Field['display'] {
  const target = lookup === null ? undefined : scope.target(lookup)
  const shown = target?.column(lookup?.displayColumn ?? '')
  if (target === undefined || shown === undefined) return () => undefined
  return (row) => target.rowByKey(read(row))?.[shown.index] ?? undefined
}
