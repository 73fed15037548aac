import type { Call } from '../actions/action.ts'
import { lookUpTable, findSchema, isSystemSchema } from '../data/catalog.ts'
import { openScope } from '../data/data-scope.ts'
import { isWithinPhi } from '../data/phi.ts'
import type { SystemTable } from '../data/system-tables.ts'
import { RefusedError } from '../http/failures.ts'
import { hasPermission } from '../site/permissions.ts'
import type { Permission } from '../site/permissions.ts'
import { isGuest } from '../site/user.ts'
import { wrongUse } from './row-errors.ts'
import type { WriteTarget } from './write-rows.ts'

/** What a request wants to write to: rows that are kept, or a table that the server fills. */
export type Target =
  | ({ readonly kind: 'stored' } & WriteTarget)
  | { readonly kind: 'system'; readonly system: SystemTable }

/**
 * Opens a table in the call's container for writing.
 *
 * @throws {ActionError} 500 in LabKey's words if it is not there or cannot be written (contract 4.7).
 * @throws {RefusedError} 401 or 403 without the permission; 403 if a step is missing in the session.
 */
export function openTarget(
  call: Call,
  schemaName: string,
  queryName: string,
  permission: Permission,
): Target {
  const isSystem = isSystemSchema(schemaName)
  const scope = isSystem ? undefined : openScope(call, undefined)
  const found = lookUpTable(call, schemaName, queryName)
  if (found === undefined) {
    throw wrongUse(
      findSchema(call, schemaName) === undefined
        ? `The schema '${schemaName}' does not exist.`
        : `The query '${queryName}' in the schema '${schemaName}' does not exist.`,
    )
  }
  if (found.kind === 'system') return { kind: 'system', system: found.system }
  const { definition, store } = found.data
  if (store === null) {
    throw wrongUse(
      `The query '${queryName}' in the schema '${schemaName}' is not updatable via the HTTP-based APIs.`,
    )
  }
  requirePermission(call, permission)
  const level = scope?.phiLevel ?? 'NotPHI'
  const columns = definition.columns.filter((column) => isWithinPhi(column.phi, level))
  return { kind: 'stored', definition, store, columns }
}

/**
 * Refuses a call whose user lacks a permission in its container.
 *
 * @throws {RefusedError} 401 for guests, 403 for others.
 */
export function requirePermission({ caller, container }: Call, permission: Permission): void {
  if (hasPermission(caller.user, permission, container)) return
  const status = isGuest(caller.user) ? 401 : 403
  throw new RefusedError(status, 'User does not have permission to perform this operation.')
}

/**
 * Returns the call in another container, where the caller must be allowed to read.
 *
 * @throws {ActionError} 500 if there is none (contract 4.7).
 * @throws {RefusedError} 401 or 403 without the permission.
 */
export function callIn(call: Call, containerPath: string): Call {
  const container = call.site.containers.find(
    containerPath.startsWith('/') ? containerPath : `/${containerPath}`,
  )
  if (container === undefined) throw wrongUse(`Unknown container: ${containerPath}`)
  const moved = { ...call, container }
  requirePermission(moved, 'read')
  return moved
}
