import { setImmediate as nextTick } from 'node:timers/promises'

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
  /** False stops counting behind the page. */
  readonly hasTotalCount: boolean
}

/** Who asks, and when. */
export interface SelectContext {
  readonly scope: FieldScope
  readonly nowMs: number
}

/** What a table answers. */
export interface Selection {
  readonly table: Table
  readonly fields: readonly Field[]
  /** The rows of the page, made anew at each iteration; may throw on the way. */
  readonly rows: Iterable<Row>
  /** Number of rows on the page. */
  readonly count: number
  /** Number of rows that pass the filters, on this page or not; without total count, up to its end. */
  readonly total: number
  readonly messages: readonly string[]
}

const rowsPerTick = 16_384

/**
 * Selects rows of a table: columns, filters, sort, page, in that order.
 *
 * Without a sort no row is held: they are counted first, for the audit and the total, and made a
 * second time when they are written. A sort holds every row that passes.
 *
 * @throws {ActionError} 400 if a filter value does not fit its column.
 */
export async function selectRows(
  table: Table,
  request: SelectRequest,
  { scope, nowMs }: SelectContext,
): Promise<Selection> {
  const visible = defaultFields(table, scope)
  const requested = requestedFields(table, request.columns, visible, scope)
  const keys = visible.filter(({ column }) => column.isKey)
  const fields = request.hasMinimalColumns ? requested : unique([...keys, ...requested])
  const filters = createFilters(table, request.filters, visible, scope, nowMs)
  const sort = parseSort(request.sort, table, scope)
  const end = request.maxRows < 0 ? Infinity : request.offset + request.maxRows
  const answer = { table, fields, messages: filters.messages }
  if (request.maxRows === 0) return { ...answer, rows: [], count: 0, total: 0 }

  const isEnough = (count: number): boolean => !request.hasTotalCount && count >= end
  if (sort.length > 0) {
    const passing: Row[] = []
    await eachRow(table.rows, (row) => {
      if (filters.passes(row)) passing.push(row)
    })
    const rows = sortRows(passing, sort).slice(request.offset, end)
    return { ...answer, rows, count: rows.length, total: passing.length }
  }
  let total = 0
  try {
    await eachRow(table.rows, (row) => {
      if (filters.passes(row)) total += 1
      return isEnough(total)
    })
  } catch {
    // The same comes up again when the rows are written, behind those that went well.
    return {
      ...answer,
      rows: page(table, filters.passes, request.offset, end),
      count: total,
      total,
    }
  }
  const count = Math.max(0, Math.min(total, end) - request.offset)
  // Rows that came meanwhile were not counted, so they are not shown.
  const last = request.offset + count
  return { ...answer, rows: page(table, filters.passes, request.offset, last), count, total }
}

/** Calls back with every row, until the callback returns true; lets other requests in between. */
async function eachRow(
  rows: Iterable<Row>,
  take: (row: Row) => boolean | undefined | void,
): Promise<void> {
  let seen = 0
  for (const row of rows) {
    if (take(row)) return
    seen += 1
    if (seen % rowsPerTick === 0) await nextTick()
  }
}

function page(
  table: Table,
  passes: (row: Row) => boolean,
  offset: number,
  end: number,
): Iterable<Row> {
  return {
    *[Symbol.iterator]() {
      let number = 0
      if (end <= offset) return
      for (const row of table.rows) {
        if (!passes(row)) continue
        number += 1
        if (number > offset) yield row
        if (number >= end) return
      }
    },
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
