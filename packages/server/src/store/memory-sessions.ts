import type { Clock } from '../clock.ts'
import { newAccessor } from '../keys/accessor.ts'
import type { Declaration } from '../session/declaration.ts'
import type { Session } from '../session/session.ts'
import { createKeyTable } from './key-table.ts'
import type { SessionStore } from './store.ts'

/** Timeouts and limits of sessions. */
export interface SessionLimits {
  readonly idleMs: number
  readonly absoluteMs: number
  /** Sessions of one user and origin; one more ends the oldest. */
  readonly maxPerUser: number
  /** Sessions that API keys and passwords over Basic made, of all users; one more ends the oldest. */
  readonly maxFromCredentials: number
  readonly maxKeysPerSession: number
}

/** Sessions in memory, with the ways to end many that the interface does not need. */
export interface MemorySessions extends SessionStore {
  readonly endWhere: (isMeant: (session: Session) => boolean) => void
}

interface Entry {
  readonly number: number
  readonly startedAt: number
  session: Session
  usedAt: number
  digest: string
  /** Slots in the table of keys. */
  readonly keys: number[]
  /** Digests of the ids that its keys stand for. */
  readonly cookies: string[]
}

const sweepEveryMs = 60_000

/** Returns an empty store of sessions. Time is monotonic: the wall clock does not matter. */
export function createMemorySessions(clock: Clock, limits: SessionLimits): MemorySessions {
  const byDigest = new Map<string, Entry>()
  const byAccessor = new Map<string, Entry>()
  const byNumber = new Map<number, Entry>()
  const byGroup = new Map<string, Set<Entry>>()
  const fromCredentials = new Set<Entry>()
  const keys = createKeyTable()
  let lastNumber = 0
  let lastKey = 0
  let sweptAt = clock.monotonic()

  function endEntry(entry: Entry): void {
    byDigest.delete(entry.digest)
    byAccessor.delete(entry.session.accessor)
    byNumber.delete(entry.number)
    fromCredentials.delete(entry)
    const group = byGroup.get(groupOf(entry.session))
    group?.delete(entry)
    if (group?.size === 0) byGroup.delete(groupOf(entry.session))
    endKeys(entry)
  }

  function endKeys(entry: Entry): void {
    for (const slot of entry.keys.splice(0)) keys.remove(slot)
    for (const digest of entry.cookies.splice(0)) byDigest.delete(digest)
  }

  function isLive(entry: Entry): boolean {
    const now = clock.monotonic()
    if (now - entry.usedAt < limits.idleMs && now - entry.startedAt < limits.absoluteMs) return true
    endEntry(entry)
    return false
  }

  function live(accessor: string): Entry | undefined {
    const entry = byAccessor.get(accessor)
    return entry !== undefined && isLive(entry) ? entry : undefined
  }

  function sweep(): void {
    if (clock.monotonic() - sweptAt < sweepEveryMs) return
    sweptAt = clock.monotonic()
    // A map may lose its entries while it is walked.
    for (const entry of byNumber.values()) isLive(entry)
  }

  function makeRoom(entry: Entry): void {
    const name = groupOf(entry.session)
    const group = byGroup.get(name) ?? new Set()
    byGroup.set(name, group.add(entry))
    if (group.size > limits.maxPerUser) endFirst(group)
    if (entry.session.origin === 'login') return
    fromCredentials.add(entry)
    if (fromCredentials.size > limits.maxFromCredentials) endFirst(fromCredentials)
  }

  function endFirst(entries: ReadonlySet<Entry>): void {
    const [first] = entries
    if (first !== undefined) endEntry(first)
  }

  return {
    start: (digest, { termsVersion = null, ...seed }) => {
      sweep()
      const now = clock.monotonic()
      const session: Session = {
        ...seed,
        accessor: newAccessor(),
        termsVersion,
        declarations: noDeclarations,
        impersonation: null,
      }
      const number = (lastNumber += 1)
      const times = { startedAt: now, usedAt: now }
      const entry: Entry = { number, session, ...times, digest, keys: [], cookies: [] }
      byDigest.set(digest, entry)
      byAccessor.set(session.accessor, entry)
      byNumber.set(number, entry)
      makeRoom(entry)
      return session
    },
    find: (digest) => {
      const entry = byDigest.get(digest)
      if (entry === undefined || !isLive(entry)) return undefined
      entry.usedAt = clock.monotonic()
      return entry.session
    },
    findByKey: (digest) => {
      const slot = keys.find(digest)
      if (slot === undefined) return undefined
      const entry = byNumber.get(keys.owner(slot))
      // Asked at this moment, whatever was swept before: a key cannot outlive its session.
      if (entry === undefined || !isLive(entry)) return undefined
      return { session: entry.session, accessor: keys.accessor(slot) }
    },
    change: (accessor, change, { digest, endsKeys = false } = {}) => {
      const entry = live(accessor)
      if (entry === undefined) return undefined
      entry.session = { ...entry.session, ...change(entry.session) }
      if (endsKeys) endKeys(entry)
      if (digest !== undefined) {
        byDigest.delete(entry.digest)
        entry.digest = digest
        byDigest.set(digest, entry)
      }
      return entry.session
    },
    end: (accessor) => {
      const entry = live(accessor)
      if (entry !== undefined) endEntry(entry)
      return entry !== undefined
    },
    addKey: (accessor, key) => {
      const entry = live(accessor)
      if (entry === undefined) return 'ended'
      if (entry.keys.length >= limits.maxKeysPerSession) return 'full'
      const slot = keys.add(key.digest, {
        accessor: key.accessor,
        owner: entry.number,
        rowId: (lastKey += 1),
        createdAt: clock.now(),
        expiresAt: Infinity,
        usedAt: 0,
      })
      entry.keys.push(slot)
      if (key.cookieDigest !== undefined) {
        entry.cookies.push(key.cookieDigest)
        byDigest.set(key.cookieDigest, entry)
      }
      return 'added'
    },
    count: () => ({ sessions: byNumber.size, keys: keys.size() }),
    endWhere: (isMeant) => {
      for (const entry of byNumber.values()) if (isMeant(entry.session)) endEntry(entry)
    },
  }
}

const noDeclarations: ReadonlyMap<string, Declaration> = new Map()

// API keys make a session a call when their client keeps no cookie; those must not push out the
// browser's session of the same user.
function groupOf({ user, origin, apiKeyAccessor }: Session): string {
  return `${user.id} ${origin} ${apiKeyAccessor ?? ''}`
}
