import https from 'node:https'

import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

import { handlers } from '@wellkey/server/msw'

import { basic, openBrowser } from './browser.ts'
import { emailOf, passwords, seededServer } from './seed.ts'

const baseUrl = 'https://labkey.example.org'
const labkey = seededServer()
const network = setupServer(...handlers(labkey, { baseUrl }))
const email = async (headers: Record<string, string>): Promise<unknown> => {
  const answer = await fetch(`${baseUrl}/login-whoami.api`, { headers })
  return ((await answer.json()) as { email?: unknown }).email
}

beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
afterEach(() => labkey.reset())
afterAll(() => network.close())

describe("handlers(server) in somebody's test", () => {
  test('a key works, by fetch and by node:https, and nobody else has its session', async () => {
    const browser = openBrowser(labkey)
    await browser.logIn('reader')
    const key = await browser.createKey('apikey')
    expect(await email(basic(key))).toBe(emailOf('reader'))
    expect(await email({})).toBe('guest')
    const text = await new Promise<string>((resolve, reject) => {
      https
        .get(`${baseUrl}/login-whoami.api`, { headers: basic(key) }, (answer) => {
          let body = ''
          answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
          answer.on('end', () => resolve(body))
        })
        .on('error', reject)
    })
    expect(text).toContain(emailOf('reader'))
  })

  test('cookies go both ways, so that a browser can sign in and make a session key', async () => {
    const body = JSON.stringify({ email: emailOf('reader'), password: passwords.reader })
    const json = { 'Content-Type': 'application/json' }
    const login = await fetch(`${baseUrl}/login-loginApi.api`, {
      method: 'POST',
      body,
      headers: json,
    })
    const cookies = login.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
    const csrf = cookies.find((line) => line.startsWith('X-LABKEY-CSRF='))?.slice(14) ?? ''
    const made = await fetch(`${baseUrl}/home/security-createApiKey.api`, {
      method: 'POST',
      body: '{"type":"session"}',
      headers: { ...json, Cookie: cookies.join('; '), 'X-LABKEY-CSRF': csrf },
    })
    const { apikey } = (await made.json()) as { apikey: string }
    expect(await email(basic(apikey))).toBe(emailOf('reader'))
    labkey.clock.advance(30 * 60_000)
    expect((await fetch(`${baseUrl}/login-whoami.api`, { headers: basic(apikey) })).status).toBe(
      401,
    )
  })

  test('faults and the journal are at hand, WebDAV too', async () => {
    labkey.faults.add({ action: 'login-whoami', drop: 'request' })
    await expect(fetch(`${baseUrl}/login-whoami.api`)).rejects.toThrow(TypeError)
    labkey.faults.add({ action: 'login-whoami', cutBody: 5 })
    const cut = await fetch(`${baseUrl}/login-whoami.api`)
    await expect(cut.text()).rejects.toThrow(TypeError)
    const as = basic(passwords.reader, emailOf('reader'))
    const listed = await fetch(`${baseUrl}/_webdav/Lab/`, {
      method: 'PROPFIND',
      headers: { ...as, Depth: '1' },
    })
    expect(listed.status).toBe(207)
    expect(labkey.journal.map(({ fault, status }) => [fault, status])).toEqual([
      ['drop', null],
      ['cutBody', 200],
      [null, 207],
    ])
  })
})

test('handlers(options) has a server of its own under the path of the base URL', async () => {
  const url = 'https://other.example.org/labkey'
  network.use(
    ...handlers(
      { users: [], containers: [{ path: '/Lab', guestRead: true }] },
      { baseUrl: `${url}/` },
    ),
  )
  const answer = await fetch(`${url}/Lab/login-whoami.api`)
  expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([
    200,
    expect.stringContaining('Path=/labkey'),
  ])
  network.resetHandlers()
})

test.each([
  ['labkey.example.org', /no http/],
  ['ftp://labkey.example.org', /no http/],
  [`${baseUrl}/labkey`, /'\/labkey' is not the context path ''/],
])('%s is refused', (wrong, words) => {
  expect(() => handlers(labkey, { baseUrl: wrong })).toThrow(words)
})
