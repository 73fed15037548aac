import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

import type { PostgresServer } from '@wellkey/server/postgres'

import { basic, openBrowser, send } from '../browser.ts'
import type { Answer, Browser } from '../browser.ts'
import { hasPostgres, startCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { startInstance } from './instance.ts'
import { startProxy } from './proxy.ts'
import type { Proxy } from './proxy.ts'

const whoAmI = '/login-whoami.api'
const rows = '/Lab/query-getQuery.api?schemaName=lists&query.queryName=People'

describe.skipIf(!hasPostgres)('a database that is away or slow', { timeout: 60_000 }, () => {
  let cluster: Cluster
  let proxy: Proxy
  let url: string
  let server: PostgresServer
  let browser: Browser
  let key: string
  const told: (string | undefined)[] = []
  const errors: unknown[] = []

  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster.remove(), 60_000)

  async function start(): Promise<void> {
    proxy = await startProxy(cluster.port)
    url = await cluster.newDatabase()
    told.length = 0
    errors.length = 0
    server = await startInstance(proxy.through(url), randomBytes(32), {
      databaseLimits: {
        maxConnections: 3,
        maxWaiting: 5,
        connectTimeoutMs: 400,
        statementTimeoutMs: 400,
      },
      onOutage: (reason) => told.push(reason),
      onError: (error) => errors.push(error),
    })
    browser = openBrowser(server)
    await browser.logIn('reader')
    key = await browser.createKey('session')
  }
  afterEach(async () => {
    await server.close()
    await proxy.close()
  })

  const ask = (path: string): Promise<Answer> => send(server, path, { headers: basic(key) })

  /** Asks until the answer is not 503 any more, which comes without help. */
  async function untilBack(): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      const answer = await ask(rows)
      if (answer.status !== 503 || tries > 100) return answer
      await sleep(50)
    }
  }

  test('away: 503 with Retry-After for everything, no data, and back by itself', async () => {
    await start()
    expect((await ask(rows)).status).toBe(200)
    proxy.mode = 'cut'
    const requests: Promise<Answer>[] = [
      ask(rows),
      ask(whoAmI),
      browser.send('/Lab/project-begin.view'),
      browser.send('/_webdav/Lab/'),
      browser.send('/Lab/query-exportRowsTsv.view?schemaName=lists&query.queryName=People'),
      browser.post('/Lab/query-executeSql.api', { schemaName: 'lists', sql: 'SELECT 1 AS x' }),
      browser.post('/home/security-createApiKey.api', { type: 'apikey' }),
      browser.post('/login-loginApi.api', { email: 'reader@example.org', password: 'anything' }),
      browser.post('/login-logoutApi.api'),
      send(server, whoAmI, { headers: basic('unknown') }),
    ]
    for (const answer of await Promise.all(requests)) {
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '2'])
      expect(answer.text).not.toMatch(/annabel|ECONN|5432|postgres|wellkey:/)
    }
    // Guests need nothing from it.
    expect((await send(server, whoAmI)).status).toBe(200)
    proxy.mode = 'forward'
    const back = await untilBack()
    expect([back.status, back.json['rowCount']]).toEqual([200, 6])
    expect([told.length, typeof told[0], told[1]]).toEqual([2, 'string', undefined])
    expect(errors).toEqual([])
    expect(await server.verifyAudit()).toEqual({ isValid: true })
  })

  test('killed and started again: the key that was acknowledged still holds', async () => {
    await start()
    await cluster.kill()
    expect((await ask(rows)).status).toBe(503)
    await cluster.start()
    expect((await untilBack()).status).toBe(200)
  })

  test('no data goes out without its record: an audit that cannot be written is 503', async () => {
    await start()
    await cluster.query(url, 'ALTER TABLE wellkey.audit_records RENAME TO gone')
    const answer = await ask(rows)
    expect(answer.status).toBe(500)
    expect(answer.text).not.toContain('annabel')
    await cluster.query(url, 'ALTER TABLE wellkey.gone RENAME TO audit_records')
    await cluster.query(
      url,
      `CREATE FUNCTION wellkey.full() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON wellkey.audit_records
        FOR EACH ROW EXECUTE FUNCTION wellkey.full()`,
    )
    const refused = await ask(rows)
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '2'])
    expect(refused.text).not.toContain('annabel')
    await cluster.query(url, 'DROP TRIGGER full_disk ON wellkey.audit_records')
    expect((await ask(rows)).status).toBe(200)
    expect(await server.verifyAudit()).toEqual({ isValid: true })
  })

  test('silent: every request ends within its limits, and no more connections than the pool has', async () => {
    await start()
    proxy.mode = 'swallow'
    const began = performance.now()
    const answers = await Promise.all(Array.from({ length: 300 }, () => ask(rows)))
    const took = performance.now() - began
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
    // Two limits of 400 ms and room; without a limit it would be minutes.
    expect(took).toBeLessThan(15_000)
    expect(proxy.connections()).toBeLessThanOrEqual(3)
    proxy.mode = 'forward'
    expect((await untilBack()).status).toBe(200)
  })

  test('slow: a statement that takes too long is given up in the database, too', async () => {
    await start()
    const lock = cluster.query(
      url,
      'BEGIN; LOCK TABLE wellkey.session_keys; SELECT pg_sleep(1.5); COMMIT',
    )
    await sleep(300)
    expect((await ask(whoAmI)).status).toBe(503)
    await sleep(600)
    const waiting = await cluster.query(
      url,
      "SELECT 1 FROM pg_stat_activity WHERE application_name = 'wellkey-server' AND wait_event_type = 'Lock'",
    )
    expect(waiting).toEqual([])
    await lock
    expect((await untilBack()).status).toBe(200)
  })

  test('so many wait for a connection, and one more is refused at once', async () => {
    await start()
    proxy.mode = 'swallow'
    const reads = Array.from({ length: 20 }, async () => server.store.users.all())
    const outcomes = await Promise.allSettled(reads)
    const reasons = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? String((outcome.reason as Error).cause) : 'read',
    )
    const refused = reasons.filter((reason) => reason.includes('Too many wait'))
    expect(refused).toHaveLength(20 - 3 - 5)
  })

  test('a connection that dies at the commit is 503, never an acknowledgement; the audit goes on', async () => {
    await start()
    const { sequence } = await server.store.audit.head()
    let cuts = 0
    proxy.watch = (sent) => {
      const isAppend = sent.includes('audit-append')
      if (isAppend) cuts += 1
      return isAppend
    }
    const answer = await ask(rows)
    expect([answer.status, cuts]).toEqual([503, 1])
    expect(answer.text).not.toContain('annabel')
    proxy.watch = () => false
    expect((await untilBack()).status).toBe(200)
    // What nobody could know was carried out; the chain went on behind it.
    const after = await server.store.audit.head()
    expect(after.sequence).toBeGreaterThan(sequence + 1)
    expect(await server.verifyAudit()).toEqual({ isValid: true })
  })

  test('a session change that dies at the commit is 503', async () => {
    await start()
    proxy.watch = (sent) => sent.includes('COMMIT')
    const agreed = await browser.post('/login-acceptTermsOfUseApi.api', {
      approvedTermsOfUse: true,
    })
    expect(agreed.status).toBe(503)
    expect(agreed.headers.getSetCookie()).toEqual([])
  })
})
