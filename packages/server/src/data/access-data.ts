import type { Call } from '../actions/action.ts'
import { recordAccess } from '../audit/record-access.ts'
import type { Access } from '../audit/record-access.ts'
import { openTable } from './open-table.ts'
import type { OpenRequest } from './open-table.ts'
import { selectRows } from './select.ts'
import type { SelectContext, SelectRequest, Selection } from './select.ts'
import type { Table } from './table.ts'

/** What is asked of which table. */
export interface DataRequest extends SelectRequest, OpenRequest {}

/**
 * Selects rows for a call, with everything an access needs: declaration, PHI level, audit record.
 *
 * The record is written here, before anybody gets to see a row.
 *
 * @throws {RefusedError} 403 if a step is missing, 503 if the access cannot be recorded.
 * @throws {ActionError} 404 or 400, see `findTable` and `selectRows`.
 */
export async function accessData(
  call: Call,
  request: DataRequest,
  access: Pick<Access, 'event'> = {},
): Promise<Selection> {
  const { table, scope } = await openTable(call, request)
  const context = { scope, nowMs: call.site.clock.now() }
  return accessTable(call, table, request, context, {
    ...access,
    schemaName: table.schemaName,
    queryName: table.name,
  })
}

/** Selects rows of a table that is open already, and records the access as {@link accessData} does. */
export async function accessTable(
  call: Call,
  table: Table,
  request: SelectRequest,
  context: SelectContext,
  access: Access,
): Promise<Selection> {
  const selection = await selectRows(table, request, context)
  await recordAccess(call, {
    comment: `Columns: ${selection.fields.map((field) => field.key).join(', ')}`,
    ...access,
    rowCount: selection.count,
  })
  return selection
}
