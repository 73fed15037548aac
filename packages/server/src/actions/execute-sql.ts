import { accessTable } from '../data/access-data.ts'
import { findSchema } from '../data/catalog.ts'
import { openScope } from '../data/data-scope.ts'
import { selectionResponse } from '../data/selection-response.ts'
import { notFound } from '../http/failures.ts'
import { runScopedSql } from '../sql/saved-query.ts'
import type { Action } from './action.ts'
import { readSelectParameters } from './select-parameters.ts'
import { sqlTextOf } from './sql-text.ts'

/**
 * `query-executeSql.api`: one SELECT in the words of the engine, on what the caller may see
 * (contract 4.6). `maxRows` and `offset` stand without a prefix here.
 */
export const executeSql: Action = {
  name: 'query-executeSql',
  answers: 'json',
  method: 'read',
  needs: 'read',
  csrf: 'never',
  handle: async (call) => {
    const { parameters, request } = call
    const aliased = { ...parameters, get: unprefixed(parameters.get) }
    const asked = readSelectParameters(aliased, request.headers)
    const schemaName = findSchema(call, asked.schemaName)
    if (schemaName === undefined) throw notFound('The specified schema does not exist')
    const sql = sqlTextOf(call, parameters.get('sql'))
    const scope = openScope(call, asked.containerFilter)
    const asking = { sql, schemaName, parameters: asked.parameters }
    const table = await runScopedSql(asking, scope, 'sql')
    const context = { scope, nowMs: call.site.clock.now() }
    const selection = await accessTable(call, table, asked, context, { schemaName, sql })
    return selectionResponse(call, selection, {
      ...asked,
      sort: asked.hasSortParameter ? asked.sort : undefined,
    })
  },
}

function unprefixed(get: (name: string) => string | undefined): typeof get {
  return (name) => {
    if (name === 'limit') return get('maxRows') ?? get(name)
    return name === 'start' ? (get('offset') ?? get(name)) : get(name)
  }
}
