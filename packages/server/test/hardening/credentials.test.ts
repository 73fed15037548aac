// R4, R13, R14, R18, R19, R22, R27: whoever guesses learns nothing and is slowed down alone.
import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send, unknownKey } from '../browser.ts'
import { emailOf, passwords, seededServer } from '../seed.ts'
import { exchange, lines } from '../wire.ts'

const whoAmI = '/login-whoami.api'
const bad = 'The email address and password you entered did not match any accounts on file.'
const paused = /temporarily paused/

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

describe('R4: guessing', () => {
  const logIn = (
    server: ReturnType<typeof seededServer>,
    name: 'reader' | 'editor',
    password: string,
  ) => send(server, '/login-loginApi.api', { body: { email: emailOf(name), password } })

  test('is paused at the 21st wrong password of an account, for it alone, and over after a minute', async () => {
    const server = seededServer()
    for (let tried = 0; tried < 20; tried += 1) {
      expect((await logIn(server, 'reader', `wrong ${tried}`)).json['exception']).toBe(bad)
    }
    const next = await logIn(server, 'reader', passwords.reader)
    // LabKey's own status and words, with what a client needs to know in the header.
    expect([next.status, next.headers.get('Retry-After')]).toEqual([400, '60'])
    expect(next.json['exception']).toMatch(paused)
    expect((await logIn(server, 'editor', passwords.editor)).status).toBe(200)
    server.clock.advance(60_000)
    expect((await logIn(server, 'reader', passwords.reader)).status).toBe(200)
  })

  test('more unknown keys than are remembered take no memory', async () => {
    const server = seededServer({ settings: { maxAuditRecords: 100 } })
    const guess = (n: number): Promise<unknown> =>
      server.fetch(new Request(`http://x${whoAmI}`, { headers: { apikey: `${unknownKey}${n}` } }))
    const used = (): number => process.memoryUsage().heapUsed + process.memoryUsage().external
    for (let n = 0; n < 2000; n += 1) await guess(n)
    const before = used()
    for (let n = 0; n < 12_000; n += 1) {
      if (n % 50 === 0) server.clock.advance(60_000)
      await guess(n)
    }
    // Without a collection in between this is far from what a leak of each of them would hide.
    expect(used() - before).toBeLessThan(200 * 2 ** 20)
    expect(server.audit.length).toBeLessThan(200)
  })
})

test('R13: a stranger waits as long for the same words as somebody with an account', async () => {
  const passwordCost = { cost: 2 ** 12, blockSize: 8, parallelization: 1 }
  const server = seededServer({ settings: { passwordCost } })
  const logIn = (email: string): Promise<unknown> =>
    send(server, '/login-loginApi.api', { body: { email, password: 'wrong password' } })
  await logIn('first@example.org')
  const times = { known: [] as number[], unknown: [] as number[] }
  const texts = new Set<string>()
  for (let pair = 0; pair < 15; pair += 1) {
    times.known.push(await timed(() => logIn(emailOf('reader'))))
    times.unknown.push(await timed(() => logIn(`nobody${pair}@example.org`)))
  }
  for (const email of [emailOf('reader'), emailOf('gone'), 'nobody@example.org']) {
    const { status, text } = await send(server, '/login-loginApi.api', {
      body: { email, password: 'wrong password' },
    })
    texts.add(`${status} ${text}`)
  }
  expect(texts.size).toBe(1)
  // Without the second hash it is a factor of fifty.
  const ratio = median(times.known) / median(times.unknown)
  expect(ratio).toBeGreaterThan(0.33)
  expect(ratio).toBeLessThan(3)
})

test('R14: of 60 logins at once two are checked and 16 wait, the rest is told to come back', async () => {
  const server = seededServer()
  const statuses = await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      const body = { email: `nobody${n}@example.org`, password: 'wrong password' }
      const answer = await send(server, '/login-loginApi.api', { body })
      return [answer.status, answer.headers.get('Retry-After')].join()
    }),
  )
  const count = (what: string): number => statuses.filter((status) => status === what).length
  expect([count('400,'), count('503,2')]).toEqual([18, 42])
  // Those turned away do not count as failures of this address.
  expect((await openBrowser(server).logIn('reader')).status).toBe(200)
})

