import { newAccessor } from '../keys/accessor.ts'
import type { Session, SessionState } from '../session/session.ts'
import type { SessionLimits } from '../store/memory-sessions.ts'
import type { KeySession, SessionStore } from '../store/store.ts'
import type { Database } from './database.ts'
import { createGather } from './gather.ts'
import { sessionOf, stringifyState } from './session-rows.ts'
import type { SessionRow } from './session-rows.ts'
import * as statements from './session-statements.ts'
import type { Run } from './statement.ts'

interface FoundRow extends SessionRow {
  readonly digest: string
  readonly used_at: number
  readonly now: number
}

interface FoundKeyRow extends SessionRow {
  readonly digest: string
  readonly key_accessor: string
}

const gathered = { maxItems: 200, maxRunning: 2, maxWaiting: 2000 }

/** Returns the sessions of a database. Times go by the database's clock, so by one for all instances. */
export function createPostgresSessions(
  { run, transact }: Database,
  limits: SessionLimits,
  at: () => number | null,
): SessionStore {
  const time = (): unknown[] => [at(), limits.idleMs, limits.absoluteMs]
  // A use is written once a second, and always soon enough for much shorter limits.
  const touchEveryMs = Math.min(1000, limits.idleMs / 1000)
  // Beyond the limit by one of a hundred before it is looked after: to count costs as much as it holds.
  const trimEvery = Math.max(1, Math.floor(limits.maxFromCredentials / 100))
  const find = createGather(findAll, gathered)
  const findByKey = createGather(findAllByKey, gathered)

  async function findAll(digests: readonly string[]): Promise<readonly (Session | undefined)[]> {
    const rows = await run<FoundRow>(statements.findSessions, [...time(), [...new Set(digests)]])
    const now = rows[0]?.now ?? 0
    const due = rows.filter((row) => now - row.used_at >= touchEveryMs)
    if (due.length > 0) {
      await run(statements.touchSessions, [due.map(({ accessor }) => accessor).toSorted(), now])
    }
    const found = new Map(rows.map((row) => [row.digest, sessionOf(row)]))
    return digests.map((digest) => found.get(digest))
  }

  async function findAllByKey(
    digests: readonly string[],
  ): Promise<readonly (KeySession | undefined)[]> {
    const rows = await run<FoundKeyRow>(statements.findKeys, [...time(), [...new Set(digests)]])
    const found = new Map(
      rows.map((row) => [row.digest, { session: sessionOf(row), accessor: row.key_accessor }]),
    )
    return digests.map((digest) => found.get(digest))
  }

  return {
    start: async (digest, { termsVersion = null, ...seed }) => {
      const state: SessionState = { termsVersion, declarations: new Map(), impersonation: null }
      const session: Session = { ...seed, ...state, accessor: newAccessor() }
      const { accessor, user, origin, apiKeyAccessor } = session
      const text = stringifyState(state)
      const others = limits.maxPerUser - 1
      const values = [at(), accessor, digest, user.id, origin, apiKeyAccessor, text, others]
      const [row] = await run<{ number: number }>(statements.startSession, values)
      if (origin !== 'login' && row !== undefined && row.number % trimEvery === 0) {
        await run(statements.trimSessions, [limits.maxFromCredentials])
      }
      return session
    },
    find,
    findByKey,
    change: (accessor, change, options = {}) =>
      transact((runInside) => changeIn(runInside, [...time(), accessor], change, options)),
    end: async (accessor) => {
      const values = [...time(), accessor]
      const [row] = await run<{ wasLive: boolean }>(statements.endSession, values)
      return row?.wasLive ?? false
    },
    addKey: async (accessor, { digest, accessor: name, cookieDigest = null }) => {
      const { maxKeysPerSession } = limits
      const values = [...time(), accessor, maxKeysPerSession, digest, name, cookieDigest]
      if ((await run(statements.addKey, values)).length > 0) return 'added'
      const live = await run(statements.isSessionLive, [...time(), accessor])
      return live.length > 0 ? 'full' : 'ended'
    },
    count: async () => {
      const [count] = await run<{ sessions: number; keys: number }>(statements.countSessions)
      return count ?? { sessions: 0, keys: 0 }
    },
  }
}

async function changeIn(
  run: Run,
  lockValues: readonly unknown[],
  change: (session: Session) => SessionState,
  { digest, endsKeys = false }: { readonly digest?: string; readonly endsKeys?: boolean },
): Promise<Session | undefined> {
  const [row] = await run<SessionRow>(statements.lockSession, lockValues)
  if (row === undefined) return undefined
  const session = sessionOf(row)
  const { accessor } = session
  const { termsVersion, declarations, impersonation } = change(session)
  const state: SessionState = { termsVersion, declarations, impersonation }
  const acted = impersonation?.kind === 'user' ? impersonation.user.id : null
  // Nobody acts as a user who was deactivated or removed meanwhile.
  if (acted !== null && (await run(statements.lockActiveUser, [acted])).length === 0)
    return undefined
  if (endsKeys) await run(statements.endKeys, [accessor])
  const values = [accessor, stringifyState(state), acted, digest ?? null, endsKeys]
  await run(statements.changeSession, values)
  return { ...session, ...state }
}
