import { recordAccess } from '../audit/record-access.ts'
import { RefusedError } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { jsonBodyOf, optionalText, requireText, rowsOf } from '../write/json-body.ts'
import { callIn, openTarget } from '../write/open-target.ts'
import { wrongUse } from '../write/row-errors.ts'
import { moveRows } from '../write/write-rows.ts'
import type { Action } from './action.ts'

/**
 * `query-moveRows.api`: moves rows to another container that has the same table (contract 4.7).
 *
 * Needs the right to update here and to insert there (inferred). There since 24.1.
 */
export const moveRowsAction: Action = {
  name: 'query-moveRows',
  answers: 'json',
  method: 'write',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    if (!call.site.traits.hasMoveRows) {
      const message = "Unable to find action 'moveRows' to handle request in controller 'query'"
      throw new RefusedError(404, message, { format: 'html' })
    }
    const json = jsonBodyOf(call)
    const rows = rowsOf(json)
    const schemaName = requireText(json, 'schemaName')
    const queryName = requireText(json, 'queryName')
    const containerPath = optionalText(json, 'containerPath')
    const here = containerPath === undefined ? call : callIn(call, containerPath)
    const there = callIn(call, requireText(json, 'targetContainerPath'))
    const from = openTarget(here, schemaName, queryName, 'update')
    const to = openTarget(there, schemaName, queryName, 'insert')
    if (from.kind !== 'stored' || to.kind !== 'stored' || from.definition !== to.definition) {
      throw wrongUse(
        `The query '${queryName}' in the schema '${schemaName}' cannot be moved there.`,
      )
    }
    const { database } = call.site
    const move = (): number => moveRows(from, to, rows).length
    database.rehearse(move)
    const access = { event: 'QueryUpdateAuditEvent', schemaName, queryName } as const
    const rowCount = rows.length
    await recordAccess(here, {
      ...access,
      rowCount,
      comment: `moveRows to ${there.container.path}`,
    })
    await recordAccess(there, {
      ...access,
      rowCount,
      comment: `moveRows from ${here.container.path}`,
    })
    const moved = database.transact(move)
    return jsonResponse({
      success: true,
      schemaName,
      queryName,
      command: 'moveRows',
      containerPath: there.container.path,
      rowsAffected: rows.length,
      updateCounts: { rows: moved },
    })
  },
}