describe('R18: a header that could mean two things signs nobody in', async () => {
  const server = seededServer()
  const browser = openBrowser(server)
  await browser.logIn('reader')
  const key = await browser.createKey('apikey')
  const encoded = btoa(`apikey:${key}`)
  const refused: readonly (readonly [string, string])[] = [
    ['no blank behind Basic', `Basic${encoded}`],
    ['base64 of URLs', `Basic ${btoa('apikey:\u00ff\u00fe???').replaceAll('/', '_')}`],
    ['blanks inside', `Basic ${encoded.slice(0, 8)} ${encoded.slice(8)}`],
    ['a sign that is none', `Basic ${encoded}!`],
    ['a cut length', `Basic ${encoded.replace(/=*$/, '').slice(0, -3)}`],
    ['two of them in one', `Basic ${encoded}, Basic ${encoded}`],
    ['more than 2 KiB', `Basic ${btoa(`apikey:${'x'.repeat(2048)}`)}`],
  ]
  test.each(refused)('%s', async (_, Authorization) => {
    const answer = await send(server, whoAmI, { headers: { Authorization } })
    expect([answer.status, answer.json]).toEqual([401, { success: false, exception: bad }])
    expect(answer.headers.get('WWW-Authenticate')).toBeNull()
  })

  test('two headers are 400, and without a colon it is no header at all, as in LabKey', async () => {
    const { port, close } = await server.listen()
    const two = [`Authorization: Basic ${encoded}`, 'Authorization: Basic eDp5']
    const request = lines([`GET ${whoAmI} HTTP/1.1`, 'Host: x', ...two])
    expect(await exchange(port, request)).toMatch(/^HTTP\/1\.1 400/)
    await close()
    const headers = { Authorization: `Basic ${btoa(key)}` }
    expect((await send(server, whoAmI, { headers })).json['email']).toBe('guest')
  })
})

test('R19: a key in the URL is refused, and is in no record and no answer', async () => {
  const server = seededServer()
  const browser = openBrowser(server)
  await browser.logIn('reader')
  const key = await browser.createKey('apikey')
  const answer = await send(server, `${whoAmI}?LabKeyTransformSessionId=${key}`)
  expect(answer.status).toBe(400)
  expect(answer.text + JSON.stringify(server.audit)).not.toContain(key)
})

test('R22: unknown, expired and ended keys get the same answer in the same time', async () => {
  const server = seededServer({ settings: { apiKeyExpirationSeconds: 60 } })
  const browser = openBrowser(server)
  await browser.logIn('reader')
  const expired = await browser.createKey('apikey')
  const ended = await browser.createKey('session')
  await browser.post('/login-logoutApi.api')
  server.clock.advance(60_000)
  const keys = { unknown: unknownKey, expired, ended }
  const times = new Map<string, number[]>()
  const answers = new Set<string>()
  for (let round = 0; round < 60; round += 1) {
    if (round % 15 === 0) server.clock.advance(60_000)
    for (const [kind, key] of Object.entries(keys)) {
      const took = await timed(async () => {
        const { status, text, headers } = await send(server, whoAmI, { headers: basic(key) })
        answers.add(
          JSON.stringify([status, text, [...headers].filter(([name]) => name !== 'date')]),
        )
      })
      times.set(kind, [...(times.get(kind) ?? []), took])
    }
  }
  expect(answers.size).toBe(1)
  const medians = [...times.values()].map(median)
  expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(3)
})

test('R27: a forwarded address neither escapes the limit nor gets into a record', async () => {
  const server = seededServer()
  const guess = (n: number): Promise<{ json: Readonly<Record<string, unknown>> }> =>
    send(server, whoAmI, {
      headers: {
        ...basic(`${unknownKey}${n}`),
        'X-Forwarded-For': `10.0.0.${n}`,
        Forwarded: `for=10.0.1.${n}`,
      },
    })
  for (let n = 0; n < 60; n += 1) expect((await guess(n)).json['exception']).toBe(bad)
  expect((await guess(60)).json['exception']).toMatch(paused)
  expect(JSON.stringify(server.audit)).not.toMatch(/10\.0\.[01]\./)
})
