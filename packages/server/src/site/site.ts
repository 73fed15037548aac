import { createAuditLog } from '../audit/audit-log.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Passwords } from '../auth/passwords.ts'
import type { Clock } from '../clock.ts'
import { createDigest } from '../keys/key-digest.ts'
import type { Digest } from '../keys/key-digest.ts'
import type { ReleaseTraits } from '../release.ts'
import { traitsOf } from '../release.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import { createTargetReader } from '../routing/read-target.ts'
import type { ReadTarget } from '../routing/read-target.ts'
import type { Store } from '../store/store.ts'
import { createSiteData } from './site-data.ts'
import type { SiteData } from './site-data.ts'

/** Everything a running server knows. */
export interface Site extends SiteData {
  readonly options: ResolvedOptions
  /** What the imitated release does. */
  readonly traits: ReleaseTraits
  readonly clock: Clock
  readonly digest: Digest
  readonly readTarget: ReadTarget
  readonly passwords: Passwords
  /** What it remembers of users, sessions, keys, settings and accesses. */
  readonly store: Store
  readonly audit: AuditLog
}

/** Returns a site on top of a store; one that outlives the process brings the digest, too. */
export function createSite(
  options: ResolvedOptions,
  clock: Clock,
  passwords: Passwords,
  store: Store,
  digest: Digest = createDigest(),
): Site {
  return {
    ...createSiteData(options),
    options,
    traits: traitsOf(options.release),
    clock,
    digest,
    readTarget: createTargetReader(options.contextPath),
    passwords,
    store,
    audit: createAuditLog(store.audit),
  }
}
