import { findField } from './field.ts'
import type { Field, FieldScope } from './field.ts'
import { filterOperators } from './filter-operators.ts'
import type { Row, Table } from './table.ts'

/** A filter as it stands in the request: `query.{field}~{operator}={value}`. */
export interface FilterParameter {
  /** Field key, or empty or `*` for the whole table. */
  readonly field: string
  readonly operator: string
  readonly value: string
}

/** The tests of all filters of a request, and what was dropped. */
export interface Filters {
  readonly passes: (row: Row) => boolean
  /** Words about filters on columns that are not there. */
  readonly messages: readonly string[]
}

/** Finds the filters of a data region among the parameters of a request. */
export function filterParameters(
  parameters: readonly (readonly [string, string])[],
  region: string,
): readonly FilterParameter[] {
  return parameters.flatMap(([name, value]) => {
    const tilde = name.lastIndexOf('~')
    if (tilde < 0 || !name.startsWith(region)) return []
    const field = name.slice(region.length, tilde)
    if (field !== '' && !field.startsWith('.')) return []
    return [{ field: field.slice(1), operator: name.slice(tilde + 1).toLowerCase(), value }]
  })
}

/**
 * Builds the test of all filters together; a row must pass every one.
 *
 * "Unknown operators are ignored silently"; filters on columns that are not there, or that are above
 * the entitled PHI level, are dropped with a message (contract 4.3).
 *
 * @throws {ActionError} 400 if a value does not fit its column.
 */
export function createFilters(
  table: Table,
  filters: readonly FilterParameter[],
  visible: readonly Field[],
  scope: FieldScope,
  nowMs: number,
): Filters {
  const tests: ((row: Row) => boolean)[] = []
  const messages: string[] = []
  for (const { field: key, operator, value } of filters) {
    if (operator === 'q') {
      tests.push(searchTest(value, visible))
      continue
    }
    const makeTest = filterOperators.get(operator)
    if (makeTest === undefined || key === '' || key === '*') continue
    const field = findField(table, key, scope)
    if (field === undefined) {
      messages.push(`Ignoring filter/sort on column '${key}' because it does not exist.`)
      continue
    }
    const test = makeTest(value, field.column, nowMs)
    tests.push((row) => test(field.read(row)))
  }
  return { passes: (row) => tests.every((test) => test(row)), messages }
}

// Searches only what the caller is entitled to see: text, what lookups show, and a number as key
// (LabKey/platform CompareType.java `QClause`, 24.x).
function searchTest(text: string, visible: readonly Field[]): (row: Row) => boolean {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return () => true
  return (row) =>
    visible.some((field) => {
      const cell = field.display(row) ?? field.read(row)
      if (typeof cell === 'number') return field.column.isKey && String(cell) === wanted
      return typeof cell === 'string' && field.column.type !== 'date'
        ? cell.toLowerCase().includes(wanted)
        : false
    })
}
