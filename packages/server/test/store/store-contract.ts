import { randomBytes } from 'node:crypto'

import { describe, expect, test } from 'vitest'

import type {
  AuditFacts,
  Clock,
  Declaration,
  MemoryStoreOptions,
  SessionSeed,
  Store,
  User,
} from '@wellkey/server'

/** What a store is made with. Time stands still until it is pushed. */
export interface StoreSetup extends Pick<
  MemoryStoreOptions,
  'users' | 'limits' | 'settings' | 'maxAuditRecords'
> {
  readonly clock: Clock
}

/** Makes an empty store; called for each test. */
export type CreateStore = (setup: StoreSetup) => Promise<Store>

const minute = 60_000

export const ann = user(1, 'ann@example.org')
const bob = user(2, 'Bob@example.org')

const limits = {
  idleMs: 30 * minute,
  absoluteMs: 12 * 60 * minute,
  maxPerUser: 3,
  maxFromCredentials: 4,
  maxKeysPerSession: 2,
}
const settings = { allowApiKeys: false, apiKeyExpirationSeconds: -1, allowSessionKeys: false }
const digest = (): string => randomBytes(32).toString('base64url')
const accessor = (): string => randomBytes(6).toString('hex')
const login: SessionSeed = { user: ann, origin: 'login', apiKeyAccessor: null }
const declaration: Declaration = { activity: 'Research', irb: '1', phi: 'PHI', terms: 'I …' }

