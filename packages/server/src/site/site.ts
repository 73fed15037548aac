import { createAuditLog } from '../audit/audit-log.ts'
import type { AuditLog, AuditSink } from '../audit/audit-log.ts'
import { createLoginLimiter } from '../auth/login-limiter.ts'
import type { LoginLimiter } from '../auth/login-limiter.ts'
import type { Passwords } from '../auth/passwords.ts'
import type { Clock } from '../clock.ts'
import { createApiKeyStore } from '../keys/api-keys.ts'
import type { ApiKeyStore } from '../keys/api-keys.ts'
import { createDigest } from '../keys/key-digest.ts'
import type { Digest } from '../keys/key-digest.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import { createSessionKeyStore } from '../session/session-keys.ts'
import type { SessionKeyStore } from '../session/session-keys.ts'
import { createSessionStore } from '../session/session-store.ts'
import type { SessionStore } from '../session/session-store.ts'
import type { User } from './user.ts'

/** Everything a running server knows. */
export interface Site {
  readonly options: ResolvedOptions
  readonly clock: Clock
  readonly digest: Digest
  readonly passwords: Passwords
  readonly sessions: SessionStore
  readonly sessionKeys: SessionKeyStore
  readonly apiKeys: ApiKeyStore
  readonly limiter: LoginLimiter
  readonly audit: AuditLog
  /** Finds a user by e-mail, without regard to case. */
  readonly userByEmail: (email: string) => User | undefined
}

/** Returns a site as it is when a server starts: nobody signed in, no keys, an empty audit. */
export function createSite(
  options: ResolvedOptions,
  clock: Clock,
  passwords: Passwords,
  auditSink: AuditSink | undefined,
): Site {
  const digest = createDigest()
  const { sessionIdleMs, sessionAbsoluteMs, maxSessionsPerUser } = options.settings
  const limits = {
    idleMs: sessionIdleMs,
    absoluteMs: sessionAbsoluteMs,
    maxPerUser: maxSessionsPerUser,
  }
  const sessions: SessionStore = createSessionStore(clock, digest, limits, (session) =>
    sessionKeys.forget(session),
  )
  const sessionKeys = createSessionKeyStore(digest, sessions.isLive)
  const byEmail = new Map(options.users.map((user) => [user.email.toLowerCase(), user]))
  return {
    options,
    clock,
    digest,
    passwords,
    sessions,
    sessionKeys,
    apiKeys: createApiKeyStore(clock, digest),
    limiter: createLoginLimiter(clock),
    audit: createAuditLog(clock, auditSink),
    userByEmail: (email) => byEmail.get(email.toLowerCase()),
  }
}
