import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send } from './browser.ts'
import type { Browser } from './browser.ts'
import { emailOf, seededServer } from './seed.ts'

const minute = 60_000
const hour = 60 * minute

async function who(server: ReturnType<typeof seededServer>, key: string): Promise<unknown> {
  const answer = await send(server, '/login-whoami.api', { headers: basic(key) })
  return answer.status === 200 ? answer.json['email'] : answer.status
}

async function signedIn(server: ReturnType<typeof seededServer>): Promise<Browser> {
  const browser = openBrowser(server)
  await browser.logIn('reader')
  return browser
}

describe('a session key', () => {
  test('acts as the person, several of a session at once', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    const keys = [await browser.createKey('session'), await browser.createKey('session')]
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(keys[0]).not.toBe(keys[1])
    for (const key of keys) expect(await who(server, key)).toBe(emailOf('reader'))
  })

  test.each([
    ['/login-logoutApi.api', 200],
    ['/login-logout.view', 302],
    ['/Lab/login-logout.api', 302],
  ])('dies when its person signs out at %s, and stays dead', async (path, status) => {
    const server = seededServer()
    const browser = await signedIn(server)
    const key = await browser.createKey('session')
    expect((await browser.post(path)).status).toBe(status)
    expect(await who(server, key)).toBe(401)
    expect(browser.cookies.has('JSESSIONID')).toBe(false)
    await browser.logIn('reader')
    expect(await who(server, key)).toBe(401)
  })

  test('can sign the browser out', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    const key = await browser.createKey('session')
    const csrf = browser.cookies.get('X-LABKEY-CSRF') ?? ''
    const headers = { ...basic(key), Cookie: `X-LABKEY-CSRF=${csrf}`, 'X-LABKEY-CSRF': csrf }
    expect((await send(server, '/login-logoutApi.api', { body: {}, headers })).status).toBe(200)
    expect((await browser.send('/login-whoami.api')).json['email']).toBe('guest')
  })

  test('dies at the idle timeout, to the millisecond, and its own use does not put that off', async () => {
    const time = { now: () => 0, monotonic: () => 0 }
    const server = seededServer({ clock: time })
    const browser = await signedIn(server)
    const key = await browser.createKey('session')
    server.clock.advance(30 * minute - 1)
    expect(await who(server, key)).toBe(emailOf('reader'))
    server.clock.advance(1)
    expect(await who(server, key)).toBe(401)
    expect((await browser.send('/login-whoami.api')).json['email']).toBe('guest')
  })

  test('lives on while the browser is used, up to the absolute timeout', async () => {
    const server = seededServer({ clock: { now: () => 0, monotonic: () => 0 } })
    const browser = await signedIn(server)
    const key = await browser.createKey('session')
    for (let used = 0; used < 12 * hour - 29 * minute; used += 29 * minute) {
      server.clock.advance(29 * minute)
      await browser.send('/login-whoami.api')
    }
    expect(await who(server, key)).toBe(emailOf('reader'))
    server.clock.advance(29 * minute)
    expect(await who(server, key)).toBe(401)
  })

  test('does not care about the wall clock', async () => {
    let wall = Date.now()
    const server = seededServer({ clock: { now: () => wall, monotonic: () => 0 } })
    const key = await (await signedIn(server)).createKey('session')
    for (const step of [hour, -hour, 24 * hour]) {
      wall += step
      expect(await who(server, key)).toBe(emailOf('reader'))
    }
  })

  test('a session has at most 50', async () => {
    const browser = await signedIn(seededServer())
    for (let count = 0; count < 50; count += 1) await browser.createKey('session')
    const answer = await browser.post('/home/security-createApiKey.api', { type: 'session' })
    expect(answer.status).toBe(400)
  })

  test('none is used after the sign-out that a hundred requests race with', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    const key = await browser.createKey('session')
    const racing = Array.from({ length: 100 }, () => who(server, key))
    await browser.post('/login-logoutApi.api')
    expect(await who(server, key)).toBe(401)
    await Promise.all(racing)
  })
})