/** What every store must do, whatever it keeps things in. */
export function storeContract(name: string, createStore: CreateStore): void {
  async function setUp(changes: Partial<StoreSetup> = {}): Promise<{ store: Store; clock: Clock }> {
    const clock = stillClock()
    const setup = { clock, users: [ann, bob], limits, settings, maxAuditRecords: 100 }
    return { store: await createStore({ ...setup, ...changes }), clock }
  }

  describe(`${name}: users`, () => {
    test('are found by id, by e-mail in any case, and all together', async () => {
      const { users } = (await setUp()).store
      expect(await users.byId(2)).toEqual(bob)
      expect(await users.byEmail('bOB@EXAMPLE.org')).toEqual(bob)
      expect([await users.byId(3), await users.byEmail('nobody')]).toEqual([undefined, undefined])
      expect(await users.all()).toEqual([ann, bob])
    })

    test('that are deactivated lose their sessions, and nobody else does', async () => {
      const { store } = await setUp()
      const [one, two] = [digest(), digest()]
      await store.sessions.start(one, login)
      await store.sessions.start(two, { ...login, user: bob })
      expect(await store.users.setActive(1, false)).toMatchObject({ id: 1, isActive: false })
      expect(await store.sessions.find(one)).toBeUndefined()
      expect((await store.sessions.find(two))?.user).toEqual(bob)
      expect(await store.users.setActive(1, true)).toEqual(ann)
      expect(await store.sessions.find(one)).toBeUndefined()
      expect(await store.users.setActive(3, true)).toBeUndefined()
    })

    test('that are removed are gone, with sessions and keys', async () => {
      const { store } = await setUp()
      const [session, key] = [digest(), digest()]
      await store.sessions.start(session, login)
      await addKey(store, key)
      expect([await store.users.remove(1), await store.users.remove(1)]).toEqual([true, false])
      expect(await store.users.byEmail(ann.email)).toBeUndefined()
      expect(await store.sessions.find(session)).toBeUndefined()
      expect([await store.apiKeys.find(key), await store.apiKeys.list()]).toEqual([undefined, []])
    })
  })

  describe(`${name}: sessions`, () => {
    test('are found by the digest of their id, and start with nothing declared', async () => {
      const { sessions } = (await setUp()).store
      const id = digest()
      const started = await sessions.start(id, { ...login, termsVersion: '7' })
      expect(await sessions.find(id)).toEqual(started)
      expect(started).toMatchObject({ user: ann, termsVersion: '7', impersonation: null })
      expect(started.declarations.size).toBe(0)
      expect(await sessions.find(digest())).toBeUndefined()
    })

    test('idle out to the millisecond; being found puts it off, a key in use does not', async () => {
      const { store, clock } = await setUp()
      const { sessions } = store
      const [id, key] = [digest(), digest()]
      const { accessor: name_ } = await sessions.start(id, login)
      await sessions.addKey(name_, { digest: key, accessor: accessor() })
      clock.advance(limits.idleMs - 1)
      expect(await sessions.find(id)).toBeDefined()
      clock.advance(limits.idleMs - 1)
      expect(await sessions.findByKey(key)).toBeDefined()
      clock.advance(1)
      expect(await sessions.findByKey(key)).toBeUndefined()
      expect(await sessions.find(id)).toBeUndefined()
      expect(await sessions.end(name_)).toBe(false)
    })

    test('end at the absolute limit, however much they are used', async () => {
      const { store, clock } = await setUp()
      const id = digest()
      await store.sessions.start(id, login)
      for (let used = 0; used < limits.absoluteMs - minute; used += 29 * minute) {
        expect(await store.sessions.find(id)).toBeDefined()
        clock.advance(29 * minute)
      }
      expect(await store.sessions.find(id)).toBeUndefined()
    })

    test('change as a whole, under a new id with the old one dead', async () => {
      const { sessions } = (await setUp()).store
      const [old, renewed, key] = [digest(), digest(), digest()]
      const { accessor: name_ } = await sessions.start(old, login)
      await sessions.addKey(name_, { digest: key, accessor: accessor() })
      const changed = await sessions.change(
        name_,
        (session) => ({
          termsVersion: '1',
          declarations: new Map([...session.declarations, ['/Lab', declaration]]),
          impersonation: { kind: 'roles', roles: ['reader'] },
        }),
        { digest: renewed },
      )
      expect(changed?.declarations.get('/Lab')).toEqual(declaration)
      expect(changed?.impersonation).toEqual({ kind: 'roles', roles: ['reader'] })
      expect(await sessions.find(old)).toBeUndefined()
      expect(await sessions.find(renewed)).toEqual(changed)
      expect((await sessions.findByKey(key))?.session).toEqual(changed)
      await sessions.end(name_)
      expect(await sessions.change(name_, (session) => session)).toBeUndefined()
    })

    test('change one after the other: of many at once, none is lost', async () => {
      const { sessions } = (await setUp()).store
      const id = digest()
      const { accessor: name_ } = await sessions.start(id, login)
      const paths = Array.from({ length: 20 }, (_, index) => `/${index}`)
      await Promise.all(
        paths.map(async (path) =>
          sessions.change(name_, (session) => ({
            ...session,
            declarations: new Map([...session.declarations, [path, declaration]]),
          })),
        ),
      )
      const { declarations } = (await sessions.find(id)) ?? {}
      expect([...(declarations?.keys() ?? [])].toSorted()).toEqual(paths.toSorted())
    })

    test('have several keys, which end with them, or by themselves', async () => {
      const { sessions } = (await setUp()).store
      const id = digest()
      const { accessor: name_ } = await sessions.start(id, login)
      const keys = [digest(), digest()]
      const names = [accessor(), accessor()]
      for (const [index, key] of keys.entries()) {
        const added = await sessions.addKey(name_, { digest: key, accessor: names[index] ?? '' })
        expect(added).toBe('added')
      }
      const third = { digest: digest(), accessor: accessor() }
      expect(await sessions.addKey(name_, third)).toBe('full')
      expect((await sessions.findByKey(keys[1] ?? ''))?.accessor).toBe(names[1])
      expect(await sessions.count()).toEqual({ sessions: 1, keys: 2 })
      await sessions.change(name_, (session) => session, { endsKeys: true })
      expect(await sessions.findByKey(keys[0] ?? '')).toBeUndefined()
      expect(await sessions.addKey(name_, third)).toBe('added')
      expect([await sessions.end(name_), await sessions.end(name_)]).toEqual([true, false])
      expect(await sessions.findByKey(third.digest)).toBeUndefined()
      expect(await sessions.addKey(name_, third)).toBe('ended')
      expect(await sessions.count()).toEqual({ sessions: 0, keys: 0 })
    })

    test('are also found by the ids that their keys stand for, as long as the keys live', async () => {
      const { sessions } = (await setUp()).store
      const { accessor: name_ } = await sessions.start(digest(), login)
      const cookieDigest = digest()
      await sessions.addKey(name_, { digest: digest(), accessor: accessor(), cookieDigest })
      expect((await sessions.find(cookieDigest))?.accessor).toBe(name_)
      await sessions.change(name_, (session) => session, { endsKeys: true })
      expect(await sessions.find(cookieDigest)).toBeUndefined()
    })

    test('of one user are so many; one more ends the oldest', async () => {
      const { sessions } = (await setUp()).store
      const ids = Array.from({ length: limits.maxPerUser + 1 }, digest)
      const others = [digest(), digest()]
      for (const id of others) await sessions.start(id, { ...login, user: bob })
      for (const id of ids) await sessions.start(id, login)
      const found = await Promise.all([...ids, ...others].map(async (id) => sessions.find(id)))
      expect(found.map((session) => session !== undefined)).toEqual([
        false,
        ...Array.from({ length: 5 }, () => true),
      ])
    })

    test('made without a browser are so many, and never end one with a browser', async () => {
      const { sessions } = (await setUp()).store
      const browser = digest()
      await sessions.start(browser, login)
      const ids = Array.from({ length: limits.maxFromCredentials + 2 }, digest)
      for (const [index, id] of ids.entries()) {
        const apiKeyAccessor = `key${index}`
        await sessions.start(id, { user: ann, origin: 'api-key', apiKeyAccessor })
      }
      const found = await Promise.all(ids.map(async (id) => sessions.find(id)))
      expect(found.filter((session) => session === undefined)).toHaveLength(2)
      expect(found.at(-1)).toBeDefined()
      expect(await sessions.find(browser)).toBeDefined()
    })
  })

  describe(`${name}: API keys`, () => {
    test('are found until they expire, and remember their use every ten minutes', async () => {
      const { store, clock } = await setUp()
      const key = digest()
      const start = clock.now()
      const made = await addKey(store, key, { description: 'nightly', expiresAt: start + 3600_000 })
      expect(made).toMatchObject({
        user: ann,
        description: 'nightly',
        createdAt: start,
        lastUsedAt: null,
      })
      expect(await store.apiKeys.find(key)).toMatchObject({ rowId: made.rowId })
      clock.advance(9 * minute)
      expect(await store.apiKeys.find(key)).toMatchObject({ lastUsedAt: start })
      clock.advance(minute)
      expect(await store.apiKeys.find(key)).toMatchObject({ lastUsedAt: start + 10 * minute })
      clock.advance(50 * minute - 1)
      expect(await store.apiKeys.find(key)).toBeDefined()
      clock.advance(1)
      expect(await store.apiKeys.find(key)).toBeUndefined()
      expect(await store.apiKeys.list()).toHaveLength(1)
    })

    test('are listed in order, of one user or of all', async () => {
      const { store } = await setUp()
      for (const userId of [1, 2, 1]) await addKey(store, digest(), { userId })
      const owners = (await store.apiKeys.list()).map((key) => key.user.id)
      expect(owners).toEqual([1, 2, 1])
      const ids = (await store.apiKeys.list(1)).map(({ rowId }) => rowId)
      expect(ids).toEqual(ids.toSorted((left, right) => left - right))
      expect(ids).toHaveLength(2)
    })

    test('are removed by row id, and of a user only if they are', async () => {
      const { store } = await setUp()
      const key = digest()
      const { rowId, accessor: name_ } = await addKey(store, key)
      const remove = { endsSessions: true }
      expect(await store.apiKeys.remove(rowId, { ...remove, userId: 2 })).toBeUndefined()
      expect(await store.apiKeys.find(key)).toBeDefined()
      const removed = await store.apiKeys.remove(rowId, { ...remove, userId: 1 })
      expect(removed?.accessor).toBe(name_)
      expect(await store.apiKeys.find(key)).toBeUndefined()
      expect(await store.apiKeys.remove(rowId, remove)).toBeUndefined()
    })

    test.each([true, false])(
      'end the sessions made from them when removed: %s',
      async (endsSessions) => {
        const { store } = await setUp()
        const { rowId, accessor: apiKeyAccessor } = await addKey(store, digest())
        const [id, other] = [digest(), digest()]
        await store.sessions.start(id, { user: ann, origin: 'api-key', apiKeyAccessor })
        await store.sessions.start(other, login)
        await store.apiKeys.remove(rowId, { endsSessions })
        expect((await store.sessions.find(id)) === undefined).toBe(endsSessions)
        expect(await store.sessions.find(other)).toBeDefined()
      },
    )

    test('say of their user what is true now', async () => {
      const { store } = await setUp()
      const key = digest()
      await addKey(store, key)
      await store.users.setActive(1, false)
      expect((await store.apiKeys.find(key))?.user.isActive).toBe(false)
    })
  })

  describe(`${name}: the rest`, () => {
    test('settings are what was written last', async () => {
      const { store } = await setUp()
      expect(await store.settings.read()).toMatchObject(settings)
      const changed = { ...settings, allowApiKeys: true, apiKeyExpirationSeconds: 60 }
      await store.settings.write(changed)
      expect(await store.settings.read()).toEqual(changed)
    })

    test('attempts count until withdrawn, for a minute, each subject by itself', async () => {
      const { store, clock } = await setUp()
      const attempt = (account: string): ReturnType<Store['failures']['attempt']> =>
        store.failures.attempt([['account', account]])
      for (let count = 0; count < 20; count += 1) expect(await attempt('ann')).toBeDefined()
      expect(await attempt('ann')).toBeUndefined()
      const right = await attempt('bob')
      await right?.withdraw()
      for (let count = 0; count < 20; count += 1) expect(await attempt('bob')).toBeDefined()
      clock.advance(minute)
      expect(await attempt('ann')).toBeDefined()
    })

    test('the audit is a chain, and of a long one the end is kept', async () => {
      const { store, clock } = await setUp({ maxAuditRecords: 8 })
      for (let count = 1; count <= 5; count += 1) {
        clock.advance(1)
        await store.audit.append(fact(`event ${count}`))
      }
      const records = await store.audit.records()
      expect(records.map(({ comment }) => comment)).toEqual(
        [1, 2, 3, 4, 5].map((n) => `event ${n}`),
      )
      for (const [index, record] of records.entries()) {
        expect(record.sequence).toBe(index + 1)
        expect(record.previous).toBe(records[index - 1]?.hash ?? '0'.repeat(64))
        expect(record.mac).toBe(store.audit.mac(record.hash))
        expect(Date.parse(record.at)).toBe(clock.now() - 4 + index)
      }
      expect(await store.audit.anchor()).toEqual({ sequence: 0, hash: '0'.repeat(64) })
      for (let count = 6; count <= 100; count += 1) await store.audit.append(fact(`event ${count}`))
      const kept = await store.audit.records()
      const anchor = await store.audit.anchor()
      expect(await store.audit.count()).toBe(100)
      expect(kept.length).toBeGreaterThanOrEqual(8)
      expect(kept.at(-1)?.comment).toBe('event 100')
      expect(kept[0]).toMatchObject({ sequence: anchor.sequence + 1, previous: anchor.hash })
    })

    test('records written at once are one chain without gaps', async () => {
      const { store } = await setUp()
      const comments = Array.from({ length: 50 }, (_, index) => `event ${index}`)
      await Promise.all(comments.map(async (comment) => store.audit.append(fact(comment))))
      const records = await store.audit.records()
      expect(records.map(({ sequence }) => sequence)).toEqual(comments.map((_, index) => index + 1))
      expect(new Set(records.map(({ comment }) => comment))).toEqual(new Set(comments))
      expect(records.slice(1).map(({ previous }) => previous)).toEqual(
        records.slice(0, -1).map(({ hash }) => hash),
      )
    })
  })
}

function addKey(
  store: Store,
  keyDigest: string,
  changes: { userId?: number; description?: string; expiresAt?: number } = {},
): Promise<Awaited<ReturnType<Store['apiKeys']['add']>>> {
  const key = { digest: keyDigest, accessor: accessor(), userId: 1, description: null }
  return Promise.resolve(store.apiKeys.add({ ...key, expiresAt: null, ...changes }))
}

function user(id: number, email: string): User {
  return { id, email, displayName: email, role: 'reader', isActive: true, maxPhi: 'Restricted' }
}

function fact(comment: string): AuditFacts {
  return {
    event: 'UserAuditEvent',
    userId: 1,
    user: ann.email,
    impersonatedBy: null,
    address: '127.0.0.1',
    container: '/',
    schemaName: null,
    queryName: null,
    sql: null,
    activity: null,
    irb: null,
    phiLevel: null,
    termsVersion: null,
    keyKind: 'none',
    keyAccessor: null,
    rowCount: null,
    comment,
  }
}

function stillClock(): Clock {
  let ahead = 0
  return {
    now: () => 1_700_000_000_000 + ahead,
    monotonic: () => ahead,
    advance: (ms) => {
      ahead += ms
    },
    reset: () => {
      ahead = 0
    },
  }
}
