import { randomBytes, randomUUID } from 'node:crypto'

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

import type { PostgresServer } from '@wellkey/server/postgres'

import { basic, openBrowser, send } from '../browser.ts'
import { emailOf, passwords } from '../seed.ts'
import { hasPostgres, startCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { startInstance } from './instance.ts'

const whoAmI = '/login-whoami.api'

describe.skipIf(!hasPostgres)('two instances on one database', () => {
  let cluster: Cluster
  let url: string
  let one: PostgresServer
  let two: PostgresServer
  const secret = randomBytes(32)

  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster.remove(), 60_000)

  async function start(): Promise<void> {
    url = await cluster.newDatabase()
    ;[one, two] = await Promise.all([startInstance(url, secret), startInstance(url, secret)])
  }
  afterEach(async () => {
    await Promise.all([one.close(), two.close()])
  })

  /** Who a key is on both instances; 0 is nobody. */
  async function idsOf(key: string): Promise<unknown[]> {
    const answers = await Promise.all(
      [one, two].map((server) => send(server, whoAmI, { headers: basic(key) })),
    )
    return answers.map(({ status, json }) => (status === 200 ? json['id'] : status))
  }

  test('a session, its declaration and its keys hold on both; a sign-out on one ends them on both', async () => {
    await start()
    const browser = openBrowser(one)
    await browser.logIn('reader')
    await browser.declare('PHI')
    const key = await browser.createKey('session', '/Study')
    const elsewhere = openBrowser(two)
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value)
    expect((await elsewhere.send(whoAmI)).json['email']).toBe(emailOf('reader'))
    const rows = '/Study/query-getQuery.api?schemaName=lists&query.queryName=People'
    const read = await send(two, rows, { headers: basic(key) })
    expect([read.status, read.json['rowCount']]).toEqual([200, 6])
    expect(await idsOf(key)).toEqual([1003, 1003])
    await elsewhere.post('/login-logoutApi.api')
    expect(await idsOf(key)).toEqual([401, 401])
    expect((await browser.send(whoAmI)).json['id']).toBe(0)
    expect(await one.verifyAudit()).toEqual({ isValid: true })
    const records = await one.store.audit.records()
    const access = records.find(({ event }) => event === 'SelectQuery')
    expect(access).toMatchObject({ irb: '2024-0117', phiLevel: 'PHI', keyKind: 'session-key' })
  })

  test('an API key made on one is refused by both once the other deleted it, with its sessions', async () => {
    await start()
    const browser = openBrowser(one)
    await browser.logIn('reader')
    const key = await browser.createKey('apikey')
    expect(await idsOf(key)).toEqual([1003, 1003])
    const cookies = openBrowser(two)
    await cookies.send(whoAmI, { headers: basic(key) })
    expect((await cookies.send(whoAmI)).json['id']).toBe(1003)
    const rowId = (await two.store.apiKeys.list(1003))[0]?.rowId
    const admin = openBrowser(two)
    await admin.logIn('admin')
    const deleted = await admin.post('/query-deleteRows.api', {
      schemaName: 'core',
      queryName: 'APIKeys',
      rows: [{ RowId: rowId }],
    })
    expect(deleted.status).toBe(200)
    expect(await idsOf(key)).toEqual([401, 401])
    expect((await cookies.send(whoAmI)).json['id']).toBe(0)
  })

  test('a session that starts from an API key at the moment it is deleted is dead from the start', async () => {
    await start()
    const { apiKeys, sessions, users } = one.store
    const user = await users.byId(1003)
    if (user === undefined) throw new Error('There is no user')
    const accessor = randomUUID().slice(0, 12)
    const key = { digest: digest(), accessor, userId: 1003, description: null, expiresAt: null }
    const { rowId } = await apiKeys.add(key)
    const id = digest()
    await two.store.apiKeys.remove(rowId, { endsSessions: true })
    await sessions.start(id, { user, origin: 'api-key', apiKeyAccessor: accessor })
    expect(await two.store.sessions.find(id)).toBeUndefined()
    expect(await sessions.find(id)).toBeUndefined()
    await one.store.sweep()
    expect(await sessions.count()).toEqual({ sessions: 0, keys: 0 })
  })

  test('nobody who is deactivated on one starts a session, acts or is acted as on the other', async () => {
    await start()
    const { users } = one.store
    const [admin, reader] = [await users.byId(1001), await users.byId(1003)]
    if (admin === undefined || reader === undefined) throw new Error('A user is missing')
    const [own, acting, late] = [digest(), digest(), digest()]
    const seed = { origin: 'login', apiKeyAccessor: null } as const
    await one.store.sessions.start(own, { ...seed, user: reader })
    const { accessor } = await one.store.sessions.start(acting, { ...seed, user: admin })
    const before = { termsVersion: null, declarations: new Map() }
    const impersonate = (): ReturnType<typeof two.store.sessions.change> =>
      two.store.sessions.change(accessor, (session) => ({
        ...session,
        impersonation: { kind: 'user', user: reader, before },
      }))
    const changed = await impersonate()
    expect(changed?.impersonation).toEqual({ kind: 'user', user: reader, before })
    expect((await one.store.sessions.find(acting))?.impersonation).toEqual(changed?.impersonation)
    await two.store.users.setActive(1003, false)
    await one.store.sessions.start(late, { ...seed, user: reader })
    for (const id of [own, acting, late]) {
      expect(await one.store.sessions.find(id)).toBeUndefined()
    }
    const again = await one.store.sessions.start(digest(), { ...seed, user: admin })
    const refused = await two.store.sessions.change(again.accessor, (session) => ({
      ...session,
      impersonation: { kind: 'user', user: reader, before },
    }))
    expect(refused).toBeUndefined()
    await two.store.users.setActive(1003, true)
    expect(await one.store.sessions.find(late)).toBeUndefined()
  })

  test('failed logins count together: 20 a minute, of however many at once on both', async () => {
    await start()
    const attempts = await Promise.all(
      Array.from({ length: 60 }, async (_, index) =>
        (index % 2 === 0 ? one : two).store.failures.attempt([
          ['address', `10.0.0.${index}`],
          ['account', 'ann@example.org'],
        ]),
      ),
    )
    const allowed = attempts.filter((attempt) => attempt !== undefined)
    expect(allowed).toHaveLength(20)
    await allowed[0]?.withdraw()
    await allowed[7]?.withdraw()
    const more = await Promise.all(
      [one, two, one].map(async (server) =>
        server.store.failures.attempt([['account', 'ann@example.org']]),
      ),
    )
    expect(more.filter((attempt) => attempt !== undefined)).toHaveLength(2)
    // The address of an attempt that its account refused was not counted.
    const addresses = await cluster.query(
      url,
      "SELECT count(*)::int AS n FROM wellkey.failures WHERE subject LIKE 'address:%'",
    )
    expect(addresses).toEqual([{ n: 20 }])
  })

  test('of keys made at once on both, a session gets no more than it may have', async () => {
    await start()
    const user = await one.store.users.byId(1003)
    if (user === undefined) throw new Error('There is no user')
    const seed = { user, origin: 'login', apiKeyAccessor: null } as const
    const { accessor } = await one.store.sessions.start(digest(), seed)
    const added = await Promise.all(
      Array.from({ length: 70 }, async (_, index) =>
        (index % 2 === 0 ? one : two).store.sessions.addKey(accessor, {
          digest: digest(),
          accessor: 'k',
        }),
      ),
    )
    expect(added.filter((outcome) => outcome === 'added')).toHaveLength(50)
    expect(added.filter((outcome) => outcome === 'full')).toHaveLength(20)
    expect(await two.store.sessions.count()).toEqual({ sessions: 1, keys: 50 })
  })

  test('both write one audit, a chain without gaps, and a record changed in the database is named', async () => {
    await start()
    const browsers = [openBrowser(one), openBrowser(two)]
    await Promise.all(browsers.map((browser) => browser.logIn('reader')))
    const keys = await Promise.all(browsers.map((browser) => browser.createKey('session')))
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        send(index % 2 === 0 ? one : two, whoAmI, {
          headers: basic(keys[index % 3] ?? keys[0] ?? ''),
        }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        for (let count = 0; count < 5; count += 1) {
          const headers = basic(keys[index % 2] ?? '')
          const { status } = await send(index % 2 === 0 ? one : two, whoAmI, { headers })
          expect(status).toBe(200)
        }
      }),
    )
    const records = await two.store.audit.records()
    expect(records.length).toBeGreaterThanOrEqual(124)
    expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, index) => index + 1))
    expect([await one.verifyAudit(), await two.verifyAudit()]).toEqual([
      { isValid: true },
      { isValid: true },
    ])
    await cluster.query(
      url,
      `UPDATE wellkey.audit_records SET record = replace(record, '"event":"KeyAccess"', '"event":"SelectQuery"')
        WHERE sequence = 50`,
    )
    expect(await one.verifyAudit()).toMatchObject({ isValid: false, sequence: 50 })
    await cluster.query(url, 'DELETE FROM wellkey.audit_records WHERE sequence >= 50')
    expect(await one.verifyAudit()).toMatchObject({ isValid: false, sequence: 50 })
  })

  test('settings and users changed on one are changed on the other; times are the database’s', async () => {
    await start()
    const settings = { allowApiKeys: false, apiKeyExpirationSeconds: 60, allowSessionKeys: false }
    await one.store.settings.write(settings)
    expect(await two.store.settings.read()).toEqual(settings)
    const browser = openBrowser(two)
    await browser.logIn('reader')
    const refused = await browser.post('/home/security-createApiKey.api', { type: 'session' })
    expect(refused.status).toBe(404)
    await one.store.users.remove(1003)
    expect((await browser.send(whoAmI)).json['id']).toBe(0)
    const [{ now } = {}] = await cluster.query(
      url,
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
    )
    expect(Math.abs(Number(now) - one.clock.now())).toBeLessThan(5000)
  })

  test('a session idles out on both at the same moment, and what is dead is swept', async () => {
    await start()
    const browser = openBrowser(one)
    await browser.logIn('reader')
    const key = await browser.createKey('session')
    one.clock.advance(30 * 60_000)
    const gone = await send(one, whoAmI, { headers: basic(key) })
    expect(gone.status).toBe(401)
    expect((await send(two, whoAmI, { headers: basic(key) })).status).toBe(200)
    await one.store.sweep()
    expect((await send(two, whoAmI, { headers: basic(key) })).status).toBe(401)
    expect(await two.store.sessions.count()).toEqual({ sessions: 0, keys: 0 })
    one.clock.advance(60_001)
    await one.store.sweep()
    const left = await cluster.query(url, 'SELECT * FROM wellkey.failures')
    expect(left).toEqual([])
  })

  test('what a client sends reaches no statement as its text, NUL and half characters included', async () => {
    await start()
    const hostile = ["'; DROP TABLE wellkey.users; --", 'a\0b', '\uD800', '€'.repeat(5000), '\\']
    for (const text of hostile) {
      expect(await one.store.users.byEmail(text)).toBeUndefined()
      expect(await one.store.apiKeys.find(text.replaceAll('\0', ''))).toBeUndefined()
      const login = await openBrowser(one).post('/login-loginApi.api', {
        email: `${text}@example.org`,
        password: text,
      })
      expect(login.status).toBe(400)
      const key = await send(one, whoAmI, { headers: basic(text.replaceAll(/[^ -~]/g, '?')) })
      expect(key.status).toBe(401)
    }
    const browser = openBrowser(one)
    await browser.logIn('admin')
    const made = await browser.post('/home/security-createApiKey.api', {
      type: 'apikey',
      description: 'a\0b',
    })
    expect(made.status).toBe(200)
    for (const id of ['NaN', '1e9', '99999999999999999999', '-1', '1.5']) {
      const answer = await browser.post('/security-deleteUser.api', { id })
      expect(answer.status).toBe(404)
    }
    expect(await one.store.users.all()).toHaveLength(4)
    expect(await one.verifyAudit()).toEqual({ isValid: true })
  })

  test('passwords are those of the first start, at its cost', async () => {
    url = await cluster.newDatabase()
    one = await startInstance(url, secret)
    two = await startInstance(url, secret, {
      settings: { passwordCost: { cost: 32, blockSize: 1, parallelization: 1 } },
      users: [{ email: emailOf('admin'), password: randomUUID(), role: 'admin' }],
    })
    expect([one.isFirst, two.isFirst]).toEqual([true, false])
    const login = await openBrowser(two).post('/login-loginApi.api', {
      email: emailOf('editor'),
      password: passwords.editor,
    })
    expect(login.status).toBe(200)
  })
})

function digest(): string {
  return randomBytes(32).toString('base64url')
}
