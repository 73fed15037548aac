import type { AuditFacts, AuditRecord } from '../audit/audit-record.ts'
import type { PasswordHash } from '../auth/password-hash.ts'
import type { Session, SessionSeed, SessionState } from '../session/session.ts'
import type { User } from '../site/user.ts'

/** A value that is there now, or later: a store in memory answers at once, one in a database cannot. */
export type Awaitable<Value> = Value | Promise<Value>

/**
 * Everything a server has to remember, behind one interface.
 *
 * Each method is one transition: it either happened as a whole or not at all, and what it answers
 * was true at that moment. One that cannot do its work throws a `StoreUnavailableError`. Secrets never come here: session ids and keys arrive as keyed digests,
 * passwords as salted hashes.
 */
export interface Store {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly apiKeys: ApiKeyStore
  readonly settings: SettingsStore
  readonly failures: FailureStore
  readonly audit: AuditStore
}

/** The people who may sign in. */
export interface UserStore {
  readonly byId: (id: number) => Awaitable<User | undefined>
  /** Without regard to case. */
  readonly byEmail: (email: string) => Awaitable<User | undefined>
  readonly all: () => Awaitable<readonly User[]>
  /** Activates or deactivates; deactivating ends every session of the user. `undefined`: no such user. */
  readonly setActive: (id: number, isActive: boolean) => Awaitable<User | undefined>
  /** Removes a user with all sessions and keys. `false`: no such user. */
  readonly remove: (id: number) => Awaitable<boolean>
  readonly passwordHash: (id: number) => Awaitable<PasswordHash | undefined>
}

/** The sessions, and the session keys that live and die with them. */
export interface SessionStore {
  /**
   * Starts a session under the digest of a new id. Beyond the limit of its user and origin, and of all
   * sessions that credentials made without a browser, the oldest ends.
   */
  readonly start: (digest: string, seed: SessionSeed) => Awaitable<Session>
  /** Finds a live session by its id's digest and keeps it from idling out. */
  readonly find: (digest: string) => Awaitable<Session | undefined>
  /** Finds the live session of a session key; its use does not keep the session from idling out. */
  readonly findByKey: (digest: string) => Awaitable<KeySession | undefined>
  /**
   * Gives a live session another state, computed from the one it has at that moment.
   *
   * With `digest` it gets a new id, and the old one is dead at once. With `endsKeys` its session keys
   * are. `undefined`: it does not live any more, and nothing happened.
   */
  readonly change: (
    accessor: string,
    change: (session: Session) => SessionState,
    options?: { readonly digest?: string; readonly endsKeys?: boolean },
  ) => Awaitable<Session | undefined>
  /** Ends a session and every key of it. `false`: it had ended before. */
  readonly end: (accessor: string) => Awaitable<boolean>
  /**
   * Adds a key to a live session, unless it has as many as it may. With `cookieDigest`, the digest of
   * one more id, which leads to the session as long as the key does.
   */
  readonly addKey: (
    session: string,
    key: { readonly digest: string; readonly accessor: string; readonly cookieDigest?: string },
  ) => Awaitable<'added' | 'full' | 'ended'>
  /** How many there are now. */
  readonly count: () => Awaitable<{ readonly sessions: number; readonly keys: number }>
}

/** A session found by one of its keys. */
export interface KeySession {
  readonly session: Session
  /** Public name of the key. */
  readonly accessor: string
}

/** An API key as the server remembers it; the key itself is not here. */
export interface ApiKey {
  readonly rowId: number
  readonly accessor: string
  readonly user: User
  readonly description: string | null
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** Milliseconds since 1970; `null` never expires. */
  readonly expiresAt: number | null
  /** Milliseconds since 1970, told to within ten minutes; `null` was never used. */
  readonly lastUsedAt: number | null
}

/** The API keys. */
export interface ApiKeyStore {
  readonly add: (key: {
    readonly digest: string
    readonly accessor: string
    readonly userId: number
    readonly description: string | null
    readonly expiresAt: number | null
  }) => Awaitable<ApiKey>
  /** Finds a key that has not expired, and remembers that it was used. Its user may be inactive. */
  readonly find: (digest: string) => Awaitable<ApiKey | undefined>
  /** Every key, expired ones too, of one user or of all; oldest first. */
  readonly list: (userId?: number) => Awaitable<readonly ApiKey[]>
  /**
   * Deletes a key, of that user only if one is given; the sessions made from it end with it when
   * `endsSessions` is set. `undefined`: there is no such key.
   */
  readonly remove: (
    rowId: number,
    options: { readonly userId?: number; readonly endsSessions: boolean },
  ) => Awaitable<ApiKey | undefined>
}

/** What an administrator may change while the server runs. */
export interface SiteSettings {
  /** Let users create API keys. */
  readonly allowApiKeys: boolean
  /** Lifetime of new API keys in seconds; -1 never ends. */
  readonly apiKeyExpirationSeconds: number
  /** Let users create session keys. */
  readonly allowSessionKeys: boolean
}

/** The site settings that can be changed. */
export interface SettingsStore {
  readonly read: () => Awaitable<SiteSettings>
  readonly write: (settings: SiteSettings) => Awaitable<void>
}

/** What a failed login counts against. */
export type LimitKind = 'address' | 'account' | 'key'

/** Failed logins, counted in an exact sliding window of a minute. */
export interface FailureStore {
  /**
   * Counts an attempt as failed until it is withdrawn, so that attempts made at once cannot all slip
   * through. `undefined`: one of the counters is full, and the attempt must not be made.
   */
  readonly attempt: (
    subjects: readonly (readonly [LimitKind, string])[],
  ) => Awaitable<Attempt | undefined>
}

/** An attempt under way. */
export interface Attempt {
  /** Says that it succeeded and counts against nobody. */
  readonly withdraw: () => Awaitable<void>
}

/** The last record that is not kept any more: where the chain of those that are begins. */
export interface AuditAnchor {
  /** 0 while every record is kept. */
  readonly sequence: number
  readonly hash: string
}

/** The audit: records can be added and read, nothing else. */
export interface AuditStore {
  /** Adds a record to the chain. @throws {StoreUnavailableError} if it cannot, and then adds nothing. */
  readonly append: (facts: AuditFacts) => Awaitable<void>
  /** The records that are kept, oldest first. */
  readonly records: () => Awaitable<readonly AuditRecord[]>
  readonly anchor: () => Awaitable<AuditAnchor>
  /** Number of records ever written. */
  readonly count: () => Awaitable<number>
  /** Computes the `mac` of a record's hash. */
  readonly mac: (hash: string) => string
}
