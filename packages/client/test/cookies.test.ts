import { inspect } from 'node:util'
import { createClient, fromValue } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { createCookies } from '../src/cookies.ts'
import { ann, sampleKey, startServer } from './recording-server.ts'

const credentials = fromValue(sampleKey)
const tokenIn = (cookie: string | undefined) => /X-LABKEY-CSRF=([^;]*)/.exec(cookie ?? '')?.[1]

describe('the CSRF token', () => {
  test('goes as cookie and header with everything but GET, one token a client', async () => {
    const server = await startServer(() => ({ body: {} }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const) {
      await labkey.request({ controller: 'x', action: 'y', method })
    }
    const headers = server.requests.map((request) => request.headers['x-labkey-csrf'])
    const token = headers[0]
    expect(token).toMatch(/^[0-9a-f]{64}$/)
    expect(headers).toEqual([token, token, token, token, undefined])
    for (const request of server.requests) expect(tokenIn(request.headers.cookie)).toBe(token)
  })

  test('is another one for every client', async () => {
    const server = await startServer(() => ({ body: {} }))
    for (const baseUrl of [server.url, server.url]) {
      await createClient({ baseUrl, credentials }).request({
        controller: 'x',
        action: 'y',
        form: {},
      })
    }
    const [one, two] = server.requests.map((request) => request.headers['x-labkey-csrf'])
    expect(one).not.toBe(two)
  })

  test.each(['c'.repeat(64), 'd'.repeat(32)])('of the server is adopted: %s', async (token) => {
    const server = await startServer((_request, count) => ({
      body: ann,
      headers: count === 1 ? { 'set-cookie': `X-LABKEY-CSRF=${token}; Path=/` } : {},
    }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    await labkey.security.whoAmI()
    await labkey.request({ controller: 'x', action: 'y', form: {} })
    expect(server.requests[1]?.headers['x-labkey-csrf']).toBe(token)
    expect(tokenIn(server.requests[1]?.headers.cookie)).toBe(token)
  })

  test.each(['short', 'C'.repeat(64), ''])('of another form is not adopted: %j', async (token) => {
    const server = await startServer(() => ({
      body: ann,
      headers: { 'set-cookie': `X-LABKEY-CSRF=${token}; Path=/` },
    }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    await labkey.security.whoAmI()
    await labkey.request({ controller: 'x', action: 'y', form: {} })
    expect(server.requests[1]?.headers['x-labkey-csrf']).toMatch(/^[0-9a-f]{64}$/)
    expect(server.requests[1]?.headers['x-labkey-csrf']).not.toBe(token)
  })
})

describe('cookies', () => {
  test('come back to the server, and nobody else sees them', async () => {
    const server = await startServer(() => ({
      body: ann,
      headers: {
        'set-cookie': ['JSESSIONID=cookie-of-the-session; Path=/; HttpOnly', 'a=b; Path=/'],
      },
    }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const user = await labkey.security.whoAmI()
    const raw = await labkey.request({ controller: 'x', action: 'y' })
    expect(server.requests[1]?.headers.cookie).toMatch(/JSESSIONID=cookie-of-the-session; a=b$/)
    const seen = inspect([labkey, user, raw], { depth: 20, showHidden: true })
    expect(seen).not.toContain('cookie-of-the-session')
    const other = createClient({ baseUrl: server.url, credentials })
    await other.security.whoAmI()
    expect(server.requests[2]?.headers.cookie).not.toContain('JSESSIONID')
  })

  test.each([
    ['kept: of the context path', 'a=1; Path=/labkey', true],
    ['kept: of the root', 'a=1; Path=/', true],
    ['kept: with a slash at the end', 'a=1; Path=/labkey/', true],
    ['kept: of the parent domain', 'a=1; Path=/; Domain=example.org', true],
    ['kept: Secure, over https', 'a=1; Path=/; Secure', true],
    ['kept: for a while', 'a=1; Path=/; Max-Age=60', true],
    ['dropped: of another path', 'a=1; Path=/other', false],
    ['dropped: of a path that only begins alike', 'a=1; Path=/lab', false],
    ['dropped: of a part of the context', 'a=1; Path=/labkey/home', false],
    ['dropped: of another domain', 'a=1; Path=/; Domain=example.com', false],
    ['dropped: of a domain that only ends alike', 'a=1; Path=/; Domain=key.example.org', false],
    ['dropped: over before it begins', 'a=1; Path=/; Max-Age=0', false],
    ['dropped: expired', 'a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT', false],
    ['dropped: a value that would end the header', 'a=1 b; Path=/', false],
    ['dropped: 5 KB of it', `a=${'x'.repeat(5000)}; Path=/`, false],
  ])('are %s', async (_name, setCookie, kept) => {
    const base = new URL('https://labkey.example.org/labkey/')
    const cookies = createCookies(base, '0'.repeat(64), () => Date.parse('2024-11-23'))
    await cookies.store([setCookie])
    expect(cookies.headerFor('/labkey/home/x.api')?.includes('a=1')).toBe(kept)
  })

  test('that are Secure are dropped over http', async () => {
    const cookies = createCookies(new URL('http://localhost/'), '0'.repeat(64), () => 0)
    await cookies.store(['a=1; Secure; Path=/'])
    expect(cookies.headerFor('/')).not.toContain('a=1')
  })

  test('of the context path do not go to other paths', async () => {
    const cookies = createCookies(new URL('https://a.test/labkey/'), '0'.repeat(64), () => 0)
    await cookies.store(['a=1; Path=/labkey', 'b=1; Path=/'])
    expect(cookies.headerFor('/other')).toBe('b=1')
    expect(cookies.headerFor('/labkey/home/x.api')).toContain('a=1')
    // Nor when the header of the context path has been asked for.
    expect(cookies.headerFor('/other')).toBe('b=1')
  })

  test('end when they expire, and go when the server takes them back', async () => {
    let now = 0
    const cookies = createCookies(new URL('https://a.test/'), '0'.repeat(64), () => now)
    await cookies.store(['a=1; Path=/; Max-Age=10', 'b=1; Path=/'])
    now = 11_000
    expect(cookies.headerFor('/')).not.toContain('a=1')
    await cookies.store(['b=; Path=/; Max-Age=0'])
    expect(cookies.headerFor('/')).not.toContain('b=1')
  })

  test('are no more than fifty', async () => {
    const cookies = createCookies(new URL('https://a.test/'), '0'.repeat(64), () => 0)
    await cookies.store(Array.from({ length: 500 }, (_, index) => `c${index}=1; Path=/`))
    expect(cookies.values().length).toBe(50)
  })
})
