import { guest } from '../site/user.ts'
import type { Site } from '../site/site.ts'
import type { Caller } from './caller.ts'

/** Writes a `UserAuditEvent`: somebody signed in, out, failed to, declared, or made a key. */
export function writeUserAudit(
  site: Site,
  who: { readonly address: string; readonly caller?: Caller; readonly container?: string },
  comment: string,
): void {
  const { caller, container = '/' } = who
  const user = caller?.user ?? guest
  const declaration = caller?.session?.declarations.get(container)
  site.audit.write({
    event: 'UserAuditEvent',
    userId: user.id,
    user: user.email,
    impersonatedBy: null,
    address: who.address,
    container,
    schemaName: null,
    queryName: null,
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
