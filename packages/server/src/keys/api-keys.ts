import type { Clock } from '../clock.ts'
import type { User } from '../site/user.ts'
import { newAccessor, newKey } from './key-digest.ts'
import type { Digest } from './key-digest.ts'

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
}

/** The API keys of a server, stored by digest. */
export interface ApiKeyStore {
  /** Makes a key. The plain text exists only in the answer. */
  readonly create: (user: User, options: ApiKeyOptions) => { key: string; apiKey: ApiKey }
  /** Finds a live key; unknown and expired ones look alike. */
  readonly find: (key: string) => ApiKey | undefined
}

/** Options of a new API key. */
export interface ApiKeyOptions {
  readonly description: string | null
  /** Lifetime in seconds; `-1` never ends (contract 2.3). */
  readonly expirationSeconds: number
}

const maxDescription = 256

/** Returns an empty store. */
export function createApiKeyStore(clock: Clock, digest: Digest): ApiKeyStore {
  const byDigest = new Map<string, ApiKey>()
  let lastRowId = 0
  return {
    create: (user, { description, expirationSeconds }) => {
      const key = newKey()
      const now = clock.now()
      const apiKey: ApiKey = {
        rowId: (lastRowId += 1),
        accessor: newAccessor(),
        user,
        description: description?.trim().slice(0, maxDescription) || null,
        createdAt: now,
        expiresAt: expirationSeconds < 0 ? null : now + expirationSeconds * 1000,
      }
      byDigest.set(digest(key), apiKey)
      return { key, apiKey }
    },
    find: (key) => {
      const apiKey = byDigest.get(digest(key))
      if (apiKey === undefined || apiKey.expiresAt === null) return apiKey
      if (clock.now() < apiKey.expiresAt) return apiKey
      byDigest.delete(digest(key))
      return undefined
    },
  }
}