describe('an API key', () => {
  test('lives across sign-out and long idleness', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    const key = await browser.createKey('apikey')
    await browser.post('/login-logoutApi.api')
    server.clock.advance(24 * 365 * hour)
    expect(await who(server, key)).toBe(emailOf('reader'))
  })

  test('expires at the moment the settings say', async () => {
    const server = seededServer({
      clock: { now: () => 0, monotonic: () => 0 },
      settings: { apiKeyExpirationSeconds: 600 },
    })
    const key = await (await signedIn(server)).createKey('apikey')
    server.clock.advance(600_000 - 1)
    expect(await who(server, key)).toBe(emailOf('reader'))
    server.clock.advance(1)
    expect(await who(server, key)).toBe(401)
  })
})

describe('security-createApiKey', () => {
  test.each([
    [{ allowApiKeys: false }, { type: 'apikey' }, 404, 'Creation of API keys is disabled'],
    [{ allowSessionKeys: false }, { type: 'session' }, 404, 'Creation of session keys is disabled'],
    [{}, { type: 'other' }, 404, 'Invalid type specified'],
    [{}, {}, 500, /./],
  ])('with %o answers %o with %i', async (settings, body, status, exception) => {
    const browser = await signedIn(seededServer({ settings }))
    const answer = await browser.post('/home/security-createApiKey.api', body)
    expect(answer.status).toBe(status)
    expect(answer.json['exception']).toMatch(exception)
    expect(answer.json['success']).toBe(false)
  })

  test('is off for both kinds by default', async () => {
    const { createServer } = await import('@wellkey/server')
    const server = createServer({
      users: [{ email: 'a@example.org', password: 'long enough', role: 'reader' }],
      settings: { passwordCost: { cost: 16, blockSize: 1, parallelization: 1 } },
    })
    const browser = openBrowser(server)
    await browser.post('/login-loginApi.api', { email: 'a@example.org', password: 'long enough' })
    for (const type of ['apikey', 'session']) {
      expect((await browser.post('/home/security-createApiKey.api', { type })).status).toBe(404)
    }
  })

  test('refuses guests', async () => {
    const answer = await openBrowser(seededServer()).post('/home/security-createApiKey.api', {
      type: 'apikey',
    })
    expect(answer.status).toBe(401)
  })

  test('the page shows the key once, with the words, and works without script', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    const page = '/Lab/security-externalToolsView.view'
    expect((await browser.send(page)).text).toContain('Generate Session Key')
    const made = await browser.send(page, { form: { type: 'session' } })
    const key = /value="([0-9a-f]{64})"\s+spellcheck/.exec(made.text)?.[1] ?? ''
    expect(made.text).toContain('This key will not be shown again')
    expect(made.headers.get('Cache-Control')).toBe('no-store')
    expect(await who(server, key)).toBe(emailOf('reader'))
    expect((await browser.send(page)).text).not.toContain(key)
  })
})

describe('reset()', () => {
  test('ends every session and key, empties the audit and returns to the real time', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    const key = await browser.createKey('apikey')
    const before = server.clock.now()
    server.clock.advance(hour)
    server.reset()
    expect(server.audit).toEqual([])
    expect(server.clock.now() - before).toBeLessThan(hour)
    expect(await who(server, key)).toBe(401)
    expect((await browser.send('/login-whoami.api')).json['email']).toBe('guest')
    expect((await browser.logIn('reader')).status).toBe(200)
  })
})

test('clock.advance() refuses to go back', () => {
  const server = seededServer()
  expect(() => server.clock.advance(-1)).toThrow(RangeError)
  expect(() => server.clock.advance(Number.NaN)).toThrow(RangeError)
})

test('a guest is given no session', async () => {
  const answer = await send(seededServer(), '/login-whoami.api')
  expect(answer.headers.getSetCookie().join()).not.toContain('JSESSIONID')
})
