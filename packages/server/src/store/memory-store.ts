import type { PasswordHash } from '../auth/password-hash.ts'
import type { Clock } from '../clock.ts'
import type { Session } from '../session/session.ts'
import type { User } from '../site/user.ts'
import { createMemoryApiKeys } from './memory-api-keys.ts'
import { createMemoryAudit } from './memory-audit.ts'
import type { AuditSink, MemoryAudit } from './memory-audit.ts'
import { createMemoryFailures } from './memory-failures.ts'
import { createMemorySessions } from './memory-sessions.ts'
import type { SessionLimits } from './memory-sessions.ts'
import { createMemoryUsers } from './memory-users.ts'
import type { SiteSettings, Store } from './store.ts'

/** What a store in memory starts with. */
export interface MemoryStoreOptions {
  readonly clock: Clock
  readonly users: readonly User[]
  /** Hashes of the users' passwords by user id; asked for only when a password is checked. */
  readonly passwordHashes: () => Promise<ReadonlyMap<number, PasswordHash>>
  readonly limits: SessionLimits
  readonly settings: SiteSettings
  /** Audit records that are kept at least. */
  readonly maxAuditRecords: number
  readonly auditSink?: AuditSink
}

/** A store that forgets everything with its process. */
export interface MemoryStore extends Store {
  readonly audit: MemoryAudit
}

/** Returns a store in memory: nobody signed in, no keys, an empty audit. */
export function createMemoryStore(options: MemoryStoreOptions): MemoryStore {
  const { clock } = options
  const users = createMemoryUsers(options.users, options.passwordHashes)
  const sessions = createMemorySessions(clock, options.limits)
  const apiKeys = createMemoryApiKeys(clock, users.byId)
  let settings = options.settings
  return {
    users: {
      ...users,
      setActive: (id, isActive) => {
        const user = users.byId(id)
        if (user === undefined) return undefined
        const changed = { ...user, isActive }
        users.put(changed)
        if (!isActive) sessions.endWhere((session) => involves(session, id))
        return changed
      },
      remove: (id) => {
        if (users.remove(id) === undefined) return false
        sessions.endWhere((session) => involves(session, id))
        apiKeys.removeOfUser(id)
        return true
      },
    },
    sessions,
    apiKeys: {
      ...apiKeys,
      remove: (rowId, { userId, endsSessions }) => {
        const removed = apiKeys.remove(rowId, userId)
        if (removed !== undefined && endsSessions) {
          sessions.endWhere((session) => session.apiKeyAccessor === removed.accessor)
        }
        return removed
      },
    },
    settings: {
      read: () => settings,
      write: (changed) => {
        settings = changed
      },
    },
    failures: createMemoryFailures(clock),
    audit: createMemoryAudit(clock, options.maxAuditRecords, options.auditSink),
  }
}

// Who is signed in, and whom an administrator acts as.
function involves({ user, impersonation }: Session, id: number): boolean {
  return user.id === id || (impersonation?.kind === 'user' && impersonation.user.id === id)
}
