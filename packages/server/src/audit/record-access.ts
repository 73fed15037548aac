import type { Call } from '../actions/action.ts'
import { declarationOf } from '../routing/check-declaration.ts'
import type { Awaitable } from '../store/store.ts'
import type { AuditEvent } from './audit-record.ts'

/** One access to data, as far as only the action knows it. */
export interface Access {
  /** Default: `SelectQuery`. */
  readonly event?: AuditEvent
  /** Path of the container the data is in. Default: the call's. */
  readonly container?: string
  readonly schemaName?: string | null
  readonly queryName?: string | null
  readonly sql?: string | null
  /** Rows returned or changed. */
  readonly rowCount?: number | null
  /** What else is worth knowing, such as the columns. Default: the action's name. */
  readonly comment?: string
}

/**
 * Records an access with the whole context of its session. Wait for it before any data goes out.
 *
 * @throws {RefusedError} 503 if it cannot be recorded.
 */
export function recordAccess(call: Call, access: Access): Awaitable<void> {
  const { site, caller, container, address } = call
  const declaration = declarationOf(call)
  call.trail.isRecorded = true
  return site.audit.write({
    event: access.event ?? 'SelectQuery',
    userId: caller.user.id,
    user: caller.user.email,
    impersonatedBy: caller.impersonator?.email ?? null,
    address,
    container: access.container ?? container.path,
    schemaName: access.schemaName ?? null,
    queryName: access.queryName ?? null,
    sql: access.sql ?? null,
    activity: declaration?.activity ?? null,
    irb: declaration?.irb ?? null,
    phiLevel: declaration?.phi ?? null,
    termsVersion: caller.session?.termsVersion ?? null,
    keyKind: caller.keyKind,
    keyAccessor: caller.keyAccessor,
    rowCount: access.rowCount ?? null,
    comment: access.comment ?? call.pathname,
  })
}

/** Records the use of a key for something that was not recorded as an access or as a login before. */
export function recordKeyUse(call: Call): Awaitable<void> {
  const { caller, trail } = call
  const isKey = caller.keyKind === 'session-key' || caller.keyKind === 'api-key'
  // A login by API key names the key in its own record.
  const isLogin = caller.keyKind === 'api-key' && caller.newSessionId !== undefined
  if (!isKey || trail.isRecorded || isLogin) return undefined
  return recordAccess(call, { event: 'KeyAccess', comment: call.pathname })
}
