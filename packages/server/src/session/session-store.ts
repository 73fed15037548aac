import { randomBytes } from 'node:crypto'

import type { Clock } from '../clock.ts'
import { newAccessor } from '../keys/key-digest.ts'
import type { Digest } from '../keys/key-digest.ts'
import type { User } from '../site/user.ts'
import type { Declaration } from './declaration.ts'

/** How a session came to be: the login page or API, e-mail and password over Basic, or an API key. */
export type SessionOrigin = 'login' | 'basic' | 'api-key'

/** A signed-in session. Its id is not here: only the cookie holds it. */
export interface Session {
  readonly accessor: string
  readonly user: User
  readonly origin: SessionOrigin
  /** Accessor of the API key it was made from. */
  readonly apiKeyAccessor: string | null
  /** Version of the terms of use agreed to. */
  termsVersion: string | null
  /** Declarations by the path of the protected container. */
  readonly declarations: Map<string, Declaration>
}

/** Timeouts and limits of sessions. */
export interface SessionLimits {
  readonly idleMs: number
  readonly absoluteMs: number
  /** Sessions of one user and origin; one more ends the oldest. */
  readonly maxPerUser: number
}

/** The sessions of a server, by the digest of their ids. */
export interface SessionStore {
  /** Starts a session under a new id. An id that a client invented is never adopted. */
  readonly start: (parts: Pick<Session, 'user' | 'origin' | 'apiKeyAccessor'>) => {
    id: string
    session: Session
  }
  /** Finds a live session by the cookie's value and keeps it from idling out. */
  readonly find: (id: string) => Session | undefined
  /** Tells, now, whether the session still lives; ends it if its time is over. */
  readonly isLive: (session: Session) => boolean
  /** Gives the session a new id; the old one is dead at once, keys made from it live on. */
  readonly rotate: (session: Session) => string
  readonly end: (session: Session) => void
  /** Number of sessions held. */
  readonly size: () => number
}

interface Entry {
  readonly session: Session
  readonly startedAt: number
  usedAt: number
  digest: string
}

const sweepEveryMs = 60_000

/** Returns an empty store. `onEnd` is told of every session that ends, however it does. */
export function createSessionStore(
  clock: Clock,
  digest: Digest,
  limits: SessionLimits,
  onEnd: (session: Session) => void,
): SessionStore {
  const byDigest = new Map<string, Entry>()
  const bySession = new Map<Session, Entry>()
  const byGroup = new Map<string, Set<Session>>()
  let sweptAt = clock.monotonic()

  function end(session: Session): void {
    const entry = bySession.get(session)
    if (entry === undefined) return
    bySession.delete(session)
    byDigest.delete(entry.digest)
    const group = byGroup.get(groupOf(session))
    group?.delete(session)
    if (group?.size === 0) byGroup.delete(groupOf(session))
    onEnd(session)
  }

  function isLive(session: Session): boolean {
    const entry = bySession.get(session)
    if (entry === undefined) return false
    const now = clock.monotonic()
    if (now - entry.usedAt < limits.idleMs && now - entry.startedAt < limits.absoluteMs) return true
    end(session)
    return false
  }

  function sweep(): void {
    if (clock.monotonic() - sweptAt < sweepEveryMs) return
    sweptAt = clock.monotonic()
    // A map may lose its entries while it is walked.
    for (const session of bySession.keys()) isLive(session)
  }

  function makeRoom(session: Session): void {
    const group = byGroup.get(groupOf(session)) ?? new Set()
    const [oldest] = group
    if (oldest !== undefined && group.size >= limits.maxPerUser) end(oldest)
    byGroup.set(groupOf(session), group.add(session))
  }

  return {
    start: ({ user, origin, apiKeyAccessor }) => {
      sweep()
      const id = newSessionId()
      const session: Session = {
        accessor: newAccessor(),
        user,
        origin,
        apiKeyAccessor,
        termsVersion: null,
        declarations: new Map(),
      }
      const now = clock.monotonic()
      const entry: Entry = { session, startedAt: now, usedAt: now, digest: digest(id) }
      byDigest.set(entry.digest, entry)
      bySession.set(session, entry)
      makeRoom(session)
      return { id, session }
    },
    find: (id) => {
      const entry = byDigest.get(digest(id))
      if (entry === undefined || !isLive(entry.session)) return undefined
      entry.usedAt = clock.monotonic()
      return entry.session
    },
    isLive,
    rotate: (session) => {
      const id = newSessionId()
      const entry = bySession.get(session)
      if (entry !== undefined) {
        byDigest.delete(entry.digest)
        entry.digest = digest(id)
        byDigest.set(entry.digest, entry)
      }
      return id
    },
    end,
    size: () => bySession.size,
  }
}

// API keys make a session a call when their client keeps no cookie; those must not push out the
// browser's session of the same user.
function groupOf({ user, origin, apiKeyAccessor }: Session): string {
  return `${user.id} ${origin} ${apiKeyAccessor ?? ''}`
}

function newSessionId(): string {
  return randomBytes(32).toString('base64url')
}
