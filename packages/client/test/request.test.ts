import { createClient, CredentialError, fromValue, LabKeyOptionsError } from '@wellkey/client'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { ann, rejection, sampleKey, startServer } from './recording-server.ts'

const credentials = fromValue(sampleKey)

describe('request() writes path-first URLs', () => {
  test.each([
    ['/', '/query-getSchemas.api'],
    ['', '/query-getSchemas.api'],
    ['home', '/home/query-getSchemas.api'],
    ['/Demo Study', '/Demo%20Study/query-getSchemas.api'],
    ['/Demo Study/', '/Demo%20Study/query-getSchemas.api'],
    ['/a/b', '/a/b/query-getSchemas.api'],
    ['/a?b', '/a%3Fb/query-getSchemas.api'],
    ['/a#b', '/a%23b/query-getSchemas.api'],
    ['/a;b', '/a%3Bb/query-getSchemas.api'],
    ['/a&b=c+d', '/a%26b%3Dc%2Bd/query-getSchemas.api'],
    ['/100%', '/100%25/query-getSchemas.api'],
    ['/a\u2215b', '/a%E2%88%95b/query-getSchemas.api'],
    ['/Bücher', '/B%C3%BCcher/query-getSchemas.api'],
    ['/...', '/.../query-getSchemas.api'],
    ['/@other.test:8081', '/%40other.test%3A8081/query-getSchemas.api'],
    [
      '/11111111-2222-3333-4444-555555555555',
      '/11111111-2222-3333-4444-555555555555/query-getSchemas.api',
    ],
  ])('container %j', async (container, path) => {
    const server = await startServer(() => ({ body: {} }))
    // An empty container is the caller's way to say root; an option that is empty is a mistake.
    const labkey = createClient({ baseUrl: server.url, credentials, environment: {} })
    const named = container === '' ? {} : { container }
    await labkey.request({ controller: 'query', action: 'getSchemas', ...named })
    expect(server.requests.map((request) => request.path)).toEqual([path])
  })

  test.each([
    '/..',
    '../..',
    '/home/../admin',
    '/home/./x',
    '/%2e%2e/admin',
    '/.%2E',
    '/a//b',
    '//other.test/x',
    '/a\\b',
    '/a%2fb',
    '/a%5cb',
    '/a\r\nb',
    '/a\u0000b',
    '/a%00b',
    '/\ud800',
  ])('refuses container %j without a request', async (container) => {
    const server = await startServer(() => ({ body: {} }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const error = await rejection(
      labkey.request({ controller: 'query', action: 'getSchemas', container }),
    )
    expect(error).toBeInstanceOf(LabKeyOptionsError)
    expect(server.requests).toHaveLength(0)
    expect(() => createClient({ baseUrl: server.url, container })).toThrow(LabKeyOptionsError)
  })

  test('keeps the context path of the base URL', async () => {
    const server = await startServer(() => ({ body: {} }))
    const labkey = createClient({ baseUrl: `${server.url}/lab/key/?x=1#y`, credentials })
    expect(labkey.baseUrl).toBe(`${server.url}/lab/key`)
    await labkey.request({ controller: 'query', action: 'getSchemas', container: '/home' })
    expect(server.requests[0]?.path).toBe('/lab/key/home/query-getSchemas.api')
  })
})

describe('request()', () => {
  test('sends parameters in the URL of a GET', async () => {
    const server = await startServer(() => ({ body: { ok: true } }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const params = { apiVersion: 9.3, name: 'a&b c', none: undefined, flag: false }
    await labkey.request({ controller: 'query', action: 'getSchemas', params })
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      path: '/query-getSchemas.api?apiVersion=9.3&name=a%26b+c&flag=false',
    })
  })

  test('sends a body as JSON, by POST', async () => {
    const server = await startServer(() => ({ body: { ok: true } }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    await labkey.request({ controller: 'query', action: 'insertRows', body: { rows: ['ü'] } })
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: '{"rows":["ü"]}' })
    expect(server.requests[0]?.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  test('sends a form, where a name may come twice', async () => {
    const server = await startServer(() => ({ body: { ok: true } }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const form = [
      ['a', 1],
      ['a', 'x y'],
    ] as const
    await labkey.request({ controller: 'query', action: 'selectAll', form })
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: 'a=1&a=x+y' })
  })

  test('answers with what the caller says the JSON is', async () => {
    const server = await startServer(() => ({ body: { schemas: ['lists'] } }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const options = { controller: 'query', action: 'getSchemas' } as const
    const answer = await labkey.request<{ schemas: string[] }>(options)
    expect(answer.schemas).toEqual(['lists'])
    expectTypeOf(answer).toEqualTypeOf<{ schemas: string[] }>()
    expectTypeOf(await labkey.request(options)).toEqualTypeOf<unknown>()
  })

  test('does not change the options it is given', async () => {
    const server = await startServer(() => ({ body: {} }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const options = Object.freeze({
      controller: 'query',
      action: 'x',
      form: Object.freeze({ a: 1 }),
    })
    await labkey.request(options)
    await labkey.request(options)
    expect(server.requests[0]?.headers.authorization).toBe(
      server.requests[1]?.headers.authorization,
    )
    expect(server.requests[1]?.headers.authorization).toMatch(/^Basic /)
  })

  test.each([
    ['controller', { controller: '../x', action: 'y' }],
    ['controller', { action: 'y' }],
    ['action', { controller: 'x', action: 'y.view?z' }],
    ['action', { controller: 'x', action: 1 }],
    ['method', { controller: 'x', action: 'y', method: 'TRACE' }],
    ['method', { controller: 'x', action: 'y', method: 'GET', body: {} }],
    ['body', { controller: 'x', action: 'y', form: {}, body: {} }],
    ['params', { controller: 'x', action: 'y', params: { a: {} } }],
    ['form', { controller: 'x', action: 'y', form: [['a']] }],
    ['readOnly', { controller: 'x', action: 'y', readOnly: 'yes' }],
    ['timeoutMs', { controller: 'x', action: 'y', timeoutMs: 0 }],
    ['signal', { controller: 'x', action: 'y', signal: {} }],
    ['headers', { controller: 'x', action: 'y', headers: { Authorization: 'x' } }],
  ])('names the wrong option: %s', async (name, options) => {
    const labkey = createClient({ baseUrl: 'http://127.0.0.1:1', credentials })
    const error = await rejection(labkey.request(options as never))
    expect(error).toMatchObject({ code: 'ERR_LABKEY_OPTIONS', attempts: 0 })
    expect((error as Error).message).toContain(name)
  })
})

describe('createClient()', () => {
  test('takes base URL and container from the environment', () => {
    const environment = {
      LABKEY_URL: 'https://labkey.example.org/lk/',
      LABKEY_CONTAINER: 'Study/A',
    }
    const labkey = createClient({ environment })
    expect(labkey.baseUrl).toBe('https://labkey.example.org/lk')
    expect(labkey.container).toBe('/Study/A')
  })

  test('an option wins over the environment', () => {
    const environment = { LABKEY_BASE_URL: 'https://one.example.org', LABKEY_CONTAINER: '/one' }
    const options = { baseUrl: 'https://two.example.org', container: '/two' }
    const labkey = createClient({ environment, ...options })
    expect(labkey).toMatchObject({ baseUrl: 'https://two.example.org', container: '/two' })
  })

  test('without a container means the root', () => {
    expect(createClient({ baseUrl: 'https://a.example.org', environment: {} }).container).toBe('/')
  })

  test('uses the key of the environment for the server of the environment', async () => {
    const server = await startServer(() => ({ body: ann }))
    const environment = { LABKEY_BASE_URL: server.url, LABKEY_API_KEY: sampleKey }
    const labkey = createClient({ environment })
    await labkey.security.whoAmI()
    expect((await labkey.credential())?.source.kind).toBe('environment')
  })

  test('without a base URL names the variables', () => {
    expect(() => createClient({ environment: {} })).toThrow(
      expect.objectContaining({
        code: 'ERR_LABKEY_OPTIONS',
        message: expect.stringMatching(/LABKEY_BASE_URL.*LABKEY_URL.*LABKEY_SERVER/),
      }),
    )
  })

  test.each([
    'http://labkey.example.org',
    'https://ann:secret@labkey.example.org',
    'ftp://labkey.example.org',
    'data:text/plain,x',
    'file:///etc/passwd',
    'labkey',
  ])('refuses the base URL %s', (baseUrl) => {
    expect(() => createClient({ baseUrl })).toThrow(CredentialError)
    expect(() => createClient({ baseUrl })).toThrow(
      expect.objectContaining({ code: 'ERR_CREDENTIAL_URL' }),
    )
  })

  test('lets http: pass for this machine, and elsewhere when told to', () => {
    expect(createClient({ baseUrl: 'http://localhost:8080' }).baseUrl).toBe('http://localhost:8080')
    const options = { baseUrl: 'http://labkey.example.org', allowInsecureHttp: true }
    expect(createClient(options).baseUrl).toBe('http://labkey.example.org')
  })

  test.each([
    ['timeoutMs', { timeoutMs: '5' }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
    ['credentials', { credentials: sampleKey }],
    ['container', { container: 7 }],
    ['retry', { retry: 3 }],
    ['retries', { retry: { retries: -1 } }],
    ['userAgent', { userAgent: 'a\r\nX-Evil: 1' }],
    ['apiKey', { apiKey: sampleKey }],
  ])('names the wrong option, and shows no value: %s', (name, options) => {
    const make = () =>
      createClient({ baseUrl: 'https://labkey.example.org', ...(options as object) })
    expect(make).toThrow(LabKeyOptionsError)
    expect(make).toThrow(name)
    expect(make).not.toThrow(sampleKey)
  })

  test('puts the own name of the program behind ours', async () => {
    const server = await startServer(() => ({ body: ann }))
    const labkey = createClient({ baseUrl: server.url, credentials, userAgent: 'study-sync/2.1' })
    await labkey.security.whoAmI()
    expect(server.requests[0]?.headers['user-agent']).toMatch(/^wellkey\/\S+ study-sync\/2\.1$/)
  })
})
