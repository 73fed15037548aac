import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send, unknownKey } from './browser.ts'
import { emailOf, passwords, seededServer } from './seed.ts'

const who = '/login-whoami.api'
const rows = 'query-selectRows.api?schemaName=lists&query.queryName=People'

describe('release 23.2', () => {
  const server = seededServer({ release: '23.2' })

  test('runs a request with bad credentials as guest', async () => {
    for (const headers of [basic(unknownKey), basic('wrong', emailOf('admin')), { apikey: 'x' }]) {
      const answer = await send(server, who, { headers })
      expect([answer.status, answer.json['email']]).toEqual([200, 'guest'])
    }
    const right = await send(server, who, { headers: basic(passwords.admin, emailOf('admin')) })
    expect(right.json['email']).toBe(emailOf('admin'))
  })

  test('makes CSRF tokens of 32 digits and takes no others', async () => {
    const browser = openBrowser(server)
    await browser.send(who)
    expect(browser.cookies.get('X-LABKEY-CSRF')).toMatch(/^[0-9a-f]{32}$/)
    for (const [length, status] of [
      [32, 200],
      [64, 401],
    ] as const) {
      const token = 'a'.repeat(length)
      const headers = { Cookie: `X-LABKEY-CSRF=${token}`, 'X-LABKEY-CSRF': token }
      expect((await send(server, '/login-csrf.api', { headers })).status).toBe(status)
    }
  })

  test('takes an API key without a session, and records its use', async () => {
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const headers = basic(await browser.createKey('apikey'))
    const answer = await send(server, who, { headers })
    expect(answer.json['email']).toBe(emailOf('reader'))
    expect(answer.headers.getSetCookie().join()).not.toContain('JSESSIONID')
    expect(server.audit.at(-1)).toMatchObject({ event: 'KeyAccess', keyKind: 'api-key' })
    expect((await send(server, `/Study/${rows}`, { headers })).status).toBe(403)
  })
})

describe('release 25.3', () => {
  test('answers a session key with a cookie of its session, which dies with it', async () => {
    const server = seededServer({ release: '25.3' })
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const key = await browser.createKey('session')
    const script = openBrowser(server)
    await script.send(who, { headers: basic(key) })
    const cookie = script.cookies.get('JSESSIONID')
    expect(cookie).toBeDefined()
    expect(cookie).not.toBe(browser.cookies.get('JSESSIONID'))
    expect((await script.send(who)).json['email']).toBe(emailOf('reader'))
    // The same session: what the browser declares holds for the cookie.
    await browser.declare('Limited')
    expect((await script.send(`/Study/${rows}`)).status).toBe(200)
    const again = await script.send(who, { headers: basic(key) })
    expect(again.headers.getSetCookie()).toEqual([])
    await browser.post('/login-logoutApi.api')
    expect((await script.send(who)).json['email']).toBe('guest')
  })
})

describe('every use of a key', () => {
  test('is recorded once: as an access, as a login, or by itself', async () => {
    const server = seededServer()
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const sessionKey = await browser.createKey('session')
    const apiKey = await browser.createKey('apikey')
    const before = server.audit.length
    const script = openBrowser(server)
    await send(server, who, { headers: basic(sessionKey) })
    await send(server, `/Lab/${rows}`, { headers: basic(sessionKey) })
    await script.send(who, { headers: basic(apiKey) })
    await script.send(who, { headers: basic(apiKey) })
    const records = server.audit.slice(before)
    expect(records.map(({ event, keyKind }) => `${event} ${keyKind}`)).toEqual([
      'KeyAccess session-key',
      'SelectQuery session-key',
      'UserAuditEvent api-key',
      'KeyAccess api-key',
    ])
    expect(records[0]).toMatchObject({ comment: who, user: emailOf('reader') })
    expect(records[0]?.keyAccessor).toBe(records[1]?.keyAccessor)
  })

  test('is refused when it cannot be recorded', async () => {
    let isFull = false
    const server = seededServer({
      auditSink: () => {
        if (isFull) throw new Error('disk full')
      },
    })
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const key = await browser.createKey('session')
    isFull = true
    const answer = await send(server, who, { headers: basic(key) })
    expect([answer.status, answer.text]).toEqual([503, expect.not.stringContaining('reader@')])
  })
})

describe('a long audit', () => {
  test('keeps its end, which can be verified, and finds tampering there', async () => {
    const server = seededServer({ settings: { maxAuditRecords: 10 } })
    const browser = openBrowser(server)
    await browser.logIn('reader')
    for (let count = 0; count < 50; count += 1) await browser.send(`/Lab/${rows}&query.maxRows=1`)
    const records = server.audit
    expect(records.length).toBeGreaterThanOrEqual(10)
    expect(records.length).toBeLessThan(14)
    expect(records.at(-1)?.sequence).toBe(51)
    expect(server.verifyAudit()).toEqual({ isValid: true })
    expect(server.verifyAudit(records)).toMatchObject({ isValid: false, sequence: 1 })
  })
})

test('API keys and passwords without a browser hold a bounded number of sessions', async () => {
  const server = seededServer()
  const browser = openBrowser(server)
  await browser.logIn('reader')
  const key = await browser.createKey('apikey')
  const scripts = Array.from({ length: 12 }, () => openBrowser(server))
  for (const script of scripts) await script.send(who, { headers: basic(key) })
  const seen = await Promise.all(scripts.map((script) => script.send(who)))
  const live = seen.filter(({ json }) => json['email'] === emailOf('reader'))
  expect(live).toHaveLength(10)
  expect((await browser.send(who)).json['email']).toBe(emailOf('reader'))
})
