import type { Call } from '../actions/action.ts'
import { actionUrl } from '../routing/links.ts'
import type { Field } from './field.ts'
import type { RowLinks } from './query-response.ts'
import type { Row, Table } from './table.ts'

/** Returns the page of the row that a key or lookup cell names; `undefined` for other columns. */
export type CellUrl = (field: Field, row: Row) => string | null | undefined

/** Returns what makes the links of a table's cells; where they lead is worked out once a column. */
export function cellUrls(call: Call, table: Table): CellUrl {
  const prefixes = new Map<Field, string | undefined>()
  return (field, row) => {
    let prefix = prefixes.get(field)
    if (prefix === undefined) {
      if (prefixes.has(field)) return undefined
      prefix = urlPrefix(call, table, field)
      prefixes.set(field, prefix)
      if (prefix === undefined) return undefined
    }
    const value = field.read(row)
    return value === null ? null : prefix + encodeURIComponent(String(value))
  }
}

/** Returns what makes the links of a table's rows; without a key a row has none. */
export function rowLinks(
  call: Call,
  table: Table,
  wanted: { readonly hasDetails: boolean; readonly hasUpdate: boolean },
): ((row: Row) => RowLinks) | undefined {
  const { keyColumn } = table
  if (keyColumn === null || !(wanted.hasDetails || wanted.hasUpdate)) return undefined
  const prefix = rowPrefix(call, table.schemaName, table.name, keyColumn.name)
  return (row) => {
    const href = prefix + encodeURIComponent(String(row[keyColumn.index]))
    return {
      ...(wanted.hasDetails && { details: { href, title: 'details' } }),
      ...(wanted.hasUpdate && { edit: { href, title: 'edit' } }),
    }
  }
}

function urlPrefix(call: Call, table: Table, { lookup, column, parts }: Field): string | undefined {
  if (lookup !== null) {
    return rowPrefix(call, lookup.schemaName, lookup.queryName, lookup.keyColumn)
  }
  if (!column.isKey || parts.length > 1) return undefined
  return rowPrefix(call, table.schemaName, table.name, column.name)
}

function rowPrefix(call: Call, schemaName: string, queryName: string, keyColumn: string): string {
  return actionUrl(call.site, call.container, 'query-executeQuery.view', {
    schemaName,
    'query.queryName': queryName,
    [`query.${keyColumn}~eq`]: '',
  })
}
