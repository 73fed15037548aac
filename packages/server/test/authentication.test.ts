import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send, unknownKey } from './browser.ts'
import { emailOf, passwords, seededServer } from './seed.ts'

const bad = 'The email address and password you entered did not match any accounts on file.'

describe('order of authentication', async () => {
  const server = seededServer()
  const adminBrowser = openBrowser(server)
  await adminBrowser.logIn('admin')
  const editorBrowser = openBrowser(server)
  await editorBrowser.logIn('editor')
  const adminKey = await adminBrowser.createKey('apikey')
  const editorKey = await editorBrowser.createKey('apikey')
  const adminSessionKey = await adminBrowser.createKey('session')
  const cookie = { Cookie: `JSESSIONID=${editorBrowser.cookies.get('JSESSIONID') ?? ''}` }
  const authorization = (text: string): Record<string, string> => ({ Authorization: text })

  type Case = readonly [string, Record<string, string>, string | 401]
  const cases: readonly Case[] = [
    ['nothing is a guest', {}, 'guest'],
    ['a key over Basic', basic(adminKey), emailOf('admin')],
    ['a key in the header apikey', { apikey: adminKey }, emailOf('admin')],
    ['the header name has no case', { APIKEY: adminKey }, emailOf('admin')],
    ['a session key over Basic', basic(adminSessionKey), emailOf('admin')],
    ['a session key in the header', { apikey: adminSessionKey }, emailOf('admin')],
    [
      'e-mail and password over Basic',
      basic(passwords.reader, emailOf('reader')),
      emailOf('reader'),
    ],
    ['the e-mail has no case', basic(passwords.reader, 'READER@example.org'), emailOf('reader')],
    ['Basic beats the header apikey', { ...basic(editorKey), apikey: adminKey }, emailOf('editor')],
    ['a bad Basic beats a good header', { ...basic(unknownKey), apikey: adminKey }, 401],
    ['a session beats another key', { ...cookie, ...basic(adminKey) }, emailOf('editor')],
    ['a session hides a bad key', { ...cookie, ...basic(unknownKey) }, emailOf('editor')],
    ['a session key beats a session', { ...cookie, ...basic(adminSessionKey) }, emailOf('admin')],
    ['an unknown session is a guest', { Cookie: 'JSESSIONID=attacker' }, 'guest'],
    [
      'an unknown session does not save a bad key',
      { Cookie: 'JSESSIONID=x', ...basic(unknownKey) },
      401,
    ],
    ['guest over Basic, any case, any password', basic('x', 'Guest'), 'guest'],
    ['a bare name is a guest', basic('x', 'ann'), 'guest'],
    ['APIKEY is a bare name, not a key', basic(adminKey, 'APIKEY'), 'guest'],
    ['an empty key', basic(''), 401],
    ['an empty header', { apikey: '' }, 401],
    ['a wrong password', basic('wrong', emailOf('admin')), 401],
    ['a stranger', basic(passwords.admin, 'nobody@example.org'), 401],
    ['no colon is no Basic', authorization('Basic YXBpa2V5'), 'guest'],
    [
      'no colon lets the header speak',
      { ...authorization('Basic YXBpa2V5'), apikey: adminKey },
      emailOf('admin'),
    ],
    ['what cannot be read is wrong', authorization('Basic !!!:!!!'), 401],
    ['the scheme has case', authorization(`basic ${btoa(`apikey:${adminKey}`)}`), 'guest'],
    ['Bearer is not known', authorization(`Bearer ${adminKey}`), 'guest'],
  ]
  test.each(cases)('%s', async (_, headers, expected) => {
    const answer = await send(server, '/login-whoami.api', { headers })
    if (expected === 401) expect([answer.status, answer.json['exception']]).toEqual([401, bad])
    else expect([answer.status, answer.json['email']]).toEqual([200, expected])
  })

  test('an API key makes a session, a session key does not', async () => {
    const cookiesOf = async (key: string): Promise<string[]> => {
      const answer = await send(server, '/login-whoami.api', { headers: basic(key) })
      return answer.headers.getSetCookie().map((line) => line.split('=', 1)[0] ?? '')
    }
    expect(await cookiesOf(adminKey)).toEqual(['X-LABKEY-CSRF', 'JSESSIONID'])
    expect(await cookiesOf(adminSessionKey)).toEqual(['X-LABKEY-CSRF'])
  })

  test('two different session cookies are refused', async () => {
    const headers = { Cookie: 'JSESSIONID=a; JSESSIONID=b' }
    expect((await send(server, '/login-whoami.api', { headers })).status).toBe(400)
  })
})

