import type { Call } from '../actions/action.ts'
import { checkDeclaration, declarationOf } from '../routing/check-declaration.ts'
import { findTable, isAuditSchema, tablesIn } from './catalog.ts'
import type { FieldScope } from './field.ts'
import { selectRows } from './select.ts'
import type { SelectRequest, Selection } from './select.ts'
import type { Table } from './table.ts'

/** What is asked of which table. */
export interface DataRequest extends Omit<SelectRequest, 'scope' | 'nowMs'> {
  readonly schemaName: string | undefined
  readonly queryName: string | undefined
  readonly containerFilter: string | undefined
}

/**
 * Selects rows for a call, with everything an access needs: declaration, PHI level, audit record.
 *
 * The record is written here, before anybody gets to see a row; this is the only way to rows.
 *
 * @throws {RefusedError} 403 if a step is missing, 503 if the access cannot be recorded.
 * @throws {ActionError} 404 or 400, see {@link findTable} and {@link selectRows}.
 */
export function accessData(call: Call, request: DataRequest): Selection {
  if (!isAuditSchema(request.schemaName)) checkDeclaration(call)
  const table = findTable(call, request.schemaName, request.queryName, request.containerFilter)
  const scope = fieldScope(call)
  const selection = selectRows(table, { ...request, scope, nowMs: call.site.clock.now() })
  record(call, table, selection)
  return selection
}

/** Returns what the call may see: in a protected container, up to the declared PHI level. */
export function fieldScope(call: Call): FieldScope {
  const tables = tablesIn(call)
  return {
    phiLevel:
      call.container.protectedBy === null ? 'Restricted' : (declarationOf(call)?.phi ?? 'NotPHI'),
    target: ({ schemaName, queryName }) =>
      tables.find((table) => table.schemaName === schemaName && table.name === queryName),
  }
}

function record(call: Call, table: Table, selection: Selection): void {
  const { site, caller, container, address } = call
  const declaration = declarationOf(call)
  site.audit.write({
    event: 'SelectQuery',
    userId: caller.user.id,
    user: caller.user.email,
    impersonatedBy: null,
    address,
    container: container.path,
    schemaName: table.schemaName,
    queryName: table.name,
    activity: declaration?.activity ?? null,
    irb: declaration?.irb ?? null,
    phiLevel: declaration?.phi ?? null,
    termsVersion: caller.session?.termsVersion ?? null,
    keyKind: caller.keyKind,
    keyAccessor: caller.keyAccessor,
    rowCount: selection.rows.length,
    comment: `Columns: ${selection.fields.map((field) => field.key).join(', ')}`,
  })
}
