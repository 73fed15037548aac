import { defaultFields, findField } from './field.ts'
import type { Field, FieldScope } from './field.ts'
import { createFilters } from './filter.ts'
import type { FilterParameter } from './filter.ts'
import { parseSort, sortRows } from './sort.ts'
import type { Row, Table } from './table.ts'

/** What is asked of a table. */
export interface SelectRequest {
  /** Comma-separated field keys; `*` stands for the default columns. Empty: the default columns. */
  readonly columns: string
  readonly sort: string
  readonly filters: readonly FilterParameter[]
  /** Most rows to return; `-1` all, `0` metadata only. */
  readonly maxRows: number
  readonly offset: number
  /** False adds the key columns to the requested ones. */
  readonly hasMinimalColumns: boolean
  readonly scope: FieldScope
  readonly nowMs: number
}

/** What a table answers. */
export interface Selection {
  readonly table: Table
  readonly fields: readonly Field[]
  /** The rows of the page. */
  readonly rows: readonly Row[]
  /** Number of rows that pass the filters, on this page or not. */
  readonly total: number
  readonly messages: readonly string[]
}

/**
 * Selects rows of a table: columns, filters, sort, page, in that order.
 *
 * @throws {ActionError} 400 if a filter value does not fit its column.
 */
export function selectRows(table: Table, request: SelectRequest): Selection {
  const { scope } = request
  const visible = defaultFields(table, scope)
  const requested = requestedFields(table, request.columns, visible, scope)
  const keys = visible.filter(({ column }) => column.isKey)
  const fields = request.hasMinimalColumns ? requested : unique([...keys, ...requested])
  const filters = createFilters(table, request.filters, visible, scope, request.nowMs)
  const passing = table.rows.filter(filters.passes)
  const sorted = sortRows(passing, parseSort(request.sort, table, scope))
  const end = request.maxRows < 0 ? undefined : request.offset + request.maxRows
  return {
    table,
    fields,
    rows: sorted.slice(request.offset, end),
    total: passing.length,
    messages: filters.messages,
  }
}

function requestedFields(
  table: Table,
  columns: string,
  visible: readonly Field[],
  scope: FieldScope,
): readonly Field[] {
  const keys = columns
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '')
  if (keys.length === 0) return visible
  const wanted = keys.flatMap((key) =>
    key === '*' ? visible : (findField(table, key, scope) ?? []),
  )
  return unique(wanted)
}

function unique(fields: readonly Field[]): readonly Field[] {
  return [...new Map(fields.map((field) => [field.key, field])).values()]
}
