import { accessData } from '../data/access-data.ts'
import type { Field } from '../data/field.ts'
import { queryResponse } from '../data/query-response.ts'
import type { Row, Table } from '../data/table.ts'
import { jsonResponse } from '../http/responses.ts'
import { actionUrl } from '../routing/links.ts'
import type { Action, Call } from './action.ts'
import { readSelectParameters } from './select-parameters.ts'

/** `query-selectRows.api`: rows of a table or of the audit (contract 4.2 to 4.5). */
export const selectRowsAction: Action = {
  name: 'query-selectRows',
  answers: 'json',
  method: 'read',
  needs: 'read',
  csrf: 'never',
  handle: (call) => {
    const asked = readSelectParameters(call.parameters, call.request.headers)
    const selection = accessData(call, asked)
    const body = queryResponse(selection, {
      ...asked,
      sort: asked.hasSortParameter ? asked.sort : undefined,
      urlOf: (field, row) => rowUrl(call, selection.table, field, row),
    })
    return jsonResponse(body, { compact: asked.isCompact })
  },
}

/** `query-getQuery.api`: the same under the name that Python's client calls. */
export const getQueryAction: Action = { ...selectRowsAction, name: 'query-getQuery' }

/** Returns the page of the row that a key or lookup cell names; `undefined` for other columns. */
export function rowUrl(
  call: Call,
  table: Table,
  field: Field,
  row: Row,
): string | null | undefined {
  const { lookup } = field
  const isOwnKey = field.column.isKey && field.parts.length === 1
  const target = lookup
    ? [lookup.schemaName, lookup.queryName, lookup.keyColumn]
    : isOwnKey && [table.schemaName, table.name, field.column.name]
  if (!target) return undefined
  const [schemaName = '', queryName = '', keyColumn = ''] = target
  const value = field.read(row)
  if (value === null) return null
  return actionUrl(call.site, call.container, 'query-executeQuery.view', {
    schemaName,
    'query.queryName': queryName,
    [`query.${keyColumn}~eq`]: String(value),
  })
}
