import type { Call } from '../actions/action.ts'
import { auditTable } from '../audit/audit-table.ts'
import { RefusedError, notFound } from '../http/failures.ts'
import { hasPermission } from '../site/permissions.ts'
import { parseSchemaKey } from './field-key.ts'
import type { Table } from './table.ts'

/** Name of LabKey's schema of audit events. */
export const auditSchema = 'auditLog'

/** Returns the seeded tables of the call's container. */
export function tablesIn({ site, container }: Call): readonly Table[] {
  return site.options.tables.flatMap(({ table, containerPaths }) =>
    containerPaths.has(container.path) ? [table] : [],
  )
}

/** Tells whether a schema name means the audit, which is no data of the container. */
export function isAuditSchema(schemaName: string | undefined): boolean {
  return schemaName?.toLowerCase() === auditSchema.toLowerCase()
}

/**
 * Finds a table in the call's container by schema and query name, without regard to case.
 *
 * @throws {ActionError} 404 in LabKey's words (contract 4.5).
 * @throws {RefusedError} 403 for the audit, unless the user is an administrator.
 */
export function findTable(
  call: Call,
  schemaName: string | undefined,
  queryName: string | undefined,
  containerFilter: string | undefined,
): Table {
  const isAudit = isAuditSchema(schemaName)
  if (isAudit && !hasPermission(call.caller.user, 'admin', call.container)) {
    throw new RefusedError(403, 'User does not have permission to perform this operation.')
  }
  const tables = isAudit ? [auditTable(call, containerFilter)] : tablesIn(call)
  const schema = parseSchemaKey(schemaName ?? '')
    .join('.')
    .toLowerCase()
  const inSchema = tables.filter((table) => table.schemaName.toLowerCase() === schema)
  const [sample] = inSchema
  if (sample === undefined) throw notFound('The specified schema does not exist')
  const found = inSchema.find((table) => table.name.toLowerCase() === queryName?.toLowerCase())
  if (found !== undefined) return found
  throw notFound(
    `The specified query '${queryName ?? ''}' does not exist in schema '${sample.schemaName}'`,
  )
}