describe('a refused credential', () => {
  test('has one body for unknown, ended and expired keys, on every kind of URL', async () => {
    const server = seededServer({ settings: { apiKeyExpirationSeconds: 60 } })
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const expired = await browser.createKey('apikey')
    const ended = await browser.createKey('session')
    await browser.post('/login-logoutApi.api')
    server.clock.advance(60_000)
    const bodies = new Set<string>()
    for (const key of [expired, ended, unknownKey, 'x', `session|${'0'.repeat(32)}`]) {
      for (const path of ['/login-whoami.api', '/Lab/project-begin.view', '/_assets/pages.css']) {
        const answer = await send(server, path, { headers: basic(key) })
        expect(answer.status).toBe(401)
        expect(answer.headers.get('WWW-Authenticate')).toBeNull()
        expect(answer.headers.getSetCookie()).toEqual([])
        bodies.add(answer.text)
      }
    }
    expect([...bodies].map((text) => JSON.parse(text) as unknown)).toEqual([
      { success: false, exception: bad },
    ])
  })

  test('looks at every character of a long password', async () => {
    const password = 'p'.repeat(1024)
    const long = seededServer({ users: [{ email: emailOf('admin'), password, role: 'admin' }] })
    const as = async (sent: string): Promise<number> =>
      (await send(long, '/login-whoami.api', { headers: basic(sent, emailOf('admin')) })).status
    expect(await as(password)).toBe(200)
    for (const wrong of [`${password}p`, `${password}q`, password.slice(1)]) {
      expect(await as(wrong)).toBe(401)
    }
  })

  test('says that an account is deactivated only to who knows its password', async () => {
    const server = seededServer()
    const right = await send(server, '/login-whoami.api', {
      headers: basic(passwords.gone, emailOf('gone')),
    })
    const wrong = await send(server, '/login-whoami.api', {
      headers: basic('nope', emailOf('gone')),
    })
    expect([right.status, right.json['exception']]).toEqual([
      401,
      'Your account has been deactivated.',
    ])
    expect([wrong.status, wrong.json['exception']]).toEqual([401, bad])
  })
})

describe('a missing permission', async () => {
  const server = seededServer()
  const path = '/Lab/query-selectRows.api?schemaName=lists&query.queryName=People'
  const challenge = 'Basic realm="LabKey Server"'
  const reader = openBrowser(server)
  await reader.logIn('reader')
  const readerCookie = { Cookie: `JSESSIONID=${reader.cookies.get('JSESSIONID') ?? ''}` }

  type Case = readonly [string, string, Record<string, string>, number, string | null]
  const cases: readonly Case[] = [
    ['a guest is challenged', path, {}, 401, challenge],
    ['a browser is not', path, { 'User-Agent': 'Mozilla/5.0' }, 401, null],
    ['a script in a page is not', path, { 'X-Requested-With': 'XMLHttpRequest' }, 401, null],
    ['who opted out is not', path, { 'X-ONUNAUTHORIZED': 'UNAUTHORIZED' }, 401, null],
    ['the opt-out has case', path, { 'X-ONUNAUTHORIZED': 'unauthorized' }, 401, challenge],
    ['R is', path, { 'User-Agent': 'LabKey R API' }, 401, challenge],
    ['ensureLogin challenges', '/home/security-ensureLogin.api', {}, 401, challenge],
    [
      'who is signed in is told 403',
      '/query-selectRows.api?schemaName=auditLog',
      readerCookie,
      403,
      null,
    ],
  ]
  test.each(cases)('%s', async (_, url, headers, status, header) => {
    const answer = await send(server, url, { headers })
    expect([answer.status, answer.headers.get('WWW-Authenticate')]).toEqual([status, header])
    expect(Object.keys(answer.json)).toEqual(['success', 'exception'])
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  test('a page sends guests to the login page and remembers where they wanted to go', async () => {
    const answer = await send(server, '/Lab/project-begin.view?x=1')
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      302,
      '/Lab/login-login.view?returnUrl=%2FLab%2Fproject-begin.view%3Fx%3D1',
    ])
  })

  test('guests may read where a container says so, and nowhere else', async () => {
    const query = 'query-selectRows.api?schemaName=lists&query.queryName=People'
    expect((await send(server, `/Public/${query}`)).json['rowCount']).toBe(6)
    expect((await send(server, `/Lab/${query}`)).status).toBe(401)
  })
})

