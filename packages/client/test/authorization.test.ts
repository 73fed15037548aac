import { createClient, fromValue, type CredentialProvider } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { createCookies } from '../src/cookies.ts'
import { identityHeaders } from '../src/identity-headers.ts'
import { ann, onePatient, rejection, sampleKey, startServer } from './recording-server.ts'

const basic = (login: string, secret: string) =>
  `Basic ${Buffer.from(`${login}:${secret}`, 'utf8').toString('base64')}`

describe('the credential on the wire', () => {
  test('Basic goes with the first and every request, and there is never an apikey header', async () => {
    const server = await startServer((request) => ({
      body: request.path.includes('whoami') ? ann : onePatient,
    }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    await labkey.security.whoAmI()
    await labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patients' })
    await labkey.request({ controller: 'query', action: 'insertRows', body: { rows: [] } })
    await labkey.request({ controller: 'query', action: 'getSchemas', params: { apiVersion: 9.3 } })
    expect(server.requests).toHaveLength(4)
    for (const { headers } of server.requests) {
      expect(headers.authorization).toBe(basic('apikey', sampleKey))
      expect(headers).not.toHaveProperty('apikey')
      expect(headers).not.toHaveProperty('referer')
      expect(headers['user-agent']).toMatch(/^wellkey\/\d+\.\d+\.\d+$/)
    }
  })

  test('the key is in no URL and no body', async () => {
    const server = await startServer(() => ({ body: onePatient }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    await labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patients' })
    const [request] = server.requests
    expect(request?.path).toBe('/query-selectRows.api')
    expect(request?.body).not.toContain(sampleKey)
  })

  test('a password with letters beyond ASCII is sent in UTF-8 (RFC 7617)', async () => {
    const server = await startServer(() => ({ body: ann }))
    const credentials = fromValue({ login: 'ann@example.org', secret: 'pä' })
    await createClient({ baseUrl: server.url, credentials }).security.whoAmI()
    const value = server.requests[0]?.headers.authorization?.slice('Basic '.length) ?? ''
    expect(Buffer.from(value, 'base64').subarray(-2)).toEqual(Buffer.from([0xc3, 0xa4]))
  })

  test('two clients at once never mix their identities', async () => {
    const server = await startServer((request) => ({
      body: { ...ann, email: request.headers.authorization },
      headers: {
        'set-cookie': `JSESSIONID=of-${request.headers.authorization?.slice(-6)}; Path=/`,
      },
    }))
    const keys = ['sample-key-one', 'sample-key-two']
    const clients = keys.map((key) =>
      createClient({ baseUrl: server.url, credentials: fromValue(key) }),
    )
    const rounds = Array.from({ length: 100 }, async () =>
      Promise.all(clients.map(async (labkey) => (await labkey.security.whoAmI()).email)),
    )
    const expected = keys.map((key) => basic('apikey', key))
    for (const emails of await Promise.all(rounds)) expect(emails).toEqual(expected)
    for (const { headers } of server.requests) {
      const session = /JSESSIONID=of-([^;]*)/.exec(headers.cookie ?? '')?.[1]
      if (session !== undefined) expect(headers.authorization?.endsWith(session)).toBe(true)
    }
  })

  test('an anonymous client sends no Authorization', async () => {
    const server = await startServer(() => ({ body: { ...ann, id: 0, email: 'guest' } }))
    const labkey = createClient({ baseUrl: server.url, credentials: 'anonymous' })
    expect(await labkey.security.whoAmI()).toMatchObject({ isGuest: true })
    expect(await labkey.credential()).toBeUndefined()
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  test('no credential at all is an error before any request', async () => {
    const server = await startServer(() => ({ body: ann }))
    const credentials: CredentialProvider = async () => undefined
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect(await rejection(labkey.security.whoAmI())).toMatchObject({
      code: 'ERR_CREDENTIAL_MISSING',
    })
    expect(server.requests).toHaveLength(0)
  })

  test('a provider that answers for another origin is an error before any request', async () => {
    const server = await startServer(() => ({ body: ann }))
    const other = fromValue(sampleKey)
    const credentials: CredentialProvider = () => other({ url: new URL('https://other.test/') })
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect(await rejection(labkey.security.whoAmI())).toMatchObject({
      code: 'ERR_CREDENTIAL_ORIGIN',
    })
    expect(server.requests).toHaveLength(0)
  })

  test('a provider cannot bend the base URL that it is handed', async () => {
    const server = await startServer(() => ({ body: ann }))
    const real = fromValue(sampleKey)
    const credentials: CredentialProvider = async (request) => {
      const credential = await real({ url: new URL(request.url) })
      request.url.port = '1'
      request.url.pathname = '/bent/'
      return credential
    }
    // The check of the origin sees the bent copy, the requests never would.
    await rejection(createClient({ baseUrl: server.url, credentials }).security.whoAmI())
    expect(server.requests).toHaveLength(0)
  })
})

describe('credential()', () => {
  test('asks the provider once for all calls at a time, and keeps the answer', async () => {
    const server = await startServer(() => ({ body: ann }))
    let asked = 0
    const real = fromValue(sampleKey)
    const credentials: CredentialProvider = (request) => {
      asked++
      return real(request)
    }
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect(asked).toBe(0)
    await Promise.all([labkey.credential(), labkey.security.whoAmI(), labkey.security.whoAmI()])
    expect((await labkey.credential())?.source.kind).toBe('explicit')
    expect(asked).toBe(1)
  })

  test('does not keep a rejection', async () => {
    const server = await startServer(() => ({ body: ann }))
    const answers = [undefined, sampleKey]
    const credentials: CredentialProvider = async (request) => {
      const key = answers.shift()
      return key === undefined ? undefined : fromValue(key)(request)
    }
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect(await rejection(labkey.credential())).toMatchObject({ code: 'ERR_CREDENTIAL_MISSING' })
    expect(await labkey.security.whoAmI()).toMatchObject({ id: 1004 })
  })
})

describe('identityHeaders()', () => {
  // By its code: with TEST_DIST=1 the class of the file below is not the one of the package.
  const refusal = expect.objectContaining({ code: 'ERR_LABKEY_OPTIONS' })
  const base = new URL('https://labkey.example.org/labkey/')
  const identityFor = async () => ({
    origin: base.origin,
    credential: await fromValue(sampleKey)({ url: base }),
    cookies: createCookies(base, 'ab'.repeat(32), () => 0),
  })

  test('gives credential and cookies to the origin', async () => {
    const headers = identityHeaders(new URL('/labkey/x', base), 'POST', await identityFor())
    expect(Object.keys(headers)).toEqual(['Authorization', 'Cookie', 'X-LABKEY-CSRF'])
  })

  test.each([
    'http://labkey.example.org/labkey/x',
    'https://labkey.example.org:8443/labkey/x',
    'https://example.org/labkey/x',
    'https://sub.labkey.example.org/labkey/x',
    'https://labkey.example.org./labkey/x',
  ])('gives nothing to %s', async (url) => {
    const identity = await identityFor()
    expect(() => identityHeaders(new URL(url), 'GET', identity)).toThrow(refusal)
    // Both guards stand for themselves: the credential's own origin, and the identity's.
    const mixed = { ...identity, origin: new URL(url).origin }
    expect(() => identityHeaders(new URL(url), 'GET', mixed)).toThrow(refusal)
    // The cookies are guarded even where there is no credential to compare with.
    const guest = { ...identity, credential: undefined }
    expect(() => identityHeaders(new URL(url), 'GET', guest)).toThrow(refusal)
  })
})

describe('a polluted Object.prototype', () => {
  const gadgets: Readonly<Record<string, unknown>> = {
    baseURL: 'http://127.0.0.1:1/',
    proxy: { host: '127.0.0.1', port: 1 },
    auth: { username: 'evil', password: 'evil' },
    headers: { apikey: 'evil', 'X-Evil': '1' },
    params: { evil: '1' },
    data: 'evil',
    body: 'evil',
    method: 'PUT',
    socketPath: '/nowhere',
    transport: { request: () => undefined },
    adapter: 'fetch',
    transformRequest: [() => 'evil'],
    maxRedirects: 5,
    beforeRedirect: () => undefined,
    httpVersion: 2,
    lookup: () => undefined,
    insecureHTTPParser: true,
    timeoutMs: 1,
    container: '/evil',
    filters: [{ field: 'evil', operator: 'eq', value: '1' }],
    maxRows: 1,
    readOnly: false,
    credentials: 'anonymous',
    allowInsecureHttp: true,
  }

  test.each(Object.keys(gadgets))('%s changes no byte of a request', async (name) => {
    const server = await startServer(() => ({ body: onePatient }))
    const send = async () => {
      const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
      await labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patients' })
      await labkey.request({ controller: 'query', action: 'getSchemas' })
    }
    const sent = async () => {
      await send()
      const token = /[0-9a-f]{64}/g
      return JSON.stringify(server.requests.slice(-2)).replace(token, 'TOKEN')
    }
    const clean = await sent()
    // oxlint-disable-next-line no-extend-native -- the attack itself
    Object.defineProperty(Object.prototype, name, {
      value: gadgets[name],
      configurable: true,
      writable: true,
      enumerable: true,
    })
    try {
      expect(await sent()).toBe(clean)
    } finally {
      Reflect.deleteProperty(Object.prototype, name)
    }
  })
})
