import { afterAll, beforeEach, describe, expect, test } from 'vitest'

import type { FaultRule } from '@wellkey/server'

import { basic, openBrowser, send } from './browser.ts'
import { emailOf, passwords, seededServer } from './seed.ts'
import { lines, openWire } from './wire.ts'

const server = seededServer()
const { url, port, close } = await server.listen()
afterAll(close)
beforeEach(() => server.faults.clear())

const whoAmI = '/login-whoami.api'
const rows = '/Public/query-selectRows.api?schemaName=lists&query.queryName=People'
const request = (path: string): string => lines([`GET ${path} HTTP/1.1`, 'Host: x'])

/** One request in process and one over a socket. */
const ways: readonly (readonly [string, (path: string) => Promise<Response>])[] = [
  ['in process', (path) => server.fetch(new Request(`http://x${path}`))],
  ['over a socket', (path) => fetch(url + path)],
]

describe.each(ways)('a fault, %s,', (_, ask) => {
  test('answers with a status for as many requests as it says, and the action does not run', async () => {
    const fault = server.faults.add({
      action: 'QUERY-selectrows',
      times: 2,
      skip: 1,
      status: 503,
      message: 'busy',
      headers: { 'Retry-After': '1' },
    })
    const before = server.audit.length
    const answers: Response[] = []
    for (let asked = 0; asked < 4; asked += 1) answers.push(await ask(rows))
    expect(answers.map(({ status }) => status)).toEqual([200, 503, 503, 200])
    expect(answers[1]?.headers.get('Retry-After')).toBe('1')
    expect(await answers[1]?.json()).toEqual({ success: false, exception: 'busy' })
    expect([fault.hits, server.audit.length - before]).toEqual([2, 2])
    expect((await ask(whoAmI)).status).toBe(200)
  })

  test('drops the connection before the action or after it', async () => {
    for (const [drop, records] of [
      ['request', 0],
      ['answer', 1],
    ] as const) {
      const before = server.audit.length
      server.faults.add({ drop })
      await expect(ask(rows)).rejects.toThrow('fetch failed')
      expect(server.audit.length - before).toBe(records)
    }
    expect((await ask(rows)).status).toBe(200)
  })

  test('cuts the body after some bytes, with the length of the whole', async () => {
    const whole = await (await ask(whoAmI)).text()
    server.faults.add({ cutBody: 20 })
    const answer = await ask(whoAmI)
    expect([answer.status, answer.headers.get('Content-Length')]).toEqual([
      200,
      String(whole.length),
    ])
    const read: string[] = []
    const decoder = new TextDecoder()
    const reading = async (): Promise<void> => {
      for await (const bytes of answer.body ?? []) read.push(decoder.decode(bytes as Uint8Array))
    }
    await expect(reading()).rejects.toThrow(TypeError)
    expect(read.join('')).toBe(whole.slice(0, 20))
    server.faults.add({ cutBody: 1_000_000 })
    expect((await (await ask(whoAmI)).text()).length).toBe(whole.length)
  })

  test('answers 200 with an exception', async () => {
    server.faults.add({ exceptionUnder200: 'canceling statement' })
    const answer = await ask(rows)
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ success: false, exception: 'canceling statement' }),
    ])
  })

  test('puts blanks in front, and then even a failure is a 200', async () => {
    server.faults.add({ leadingBlanks: 3, times: 2 })
    const good = await (await ask(whoAmI)).text()
    expect(good).toMatch(/^ {3}\{/)
    const bad = await ask('/query-selectRows.api?schemaName=lists&query.queryName=People')
    expect([bad.status, await bad.json()]).toEqual([
      200,
      expect.objectContaining({ success: false }),
    ])
  })

  test('sends the body in pieces, and waits', async () => {
    server.faults.add({ slowBytes: { bytes: 50, everyMs: 5 }, delayMs: 30 })
    const began = performance.now()
    const answer = await ask(whoAmI)
    const { email } = (await answer.json()) as { email: string }
    expect(email).toBe('guest')
    expect(performance.now() - began).toBeGreaterThan(25)
  })

  test('keeps the cookies of the answer that it bends', async () => {
    server.faults.add({ leadingBlanks: 1 })
    expect((await ask(whoAmI)).headers.getSetCookie().join()).toMatch(/^X-LABKEY-CSRF=/)
  })
})

test('rules are tried in order, by method and controller too, until they are removed or spent', async () => {
  const statuses = async (): Promise<number[]> => [
    (await send(server, whoAmI)).status,
    (await send(server, whoAmI, { method: 'POST', body: {} })).status,
    (await send(server, rows)).status,
    (await send(server, '/_webdav/Public/@files')).status,
    (await send(server, '/nothing')).status,
  ]
  const plain = await statuses()
  const rules = [
    { action: 'query-*', times: Infinity, status: 500 },
    { action: 'login-*', method: 'post', times: Infinity, status: 501 },
    { action: 'webdav', times: Infinity, status: 502 },
    { times: Infinity, status: 504 },
  ].map((rule) => server.faults.add(rule))
  expect(await statuses()).toEqual([504, 501, 500, 502, 504])
  for (const rule of rules) rule.remove()
  expect(await statuses()).toEqual(plain)
  server.faults.add({ status: 500 })
  expect((await statuses())[0]).toBe(500)
  expect(await statuses()).toEqual(plain)
})

