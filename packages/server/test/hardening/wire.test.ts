// R8, R9, R12, R16, R17, R31: what comes over the wire before anybody knows who sent it.
import { afterAll, describe, expect, test } from 'vitest'

import { basic, openBrowser, send } from '../browser.ts'
import { emailOf, passwords, seededServer } from '../seed.ts'
import { exchange, lines, openWire } from '../wire.ts'

const server = seededServer()
const { port, close } = await server.listen()
afterAll(close)

const whoAmI = '/login-whoami.api'
const head = `POST ${whoAmI} HTTP/1.1\r\nHost: x\r\n`
const smuggled = `GET ${whoAmI} HTTP/1.1\r\nHost: x\r\n\r\n`

describe('R8: a request that could be read in two ways is answered 400, and nothing behind it runs', () => {
  const bad: readonly (readonly [string, string])[] = [
    [
      'length and coding',
      `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['two different lengths', `${head}Content-Length: 0\r\nContent-Length: 5\r\n\r\n`],
    ['the same length twice', `${head}Content-Length: 0\r\nContent-Length: 0\r\n\r\n`],
    ['a list of lengths', `${head}Content-Length: 0, 0\r\n\r\n`],
    ['a length with a sign', `${head}Content-Length: +0\r\n\r\n`],
    ['chunked, identity', `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['identity, chunked', `${head}Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n`],
    [
      'chunked twice',
      `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a blank before the colon', `${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ['xchunked', `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['lines that end with LF only', `POST ${whoAmI} HTTP/1.1\nHost: x\n\n`],
    ['a bare CR in a value', `${head}A: b\rC: d\r\n\r\n`],
    ['a folded line', `${head}A: b\r\n c\r\n\r\n`],
    ['no host', `POST ${whoAmI} HTTP/1.1\r\nContent-Length: 0\r\n\r\n`],
    ['a blank in a name', `${head}A B: c\r\n\r\n`],
    ['a NUL in a value', `${head}A: b\0c\r\n\r\n`],
    ['two hosts', `${head}Host: y\r\n\r\n`],
    ['two credentials', `${head}Authorization: Basic eDp5\r\nAuthorization: Basic eDp6\r\n\r\n`],
    ['two types', `${head}Content-Type: text/plain\r\nContent-Type: application/json\r\n\r\n`],
  ]
  test.each(bad)('%s', async (_, request) => {
    const answer = await exchange(port, request + smuggled)
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
    expect(answer).toMatch(/connection: close/i)
  })

  test('a chunk that ends with LF only is never taken for a body', async () => {
    const body = '{"email":"x","password":"y"}'
    const answer = await exchange(
      port,
      `POST /login-loginApi.api HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
        `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\n0\r\n\r\n${smuggled}`,
    )
    expect(answer).not.toContain('HTTP/1.1 200')
  })
})

describe('R9: a path means one thing or nothing', () => {
  test.each([
    ['//evil/login-whoami.api', 404],
    ['http://evil/login-whoami.api', 400],
    ['https://evil@127.0.0.1/login-whoami.api', 400],
    ['/a/%2e%2e/login-whoami.api', 400],
    ['/a/..%2flogin-whoami.api', 400],
    ['/a/%252e%252e/login-whoami.api', 404],
    ['/a\\..\\login-whoami.api', 400],
    ['/%00/login-whoami.api', 400],
    ['/%zz/login-whoami.api', 400],
    ['/Lab;x=1/login-whoami.api', 404],
    ['/Lab;x=1/../login-whoami.api', 400],
    ['/./login-whoami.api', 400],
    ['login-whoami.api', 400],
    ['*', 400],
  ])('%s is answered %i', async (target, status) => {
    const answer = await exchange(
      port,
      lines([`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close']),
    )
    expect(Number(answer.split(' ')[1])).toBe(status)
    expect(answer).not.toContain('"email"')
  })
})

describe('R12: no name reaches a prototype', () => {
  const polluted = ['__proto__', 'constructor', 'prototype']
  test.each([
    ...polluted.map((name) => `{"${name}":{"isAdmin":true}}`),
    '{"rows":[{"constructor":{"prototype":{"isAdmin":true}}}]}',
    '{"\\u005f_proto__":{"isAdmin":true}}',
  ])('in the body %s', async (body) => {
    // A body is read only of who may come in.
    const headers = basic(passwords.editor, emailOf('editor'))
    for (const path of ['/login-loginApi.api', '/Lab/query-insertRows.api']) {
      expect((await send(server, path, { body, headers })).status).toBe(400)
    }
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
  })

  test.each(['?__proto__[x]=1', '?constructor.prototype.x=1', '?prototype=1'])(
    'in the query %s',
    async (query) => {
      expect((await send(server, whoAmI + query)).status).toBe(400)
    },
  )

  test('in a cookie, a container or an action', async () => {
    const Cookie = 'constructor=x; __proto__=y; JSESSIONID=constructor; X-LABKEY-CSRF=__proto__'
    expect((await send(server, whoAmI, { headers: { Cookie } })).json['email']).toBe('guest')
    for (const path of [
      '/__proto__/login-whoami.api',
      '/constructor-__proto__.api',
      '/_assets/__proto__',
    ]) {
      expect((await send(server, path)).status).toBe(404)
    }
  })
})

describe('R17: sizes', () => {
  const login = ['POST /login-loginApi.api HTTP/1.1', 'Host: x', 'Content-Type: application/json']

  test('a body of 1 MiB and a byte is 413, told by its length before it is read, or when it comes', async () => {
    const wire = await openWire(port)
    const early = await wire.ask(`${login.join('\r\n')}\r\nContent-Length: 1048577\r\n\r\n`)
    expect([early.status, early.header('Connection')]).toEqual([413, ['close']])
    wire.end()
    const chunk = `100000\r\n${' '.repeat(0x10_00_00)}\r\n1\r\n \r\n0\r\n\r\n`
    const late = await exchange(
      port,
      `${login.join('\r\n')}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
    )
    expect(late.split(' ')[1]).toBe('413')
  })

  test('100,000 brackets are 400, and so are 10,001 parameters', async () => {
    const deep = await send(server, '/login-loginApi.api', { body: `{"a":${'['.repeat(100_000)}` })
    expect(deep.status).toBe(400)
    const browser = openBrowser(server)
    await browser.logIn('reader')
    const nested = async (levels: number): Promise<number> => {
      const body = '{"a":'.repeat(levels) + '1' + '}'.repeat(levels)
      return (await browser.send('/Lab/query-getData.api', { body })).status
    }
    // 500: an object that is understood, and asks for nothing.
    expect([await nested(32), await nested(33)]).toEqual([500, 400])
    const many = 'a=1&'.repeat(10_001)
    const body = many.slice(0, -1)
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await send(server, '/login-loginApi.api', { body, headers })).status).toBe(400)
  })

  test.each([
    ['65 headers', [...Array(63).keys()].map((n) => `A${n}: b`), 431],
    ['64 headers', [...Array(62).keys()].map((n) => `A${n}: b`), 200],
    ['1500 short headers', [...Array(1500).keys()].map(() => 'a:b'), 431],
    ['17 KiB of headers', [`A: ${'b'.repeat(17 * 1024)}`], 431],
  ])('%s', async (_, more, status) => {
    const request = lines([`GET ${whoAmI} HTTP/1.1`, 'Host: x', 'Connection: close', ...more])
    expect(Number((await exchange(port, request)).split(' ')[1])).toBe(status)
  })

  test('a URL of more than 8 KiB is 414', async () => {
    const request = lines([`GET ${whoAmI}?${'a'.repeat(8192)} HTTP/1.1`, 'Host: x'])
    expect((await exchange(port, request)).split(' ')[1]).toBe('414')
  })
})

describe('R31: methods', () => {
  test('TRACE is 405 and echoes nothing, CONNECT gets no tunnel, and nobody knows BREW', async () => {
    const secret = 'Authorization: Basic c2VjcmV0OnNlY3JldA=='
    const traced = await exchange(port, lines([`TRACE ${whoAmI} HTTP/1.1`, 'Host: x', secret]))
    expect(traced.split(' ')[1]).toBe('405')
    expect(traced).not.toContain('c2VjcmV0')
    expect(await exchange(port, lines(['CONNECT evil:443 HTTP/1.1', 'Host: evil']))).toBe('')
    expect(await exchange(port, lines([`BREW ${whoAmI} HTTP/1.1`, 'Host: x']))).toMatch(
      /^HTTP\/1\.1 400/,
    )
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      expect((await send(server, whoAmI, { method })).status).toBe(405)
    }
  })
})

test('R16: 300 connections that send nothing more do not keep others waiting', async () => {
  const slow = await Promise.all(Array.from({ length: 300 }, () => openWire(port)))
  for (const wire of slow) wire.write(`GET ${whoAmI} HTTP/1.1\r\nHost: x\r\nA: `)
  const began = performance.now()
  const wire = await openWire(port)
  for (let asked = 0; asked < 20; asked += 1) {
    expect((await wire.ask(lines([`GET ${whoAmI} HTTP/1.1`, 'Host: x']))).status).toBe(200)
  }
  // Each would have to wait for a time limit otherwise.
  expect(performance.now() - began).toBeLessThan(8000)
  for (const one of [wire, ...slow]) one.end()
})
