import { gzipSync } from 'node:zlib'
import {
  createClient,
  fromValue,
  LabKeyDecodeError,
  LabKeyNotFoundError,
  LabKeyPermissionError,
  LabKeyQueryError,
  LabKeyServerError,
  type LabKeyError,
} from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import {
  onePatient,
  rejection,
  sampleKey,
  startServer,
  stillClock,
  type Reply,
} from './recording-server.ts'

const credentials = fromValue(sampleKey)
const lists = { schemaName: 'lists', queryName: 'Patients' }
const failed = { success: false, exception: 'It did not work', exceptionClass: 'java.lang.Oops' }

async function errorOf(reply: Reply, request?: { controller: string; action: string }) {
  const server = await startServer(() => reply)
  const { timing } = stillClock()
  const labkey = createClient({
    baseUrl: server.url,
    container: '/Demo Study',
    credentials,
    timing,
    retry: false,
  })
  const call = request === undefined ? labkey.query.selectRows(lists) : labkey.request(request)
  const error = (await rejection(call)) as LabKeyError
  return { error, message: error.message.replaceAll(server.url, 'http://SERVER') }
}

describe('an answer has failed', () => {
  test.each([
    ['200 with an exception', { body: failed }, LabKeyQueryError, 'ERR_LABKEY_QUERY'],
    [
      '200 with an exception and no success',
      { body: { exception: 'x' } },
      LabKeyQueryError,
      'ERR_LABKEY_QUERY',
    ],
    [
      '200 with an exception behind rows',
      { body: ` \n  ${JSON.stringify({ ...onePatient, ...failed })}` },
      LabKeyQueryError,
      'ERR_LABKEY_QUERY',
    ],
    ['200 with success: false', { body: { success: false } }, LabKeyQueryError, 'ERR_LABKEY_QUERY'],
    ['400', { status: 400, body: failed }, LabKeyQueryError, 'ERR_LABKEY_QUERY'],
    ['500 with an exception', { status: 500, body: failed }, LabKeyQueryError, 'ERR_LABKEY_QUERY'],
    ['500 with a page', { status: 500, body: '<html>' }, LabKeyServerError, 'ERR_LABKEY_SERVER'],
    ['502 with a page', { status: 502, body: '<html>' }, LabKeyServerError, 'ERR_LABKEY_SERVER'],
    ['405', { status: 405, body: failed }, LabKeyServerError, 'ERR_LABKEY_SERVER'],
    ['403', { status: 403, body: failed }, LabKeyPermissionError, 'ERR_LABKEY_FORBIDDEN'],
    ['404', { status: 404, body: failed }, LabKeyNotFoundError, 'ERR_LABKEY_NOT_FOUND'],
    [
      '404 with a page',
      { status: 404, body: '<html>' },
      LabKeyNotFoundError,
      'ERR_LABKEY_NOT_FOUND',
    ],
    ['400 with nothing', { status: 400 }, LabKeyServerError, 'ERR_LABKEY_SERVER'],
  ] as const)('when it is %s', async (_name, reply, kind, code) => {
    const { error } = await errorOf(reply)
    expect(error).toBeInstanceOf(kind)
    expect(error).toMatchObject({
      name: kind.name,
      code,
      status: 'status' in reply ? reply.status : 200,
      method: 'POST',
      action: 'query-selectRows',
      attempts: 1,
    })
    expect(error.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/Demo%20Study\/query-selectRows\.api$/)
  })

  test('with an exception of another controller is a failure of the server', async () => {
    const { error } = await errorOf({ body: failed }, { controller: 'core', action: 'x' })
    expect(error).toMatchObject({ code: 'ERR_LABKEY_SERVER', status: 200 })
  })

  test('carries what LabKey said, and its class', async () => {
    const { error } = await errorOf({ status: 500, body: failed })
    expect(error.serverMessage).toBe('It did not work')
    expect(error.exceptionClass).toBe('java.lang.Oops')
    expect(error.stack).toMatch(/^LabKeyQueryError: /)
    expect(Object.isFrozen(error)).toBe(true)
  })

  test('a 404 names what was asked for', async () => {
    const exception = `The specified query 'Patients' does not exist in schema 'lists'`
    const { message } = await errorOf({ status: 404, body: { success: false, exception } })
    expect(message).toMatchInlineSnapshot(`
      "LabKey at http://SERVER has no such thing (404)
        asked  query lists.Patients in /Demo Study
        said   "The specified query 'Patients' does not exist in schema 'lists'"
        next   check the container path and the names; what you may not see counts as missing"
    `)
  })

  test('a 403 passes the words of LabKey on', async () => {
    const exception = 'You must agree to the terms of use and declare your activity'
    const { message } = await errorOf({ status: 403, body: { success: false, exception } })
    expect(message).toMatchInlineSnapshot(`
      "LabKey at http://SERVER does not allow this (403)
        asked  query lists.Patients in /Demo Study
        said   "You must agree to the terms of use and declare your activity"
        next   ask an administrator of the container for the permission, or check its terms"
    `)
  })

  test('long words are cut at 500 characters, controls become blanks', async () => {
    const exception = `a\r\nb\u001b[31mc\u202ed${'x'.repeat(1000)}`
    const { error } = await errorOf({ status: 400, body: { success: false, exception } })
    expect(error.serverMessage).toHaveLength(500)
    expect(error.serverMessage).toMatch(/^a b \[31mc dx+…$/)
  })
})

describe('an answer is not understood', () => {
  test.each([
    [
      'a page, as of a login',
      { body: '<!DOCTYPE html><html>Sign in</html>', headers: { 'content-type': 'text/html' } },
    ],
    ['text', { body: 'hello' }],
    ['half of JSON', { body: '{"rows":[' }],
    ['nothing', { body: '' }],
    ['rows that are no rows', { body: { rows: [1] } }],
    ['no rows', { body: { ok: true } }],
    ['an array', { body: [] }],
    [
      'malformed gzip',
      { body: Buffer.from('no gzip at all'), headers: { 'content-encoding': 'gzip' } },
    ],
  ])('when it is %s', async (_name, reply) => {
    const { error } = await errorOf(reply)
    expect(error).toBeInstanceOf(LabKeyDecodeError)
    expect(error.code).toBe('ERR_LABKEY_DECODE')
    expect(error.message).not.toContain('Sign in')
  })

  test('and a page is explained', async () => {
    const { message } = await errorOf({ body: '<html>' })
    expect(message).toMatchInlineSnapshot(`
      "http://SERVER answered with a page (HTML), probably for a person to sign in or to agree to something
        asked  query lists.Patients in /Demo Study
        next   open http://SERVER in a browser; check the base URL and its context path"
    `)
  })

  test.each([
    ['a page', ' \n <html>', 'a page (HTML)'],
    ['nothing', ' \n ', 'nothing at all'],
    ['text', ' hello', 'not JSON'],
  ])('and blanks in front of %s do not hide what it is', async (_name, body, words) => {
    expect((await errorOf({ body })).message).toContain(words)
  })

  test('when it unpacks to more than maxResponseBytes', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20))
    const server = await startServer(() => ({
      body: bomb,
      headers: { 'content-encoding': 'gzip' },
    }))
    const maxResponseBytes = 1024 * 1024
    const labkey = createClient({ baseUrl: server.url, credentials, maxResponseBytes })
    const before = process.memoryUsage().rss
    const error = (await rejection(labkey.query.selectRows(lists))) as LabKeyError
    expect(error.code).toBe('ERR_LABKEY_DECODE')
    expect(error.message).toContain('maxResponseBytes')
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })
})