test.each<[string, FaultRule]>([
  ['several effects', { status: 500, drop: 'request' }],
  ['no effect', { times: 1 } as FaultRule],
  ['no time', { status: 500, times: 0 }],
  ['a status that is none', { status: 99 }],
  ['a length that is none', { cutBody: -1 }],
  ['pieces of nothing', { slowBytes: { bytes: 0, everyMs: 1 } }],
  ['a delay that is none', { delayMs: Number.NaN }],
])('%s is a wrong rule', (_, rule) => {
  expect(() => server.faults.add(rule)).toThrow(
    expect.objectContaining({ code: 'ERR_SERVER_OPTIONS' }),
  )
})

test('a client that goes away ends a delay', async () => {
  server.faults.add({ delayMs: 60_000 })
  const wire = await openWire(port)
  wire.write(request(whoAmI))
  await expect.poll(() => server.faults.add({ action: 'never', delayMs: 0 }).hits).toBe(0)
  wire.end()
  await expect.poll(() => server.journal.at(-1)?.fault, { timeout: 5000 }).toBe('delayMs')
  expect(server.journal.at(-1)?.status).toBeNull()
})

describe('journal', () => {
  test('tells of each request who, what and how it ended', async () => {
    const own = seededServer()
    const browser = openBrowser(own)
    await browser.logIn('reader')
    const key = await browser.createKey('apikey')
    await send(own, '//lab/query-SELECTROWS.api?schemaName=lists&query.queryName=People', {
      headers: basic(key),
    })
    await send(own, whoAmI, { headers: basic('wrong') })
    await send(own, '/Lab/_webdav/x')
    own.faults.add({ drop: 'request' })
    await expect(send(own, whoAmI)).rejects.toThrow('fetch failed')
    const shown = own.journal.map(({ at, durationMs, ...rest }) => {
      expect([Date.parse(at) > 0, durationMs >= 0]).toEqual([true, true])
      return rest
    })
    const reader = emailOf('reader')
    const entry = { fault: null, method: 'GET', container: '/', status: 200 }
    expect(shown).toEqual([
      {
        ...entry,
        sequence: 1,
        path: whoAmI,
        action: 'login-whoami',
        user: 'guest',
        keyKind: 'none',
      },
      {
        ...entry,
        sequence: 2,
        method: 'POST',
        path: '/login-loginApi.api',
        action: 'login-loginApi',
        user: 'guest',
        keyKind: 'none',
      },
      {
        ...entry,
        sequence: 3,
        method: 'POST',
        path: '/home/security-createApiKey.api',
        action: 'security-createApiKey',
        container: '/home',
        user: reader,
        keyKind: 'session',
      },
      {
        ...entry,
        sequence: 4,
        path: '//lab/query-SELECTROWS.api',
        action: 'query-selectRows',
        container: '/Lab',
        user: reader,
        keyKind: 'api-key',
      },
      {
        ...entry,
        sequence: 5,
        path: whoAmI,
        action: 'login-whoami',
        user: null,
        keyKind: null,
        status: 401,
      },
      {
        ...entry,
        sequence: 6,
        path: '/Lab/_webdav/x',
        action: null,
        container: null,
        user: 'guest',
        keyKind: 'none',
        status: 404,
      },
      {
        ...entry,
        sequence: 7,
        path: whoAmI,
        action: null,
        container: null,
        user: null,
        keyKind: null,
        status: null,
        fault: 'drop',
      },
    ])
    expect(Object.isFrozen(own.journal[0])).toBe(true)
    own.reset()
    expect([own.journal, (await send(own, whoAmI)).status]).toEqual([[], 200])
  })

  test('holds no key, password, cookie, token, value or name of a file, wherever it stood', async () => {
    const own = seededServer()
    const browser = openBrowser(own)
    await browser.logIn('editor')
    const [apiKey, sessionKey] = [
      await browser.createKey('apikey'),
      await browser.createKey('session'),
    ]
    const secrets = [
      apiKey,
      sessionKey,
      passwords.editor,
      ...browser.cookies.values(),
      'Jane Doe',
      'Jane%20Doe',
    ]
    for (const secret of secrets) {
      const part = encodeURIComponent(secret)
      await browser.send(
        `/Lab/query-selectRows.api?schemaName=lists&query.queryName=People&query.Name~eq=${part}`,
      )
      await browser.send(`/_webdav/Lab/@files/${part}.txt`, { method: 'PUT', body: secret })
      await send(own, `${whoAmI}?key=${part}`, {
        headers: { ...basic(secret), Cookie: `JSESSIONID=${part}`, 'X-LABKEY-CSRF': part },
      })
    }
    for (const key of [apiKey, sessionKey, `apikey|${'ab'.repeat(16)}`, `lks_${'a'.repeat(49)}`]) {
      await send(own, `/${key}/login-whoami.api`)
      await send(own, `/${encodeURIComponent(key)}`)
    }
    const text = JSON.stringify(own.journal)
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(text).not.toMatch(/[0-9a-f]{32}|lks_a/)
  })

  test('keeps the last of many, as many as the option says', async () => {
    const own = seededServer({ maxJournalEntries: 3 })
    for (let asked = 0; asked < 8; asked += 1) await send(own, whoAmI)
    expect(own.journal.map(({ sequence }) => sequence)).toEqual([6, 7, 8])
    const none = seededServer({ maxJournalEntries: 0 })
    await send(none, whoAmI)
    expect(none.journal).toEqual([])
    expect(() => seededServer({ maxJournalEntries: -1 })).toThrow(/maxJournalEntries/)
  })
})

test('there is no way to make a fault over the wire', async () => {
  for (const path of ['/__chaos', '/__admin', '/_faults', '/__reset']) {
    expect((await send(server, path, { body: { status: 500 } })).status).toBe(404)
  }
})
