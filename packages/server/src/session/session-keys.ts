import { newAccessor, newKey } from '../keys/key-digest.ts'
import type { Digest } from '../keys/key-digest.ts'
import type { Session } from './session-store.ts'

/** A session key as the server remembers it; the key itself is not here. */
export interface SessionKey {
  readonly accessor: string
  readonly session: Session
}

/** The session keys of a server, stored by digest. */
export interface SessionKeyStore {
  /** Makes one more key of the session, or `undefined` if it has as many as it may. */
  readonly create: (session: Session) => { key: string; sessionKey: SessionKey } | undefined
  /**
   * Finds a key whose session lives. That is asked at this moment, whatever was cleaned up before, so
   * a key cannot outlive its session.
   */
  readonly find: (key: string) => SessionKey | undefined
  /** Forgets the keys of a session that ended. */
  readonly forget: (session: Session) => void
  /** Number of keys held. */
  readonly size: () => number
}

const maxPerSession = 50

/** Returns an empty store. */
export function createSessionKeyStore(
  digest: Digest,
  isLive: (session: Session) => boolean,
): SessionKeyStore {
  const byDigest = new Map<string, SessionKey>()
  const digestsOf = new Map<Session, string[]>()
  return {
    create: (session) => {
      const digests = digestsOf.get(session) ?? []
      if (!isLive(session) || digests.length >= maxPerSession) return undefined
      const key = newKey()
      const sessionKey: SessionKey = { accessor: newAccessor(), session }
      byDigest.set(digest(key), sessionKey)
      digestsOf.set(session, [...digests, digest(key)])
      return { key, sessionKey }
    },
    find: (key) => {
      const sessionKey = byDigest.get(digest(key))
      return sessionKey !== undefined && isLive(sessionKey.session) ? sessionKey : undefined
    },
    forget: (session) => {
      for (const held of digestsOf.get(session) ?? []) byDigest.delete(held)
      digestsOf.delete(session)
    },
    size: () => byDigest.size,
  }
}