describe('login', () => {
  test('takes e-mail and password from the body only', async () => {
    const server = seededServer()
    const login = { email: emailOf('reader'), password: passwords.reader }
    const json = await send(server, '/login-loginApi.api', { body: login })
    expect([json.status, json.json['success']]).toEqual([200, true])
    expect(json.json['user']).toMatchObject({
      email: login.email,
      canInsert: false,
      maxAllowedPhi: 'PHI',
    })
    const form = await send(server, '/login/Lab/loginApi.post', { form: login })
    expect(form.status).toBe(200)
    const query = new URLSearchParams(login).toString()
    const url = await send(server, `/login-loginApi.api?${query}`, { method: 'POST' })
    expect([url.status, url.json['exception']]).toEqual([
      400,
      'Invalid request. email and/or password are not allowed on the URL.',
    ])
  })

  test.each([
    [{ email: '', password: '' }, 'Please sign in using your email address and password.'],
    [{ email: emailOf('admin'), password: 'wrong' }, bad],
    [{ email: 'nobody@example.org', password: 'wrong' }, bad],
    [{ email: emailOf('gone'), password: passwords.gone }, 'Your account has been deactivated.'],
  ])('answers %o with 400', async (body, exception) => {
    const answer = await send(seededServer(), '/login-loginApi.api', { body })
    expect([answer.status, answer.json['exception']]).toEqual([400, exception])
  })

  test('gives a new session id and ends the old session, its keys included', async () => {
    const server = seededServer()
    const browser = openBrowser(server)
    browser.cookies.set('JSESSIONID', 'attacker')
    await browser.logIn('reader')
    const first = browser.cookies.get('JSESSIONID')
    const key = await browser.createKey('session')
    await browser.logIn('reader')
    expect(first).not.toBe('attacker')
    expect(browser.cookies.get('JSESSIONID')).not.toBe(first)
    const headers = { Cookie: `JSESSIONID=${first ?? ''}` }
    expect((await send(server, '/login-whoami.api', { headers })).json['id']).toBe(0)
    expect((await send(server, '/login-whoami.api', { headers: basic(key) })).status).toBe(401)
  })

  test('by the form of the page, and never goes on to another host', async () => {
    for (const returnUrl of ['//evil.test/', '/\\evil.test', 'https://evil.test/', '/a\r\nX: y']) {
      const browser = openBrowser(seededServer())
      await browser.send('/Lab/login-login.view')
      const form = { email: emailOf('reader'), password: passwords.reader, returnUrl }
      const answer = await browser.send('/Lab/login-login.view', { form })
      expect([answer.status, answer.headers.get('Location')]).toEqual([
        302,
        '/Lab/project-begin.view',
      ])
    }
  })

  test('shows the e-mail again after a mistake, escaped, and never the password', async () => {
    const browser = openBrowser(seededServer())
    await browser.send('/login-login.view')
    const form = { email: '"><script>alert(1)</script>', password: 'hunter22-hunter22' }
    const answer = await browser.send('/login-login.view', { form })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('&quot;&gt;&lt;script&gt;')
    expect(answer.text).not.toContain('hunter22')
  })

  test('an 11th session of a user ends the first, whatever API keys do', async () => {
    const server = seededServer()
    const first = openBrowser(server)
    await first.logIn('reader')
    const apiKey = await first.createKey('apikey')
    for (let count = 0; count < 15; count += 1) {
      await send(server, '/login-whoami.api', { headers: basic(apiKey) })
    }
    expect((await first.send('/login-whoami.api')).json['email']).toBe(emailOf('reader'))
    for (let count = 0; count < 10; count += 1) await openBrowser(server).logIn('reader')
    expect((await first.send('/login-whoami.api')).json['email']).toBe('guest')
  })
})

describe('lock-out', () => {
  const paused = /temporarily paused/
  const attempt = async (
    server: ReturnType<typeof seededServer>,
    name: 'admin' | 'reader',
    password: string,
  ): Promise<{ status: number; exception: string; retry: string | null }> => {
    const { status, json, headers } = await send(server, '/login-whoami.api', {
      headers: basic(password, emailOf(name)),
    })
    return { status, exception: String(json['exception']), retry: headers.get('Retry-After') }
  }

  test('pauses an account at the 21st wrong password, for it only, and for a minute', async () => {
    const server = seededServer()
    for (let count = 0; count < 20; count += 1) {
      expect((await attempt(server, 'admin', 'wrong')).exception).toBe(bad)
    }
    const locked = await attempt(server, 'admin', passwords.admin)
    expect(locked).toMatchObject({
      status: 401,
      exception: expect.stringMatching(paused) as string,
      retry: '60',
    })
    expect((await attempt(server, 'reader', passwords.reader)).status).toBe(200)
    server.clock.advance(59_000)
    expect((await attempt(server, 'admin', passwords.admin)).status).toBe(401)
    server.clock.advance(1_001)
    expect((await attempt(server, 'admin', passwords.admin)).status).toBe(200)
  })

  test('lets no more than 20 through when they come at once', async () => {
    const server = seededServer()
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => attempt(server, 'admin', 'wrong')),
    )
    expect(answers.filter(({ exception }) => exception === bad).length).toBeLessThanOrEqual(20)
  })

  test('pauses a wrong key at its 21st use, and an address at its 61st failure', async () => {
    const server = seededServer()
    const use = async (key: string): Promise<string> => {
      const answer = await send(server, '/login-whoami.api', { headers: basic(key) })
      return String(answer.json['exception'])
    }
    for (let count = 0; count < 20; count += 1) expect(await use(unknownKey)).toBe(bad)
    expect(await use(unknownKey)).toMatch(paused)
    for (let count = 0; count < 40; count += 1) expect(await use(`key ${count}`)).toBe(bad)
    expect(await use('one more')).toMatch(paused)
  })

  test('right logins count against nobody', async () => {
    const server = seededServer()
    for (let count = 0; count < 25; count += 1) {
      expect((await attempt(server, 'reader', passwords.reader)).status).toBe(200)
    }
  })
})
