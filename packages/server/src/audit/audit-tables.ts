import type { SystemTable } from '../data/system-tables.ts'
import { RefusedError } from '../http/failures.ts'
import { hasPermission } from '../site/permissions.ts'
import type { AuditEvent } from './audit-record.ts'
import { auditQueries, auditTable } from './audit-table.ts'

/** The queries of the schema `auditLog`, for administrators. */
export const auditTables: readonly SystemTable[] = Object.keys(auditQueries).map((event) => ({
  schemaName: 'auditLog',
  name: event,
  isListed: true,
  open: (call, containerFilter) => {
    if (!hasPermission(call.caller.user, 'admin', call.container)) {
      throw new RefusedError(403, 'User does not have permission to perform this operation.')
    }
    return auditTable(call, event as AuditEvent, containerFilter)
  },
}))
