import type { AuditEvent } from '../audit/audit-record.ts'
import { guest } from '../site/user.ts'
import type { Site } from '../site/site.ts'
import type { Awaitable } from '../store/store.ts'
import type { Caller } from './caller.ts'

/** Who did something, from where. */
export interface Actor {
  readonly address: string
  /** Default: nobody. */
  readonly caller?: Caller
  /** Path of the container. Default: the root. */
  readonly container?: string
}

/**
 * Records what is no access to data: somebody signed in, out, failed to, declared, made a key,
 * impersonated or changed the site.
 *
 * @throws {RefusedError} 503 if it cannot be recorded.
 */
export function writeUserAudit(
  site: Site,
  { address, caller, container = '/' }: Actor,
  comment: string,
  event: AuditEvent = 'UserAuditEvent',
): Awaitable<void> {
  const user = caller?.user ?? guest
  const { entityId } = site.containers.find(container) ?? site.containers.root
  const declaration = caller?.session?.declarations.get(entityId)
  return site.audit.write({
    event,
    userId: user.id,
    user: user.email,
    impersonatedBy: caller?.impersonator?.email ?? null,
    address,
    container,
    schemaName: null,
    queryName: null,
    sql: null,
    activity: declaration?.activity ?? null,
    irb: declaration?.irb ?? null,
    phiLevel: declaration?.phi ?? null,
    termsVersion: caller?.session?.termsVersion ?? null,
    keyKind: caller?.keyKind ?? 'none',
    keyAccessor: caller?.keyAccessor ?? null,
    rowCount: null,
    comment,
  })
}
