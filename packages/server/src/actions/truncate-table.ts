import { recordAccess } from '../audit/record-access.ts'
import { jsonResponse } from '../http/responses.ts'
import { jsonBodyOf, optionalText, requireText } from '../write/json-body.ts'
import { callIn, openTarget } from '../write/open-target.ts'
import { wrongUse } from '../write/row-errors.ts'
import type { Action } from './action.ts'

/** `query-truncateTable.api`: removes every row of a table in the container (contract 4.7). */
export const truncateTable: Action = {
  name: 'query-truncateTable',
  answers: 'json',
  method: 'write',
  needs: 'admin',
  body: 'data',
  handle: async (call) => {
    const json = jsonBodyOf(call)
    const schemaName = requireText(json, 'schemaName')
    const queryName = requireText(json, 'queryName')
    const containerPath = optionalText(json, 'containerPath')
    const there = containerPath === undefined ? call : callIn(call, containerPath)
    const target = openTarget(there, schemaName, queryName, 'admin')
    if (target.kind !== 'stored') {
      throw wrongUse(`The query '${queryName}' in the schema '${schemaName}' cannot be truncated.`)
    }
    await recordAccess(there, {
      event: 'QueryUpdateAuditEvent',
      schemaName: target.definition.schemaName,
      queryName: target.definition.name,
      rowCount: target.store.size(),
      comment: 'truncateTable',
    })
    const deletedRows = call.site.database.transact(() => target.store.clear())
    return jsonResponse({ success: true, schemaName, queryName, deletedRows })
  },
}
