// R1, R2, R3, R11, R21, R23, R25, R26, R29, R33: what a session is, and what dies with it. R28, every
// interleaving of these, is `session-model.test.ts`.
import { describe, expect, test } from 'vitest'

import type { Server } from '@wellkey/server'

import { basic, openBrowser, send } from '../browser.ts'
import type { Browser } from '../browser.ts'
import { emailOf, passwords, seededServer } from '../seed.ts'

const sessionOf = (browser: Browser): string => browser.cookies.get('JSESSIONID') ?? ''
const rows = 'query-selectRows.api?schemaName=lists&query.queryName=People'
const whoIs = async (server: Server, headers: Record<string, string>): Promise<unknown> =>
  (await send(server, '/login-whoami.api', { headers })).json['email']
const cookie = (id: string): Record<string, string> => ({ Cookie: `JSESSIONID=${id}` })

test('R1: an invented id is never adopted, and every change of what a session means changes its id', async () => {
  const server = seededServer()
  const admin = openBrowser(server)
  admin.cookies.set('JSESSIONID', 'attacker')
  const ids = ['attacker']
  const steps: readonly (() => Promise<unknown>)[] = [
    () => admin.logIn('admin'),
    () => admin.logIn('admin'),
    () => admin.post('/login-acceptTermsOfUseApi.api', { approvedTermsOfUse: true }),
    () =>
      admin.send('/Study/compliance-declare.view', {
        form: { activity: 'Research', irb: '1', phi: 'PHI', acceptTerms: 'true' },
      }),
    () => admin.post('/user-impersonateUser.api', { email: emailOf('reader') }),
    () => admin.post('/login-stopImpersonatingApi.api'),
  ]
  for (const step of steps) {
    await step()
    const now = sessionOf(admin)
    expect(ids).not.toContain(now)
    expect(await whoIs(server, cookie(ids.at(-1) ?? ''))).toBe('guest')
    ids.push(now)
  }
})

describe('R2: a session key dies with its session, at the same request', () => {
  const ends: readonly (readonly [string, (server: Server, browser: Browser) => unknown])[] = [
    ['sign-out', (_, browser) => browser.post('/login-logoutApi.api')],
    ['a new login in the browser', (_, browser) => browser.logIn('reader')],
    ['idling out', (server) => server.clock.advance(30 * 60_000)],
    [
      'its greatest age',
      async (server, browser) => {
        for (let passed = 0; passed < 12 * 60; passed += 20) {
          server.clock.advance(20 * 60_000)
          await browser.send('/login-whoami.api')
        }
      },
    ],
    [
      'an administrator who locks the account',
      async (server) => {
        const admin = openBrowser(server)
        await admin.logIn('admin')
        const form = { userId: '1003' }
        expect((await admin.send('/user-deactivateUsers.view', { form })).status).toBeLessThan(400)
      },
    ],
    ['reset()', (server) => server.reset()],
  ]
  test.each(ends)('%s', async (_, end) => {
    const server = seededServer()
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const key = await browser.createKey('session')
    expect(await whoIs(server, basic(key))).toBe(emailOf('reader'))
    await end(server, browser)
    expect((await send(server, '/login-whoami.api', { headers: basic(key) })).status).toBe(401)
  })
})

test('R3: a key has what its session has and no more', async () => {
  const server = seededServer()
  const reader = openBrowser(server)
  await reader.logIn('reader')
  const [apiKey] = [await reader.createKey('apikey'), await reader.declare('Limited')]
  const sessionKey = await reader.createKey('session', '/Study')
  const names = async (key: string): Promise<string> =>
    (await send(server, `/Study/${rows}`, { headers: basic(key) })).text
  expect(await names(sessionKey)).toContain('"Initials"')
  expect(await names(sessionKey)).not.toContain('"Born"')
  expect(await names(apiKey)).toMatch(/a session key/)
  const admin = openBrowser(server)
  await admin.logIn('admin')
  await admin.post('/user-impersonateUser.api', { email: emailOf('reader') })
  const refused = await admin.post('/home/security-createApiKey.api', { type: 'apikey' })
  expect(refused.status).toBe(403)
  const acting = await admin.createKey('session')
  expect(await whoIs(server, basic(acting))).toBe(emailOf('reader'))
  await send(server, `/Lab/${rows}`, { headers: basic(acting) })
  expect(server.audit.at(-1)).toMatchObject({
    user: emailOf('reader'),
    impersonatedBy: emailOf('admin'),
  })
})

describe('R11: another site cannot act in the name of its visitor', () => {
  const make = '/home/security-createApiKey.api'
  test.each([
    ['a form without the token', { form: { type: 'apikey' } }],
    ['text that is JSON', { body: '{"type":"apikey"}', headers: { 'Content-Type': 'text/plain' } }],
    [
      "another browser's token",
      { body: { type: 'apikey' }, headers: { 'X-LABKEY-CSRF': 'b'.repeat(64) } },
    ],
    [
      'its own site, as the browser tells',
      { body: { type: 'apikey' }, headers: { 'Sec-Fetch-Site': 'cross-site' } },
    ],
  ])('with %s', async (title, parts) => {
    const server = seededServer()
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const token = browser.cookies.get('X-LABKEY-CSRF') ?? ''
    const Cookie = `JSESSIONID=${sessionOf(browser)}; X-LABKEY-CSRF=${token}`
    const own = title.startsWith('its own') ? { 'X-LABKEY-CSRF': token } : {}
    const headers = { ...own, ...('headers' in parts ? parts.headers : {}), Cookie }
    expect((await send(server, make, { ...parts, headers })).status).toBe(401)
    expect(server.audit.map(({ comment }) => comment).join()).not.toContain('API key')
  })

  test('nor sign it in, nor store a file', async () => {
    const server = seededServer()
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    const body = { email: emailOf('reader'), password: passwords.reader }
    const login = await send(server, '/login-loginApi.api', { body, headers })
    expect([login.status, login.headers.getSetCookie()]).toEqual([401, []])
    const path = '/_webdav/Lab/@files/a.txt?method=PUT'
    const as = { ...basic(passwords.editor, emailOf('editor')), ...headers }
    expect((await send(server, path, { body: 'x', headers: as })).status).toBe(401)
    const get = await send(server, '/login-login.view', { headers })
    expect(get.status).toBe(200)
  })
})