describe('an answer is fine', () => {
  test('with blanks in front, as of a slow query', async () => {
    const server = await startServer(() => ({ body: `  \n ${JSON.stringify(onePatient)}` }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect((await labkey.query.selectRows(lists)).rowCount).toBe(1)
  })

  test('packed with gzip', async () => {
    const server = await startServer(() => ({
      body: gzipSync(JSON.stringify(onePatient)),
      headers: { 'content-encoding': 'gzip' },
    }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect((await labkey.query.selectRows(lists)).rowCount).toBe(1)
  })

  test('with status 204 and nothing in it', async () => {
    const server = await startServer(() => ({ status: 204 }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect(await labkey.request({ controller: 'x', action: 'y', form: {} })).toBeUndefined()
  })
})

describe('__proto__ in an answer', () => {
  test.each([
    ['plain', '"__proto__"'],
    ['with an escape', String.raw`"\u005f_pro\u0074o__"`],
    ['with another escape', String.raw`"__p\u0072oto__"`],
  ])('reaches nobody: %s', async (_name, key) => {
    const body = `{"rows":[{"a":1,${key}:{"polluted":1},"n":{${key}:{"polluted":1}}}],${key}:{"polluted":1},"schemaName":"lists","queryName":"q"}`
    const server = await startServer(() => ({ body }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const raw = await labkey.request<Record<string, unknown>>({ controller: 'x', action: 'y' })
    const { rows } = await labkey.query.selectRows<{ a: number; n: object }>(lists)
    const [row] = rows
    for (const value of [raw, row, row?.n]) {
      const merged = Object.assign({}, value)
      expect(Reflect.get(merged, 'polluted')).toBeUndefined()
      expect(Object.getOwnPropertyNames(value)).not.toContain('__proto__')
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(row).toEqual({ a: 1, n: {} })
  })
})

describe('maxResponseBytes', () => {
  test.each([
    ['plain, without an end', undefined],
    ['packed', 'gzip'],
  ])('ends an answer that is larger: %s', async (_name, encoding) => {
    const server = await startServer((_request, _count, response) => {
      if (encoding !== undefined) {
        return { body: gzipSync('x'.repeat(1_000_000)), headers: { 'content-encoding': encoding } }
      }
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1)
      response.on('close', () => clearInterval(timer))
      return undefined
    })
    const options = { baseUrl: server.url, credentials, maxResponseBytes: 100_000, timeoutMs: 5000 }
    const error = (await rejection(createClient(options).query.selectRows(lists))) as LabKeyError
    expect(error.code).toBe('ERR_LABKEY_DECODE')
    expect(error.message).toContain('is larger than maxResponseBytes')
  })
})