test('R21: strangers get no session, an 11th login ends the first, a session has 50 keys', async () => {
  const server = seededServer()
  for (let asked = 0; asked < 500; asked += 1) {
    const answer = await send(server, '/login-whoami.api')
    expect(answer.headers.getSetCookie().join()).not.toContain('JSESSIONID')
  }
  const browsers = Array.from({ length: 11 }, () => openBrowser(server))
  for (const browser of browsers) await browser.logIn('reader')
  const who = await Promise.all(
    browsers.map((browser) => whoIs(server, cookie(sessionOf(browser)))),
  )
  expect(who).toEqual(['guest', ...Array<string>(10).fill(emailOf('reader'))])
  const last = browsers[10] ?? openBrowser(server)
  for (let made = 0; made < 50; made += 1)
    expect(await last.createKey('session')).toMatch(/^\w{64}$/)
  expect((await last.post('/home/security-createApiKey.api', { type: 'session' })).status).toBe(400)
})

test('R23: a key is in the one answer that made it, and in no page or query after', async () => {
  const server = seededServer()
  const admin = openBrowser(server)
  await admin.logIn('admin')
  const keys = [await admin.createKey('apikey'), await admin.createKey('session')]
  const pages = [
    '/home/security-externalToolsView.view',
    '/home/project-begin.view',
    '/audit-showAuditLog.view',
    '/login-whoami.api',
    ...['UserAPIKeys', 'APIKeys'].map(
      (name) => `/home/query-selectRows.api?schemaName=core&query.queryName=${name}`,
    ),
    ...['UserAuditEvent', 'KeyAccess'].map(
      (name) => `/query-selectRows.api?schemaName=auditLog&query.queryName=${name}`,
    ),
  ]
  for (const page of pages) {
    const { status, text } = await admin.send(page)
    expect(`${page} ${status}`).toBe(`${page} 200`)
    for (const key of keys) expect(text).not.toContain(key.slice(0, 12))
  }
})

test('R25: a wall clock that steps by an hour ends no session and prolongs none', async () => {
  let wall = Date.UTC(2024, 9, 27, 0, 59)
  let passed = 0
  const server = seededServer({ clock: { now: () => wall, monotonic: () => passed } })
  const browser = openBrowser(server)
  await browser.logIn('reader')
  const key = await browser.createKey('session')
  for (const step of [3_600_000, -7_200_000, 86_400_000]) {
    wall += step
    expect(await whoIs(server, basic(key))).toBe(emailOf('reader'))
  }
  passed = 30 * 60_000 - 1
  expect(await whoIs(server, basic(key))).toBe(emailOf('reader'))
  passed += 1
  expect((await send(server, '/login-whoami.api', { headers: basic(key) })).status).toBe(401)
})

test('R26: a protected container gives a session key to a complete session only, and names the step', async () => {
  const browser = openBrowser(seededServer())
  await browser.logIn('reader')
  const ask = (): Promise<{ status: number; text: string }> =>
    browser.post('/Study/security-createApiKey.api', { type: 'session' })
  expect(await ask()).toMatchObject({
    status: 403,
    text: expect.stringContaining('terms of use') as string,
  })
  await browser.post('/login-acceptTermsOfUseApi.api', { approvedTermsOfUse: true })
  expect(await ask()).toMatchObject({
    status: 403,
    text: expect.stringContaining('declaration') as string,
  })
  await browser.declare('Limited')
  expect((await ask()).status).toBe(200)
})

test('R29: the session cookie is closed to scripts and other sites, and to plain http where there is https', async () => {
  const server = seededServer()
  const body = JSON.stringify({ email: emailOf('reader'), password: passwords.reader })
  const headers = { 'Content-Type': 'application/json' }
  for (const scheme of ['http', 'https']) {
    const answer = await server.fetch(
      new Request(`${scheme}://x/login-loginApi.api`, { method: 'POST', body, headers }),
    )
    const line = answer.headers.getSetCookie().find((one) => one.startsWith('JSESSIONID=')) ?? ''
    const [value = '', ...attributes] = line.split('; ')
    expect(value).toMatch(/^JSESSIONID=[\w-]{43}$/)
    const expected = [
      'Path=/',
      'SameSite=Lax',
      'HttpOnly',
      ...(scheme === 'https' ? ['Secure'] : []),
    ]
    expect(attributes).toEqual(expected)
  }
})

test.each([
  '//evil.test',
  '/\\evil.test',
  '/home\\..\\..\\evil.test',
  'https:evil.test',
  'https://evil.test',
  '/%0d%0aX:%20y',
  '/a\r\nX: y',
  'javascript:alert(1)',
])('R33: a login never goes on to %j', async (returnUrl) => {
  const body = { email: emailOf('reader'), password: passwords.reader, returnUrl }
  const { json, headers } = await send(seededServer(), '/login-loginApi.api', { body })
  const inside = ['/home/project-begin.view', '/%0d%0aX:%20y']
  expect(inside).toContain(json['returnUrl'])
  expect(headers.get('X')).toBeNull()
})
