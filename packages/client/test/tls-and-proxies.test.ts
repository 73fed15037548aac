import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { inspect } from 'node:util'
import { createClient, fromValue, LabKeyOptionsError, type LabKeyError } from '@wellkey/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { proxyFor } from '../src/proxy-for.ts'
import { createCertificates, hasOpenssl } from './certificates.ts'
import { startProxy } from './proxies.ts'
import { ann, rejection, sampleKey, startServer } from './recording-server.ts'

const credentials = fromValue(sampleKey)
const secure = hasOpenssl()
const made = secure ? createCertificates() : undefined
const tls = made === undefined ? {} : { ca: made.ca }

async function startTlsServer(options: ServerOptions = {}, host = '127.0.0.1') {
  const seen: { authorization: string | undefined; subject: unknown }[] = []
  const server = createTlsServer({ ...made?.server, ...options }, (request, response) => {
    const certificate = (request.socket as TLSSocket).getPeerCertificate()
    seen.push({ authorization: request.headers.authorization, subject: certificate.subject?.CN })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ann))
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, seen }
}

describe.skipIf(!secure)('tls', () => {
  test('trusts nobody who has signed himself', async () => {
    const { port, seen } = await startTlsServer()
    const options = { baseUrl: `https://localhost:${port}`, credentials, retry: false } as const
    const error = (await rejection(createClient(options).security.whoAmI())) as LabKeyError
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NETWORK' })
    expect(error.message).toContain('the certificate is not trusted')
    expect(seen).toEqual([])
  })

  test('trusts the authority of the option, besides those of Node', async () => {
    const { port, seen } = await startTlsServer()
    const labkey = createClient({ baseUrl: `https://localhost:${port}`, credentials, tls })
    expect(await labkey.security.whoAmI()).toMatchObject({ email: ann.email })
    expect(seen[0]?.authorization).toMatch(/^Basic /)
  })

  test('still wants the name of the server in its certificate', async () => {
    const { port, seen } = await startTlsServer({}, '127.0.0.2')
    const options = {
      baseUrl: `https://127.0.0.2:${port}`,
      credentials,
      tls,
      retry: false,
    } as const
    expect(await rejection(createClient(options).security.whoAmI())).toMatchObject({
      code: 'ERR_LABKEY_NETWORK',
      systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
    expect(seen).toEqual([])
  })

  test('shows the certificate of the client to a server that wants one', async () => {
    const ca = made?.ca ?? ''
    const { port, seen } = await startTlsServer({ ca, requestCert: true, rejectUnauthorized: true })
    const baseUrl = `https://localhost:${port}`
    const labkey = createClient({ baseUrl, credentials, tls: { ...tls, ...made?.client } })
    await labkey.security.whoAmI()
    expect(seen[0]?.subject).toBe('client')
    const without = createClient({ baseUrl, credentials, tls, retry: false })
    expect(await rejection(without.security.whoAmI())).toMatchObject({ code: 'ERR_LABKEY_NETWORK' })
  })

  test.each([
    [{ ca: 'no certificate' }, 'tls'],
    [{ ca: 7 }, 'ca'],
    [{ cert: made?.client.cert }, 'key'],
    [{ rejectUnauthorized: false }, 'rejectUnauthorized'],
  ])('names what is wrong without showing it: %#', (wrong, name) => {
    const make = () => createClient({ baseUrl: 'https://a.example.org', tls: wrong as object })
    expect(make).toThrow(LabKeyOptionsError)
    expect(make).toThrow(name)
    expect(make).not.toThrow('BEGIN')
  })
})

describe.skipIf(!secure)('a proxy before an https: server', () => {
  const baseUrlAt = (port: number) => `https://labkey.example.test:${port}`

  test.each([
    ['of the option', (url: string) => ({ proxy: url, environment: {} })],
    ['of HTTPS_PROXY', (url: string) => ({ environment: { HTTPS_PROXY: url } })],
    [
      'of all_proxy, without a scheme',
      (url: string) => ({
        environment: { all_proxy: url.replace('http://', '') },
      }),
    ],
  ])('sees the name of the server and nothing of the key: %s', async (_name, settings) => {
    const { port, seen } = await startTlsServer()
    const proxy = await startProxy(port)
    const options = { baseUrl: baseUrlAt(port), credentials, tls, ...settings(proxy.url) }
    const labkey = createClient(options)
    expect(await labkey.security.whoAmI()).toMatchObject({ email: ann.email })
    await labkey.security.whoAmI()
    // One tunnel for both calls.
    expect(proxy.seen.map(({ method, target }) => [method, target])).toEqual([
      ['CONNECT', `labkey.example.test:${port}`],
    ])
    expect(seen).toHaveLength(2)
    const basic = Buffer.from(`apikey:${sampleKey}`).toString('base64')
    expect(JSON.stringify(proxy.seen)).not.toContain(basic)
    expect(proxy.tunnelled().includes(basic)).toBe(false)
    expect(proxy.tunnelled().length).toBeGreaterThan(500)
  })

  test('gets its own login, which is shown nowhere', async () => {
    const { port } = await startTlsServer()
    const proxy = await startProxy(port, { login: 'ann:pro xy/secret' })
    const url = proxy.url.replace('//', '//ann:pro%20xy%2Fsecret@')
    const options = { baseUrl: baseUrlAt(port), credentials, tls, proxy: url }
    await createClient(options).security.whoAmI()
    expect(proxy.seen).toHaveLength(1)

    const wrong = {
      ...options,
      proxy: proxy.url.replace('//', '//ann:not-this@'),
      retry: false,
    } as const
    const error = (await rejection(createClient(wrong).security.whoAmI())) as LabKeyError
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NETWORK' })
    expect(error.message).toContain('(407)')
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/not-this|YW5uOm5vdC10aGlz/)
  })

  test('that refuses is not taken for the server', async () => {
    const { port, seen } = await startTlsServer()
    const proxy = await startProxy(port, { status: 401 })
    const options = { baseUrl: baseUrlAt(port), credentials, tls, proxy: proxy.url } as const
    const error = (await rejection(createClient(options).security.whoAmI())) as LabKeyError
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NETWORK', attempts: 1 })
    expect(error.message).toContain('The proxy does not let the connection')
    expect(seen).toEqual([])
  })

  test('is not used for what NO_PROXY names', async () => {
    const { port } = await startTlsServer()
    const proxy = await startProxy(port)
    const environment = { HTTPS_PROXY: proxy.url, NO_PROXY: 'example.test' }
    const options = {
      baseUrl: baseUrlAt(port),
      credentials,
      tls,
      environment,
      retry: false,
    } as const
    // There is no such name but behind the proxy.
    expect(await rejection(createClient(options).security.whoAmI())).toMatchObject({
      code: 'ERR_LABKEY_NETWORK',
    })
    expect(proxy.seen).toEqual([])
  })

  test('that never answers is given up after connectTimeoutMs', async () => {
    const { createServer } = await import('node:net')
    const silent = createServer((socket) => socket.on('error', () => socket.destroy()))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    const { port } = silent.address() as AddressInfo
    const error = await rejection(
      createClient({
        baseUrl: 'https://labkey.example.test',
        credentials,
        proxy: `http://127.0.0.1:${port}`,
        connectTimeoutMs: 150,
        retry: false,
      }).security.whoAmI(),
    )
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NETWORK', systemCode: 'ETIMEDOUT' })
  })
})

describe('a proxy before an http: server', () => {
  test('passes requests on, where http: is allowed at all', async () => {
    const server = await startServer(() => ({ body: ann }))
    const proxy = await startProxy(server.port, { login: 'ann:secret' })
    const options = {
      baseUrl: 'http://labkey.example.test/labkey',
      credentials,
      allowInsecureHttp: true,
      environment: { http_proxy: proxy.url.replace('//', '//ann:secret@') },
    }
    expect(await createClient(options).security.whoAmI()).toMatchObject({ email: ann.email })
    expect(proxy.seen[0]).toMatchObject({
      method: 'GET',
      target: 'http://labkey.example.test/labkey/login-whoami.api',
    })
    expect(server.requests[0]?.headers.host).toBe('labkey.example.test')
    const wrong = { ...options, environment: { http_proxy: proxy.url }, retry: false } as const
    const error = (await rejection(createClient(wrong).security.whoAmI())) as LabKeyError
    expect(error.code).toBe('ERR_LABKEY_NETWORK')
    expect(error.message).toContain('The proxy does not let the connection')
    expect(error.message).toContain('(407)')
  })

  test('of another machine would see the key, and is refused', () => {
    const options = { baseUrl: 'http://localhost:8080', proxy: 'http://proxy.example.org:3128' }
    expect(() => createClient(options)).toThrow(/clear text/)
  })
})

describe('proxyFor()', () => {
  const proxies = { HTTPS_PROXY: 'http://p.example.org:3128', HTTP_PROXY: 'http://q.example.org' }
  const hostFor = (url: string, environment: Record<string, string>) =>
    proxyFor(new URL(url), environment)?.host

  test.each([
    ['https://a.test/', proxies, 'p.example.org:3128'],
    ['http://a.test/', proxies, 'q.example.org'],
    ['https://a.test/', { https_proxy: 'http://small', HTTPS_PROXY: 'http://large' }, 'small'],
    ['https://a.test/', { ALL_PROXY: 'http://all' }, 'all'],
    ['https://a.test/', { HTTPS_PROXY: 'host.test:8080' }, 'host.test:8080'],
    ['https://a.test/', { HTTPS_PROXY: ' ' }, undefined],
    ['https://a.test/', {}, undefined],
    ['http://a.test/', { ...proxies, REQUEST_METHOD: 'GET' }, undefined],
    ['https://localhost/', proxies, undefined],
    ['https://127.1.2.3/', proxies, undefined],
    ['https://[::1]/', proxies, undefined],
  ])('of %s in %j is %s', (url, environment, host) => {
    expect(hostFor(url, environment)).toBe(host)
  })

  test.each([
    ['*', 'https://a.test/', true],
    ['a.test', 'https://a.test/', true],
    ['A.TEST', 'https://a.test/', true],
    ['a.test', 'https://b.a.test/', true],
    ['.a.test', 'https://b.a.test/', true],
    ['*.a.test', 'https://b.a.test/', true],
    ['a.test', 'https://ba.test/', false],
    ['a.test:443', 'https://a.test/', true],
    ['a.test:8443', 'https://a.test/', false],
    ['a.test:8443', 'https://a.test:8443/', true],
    ['x.test, a.test', 'https://a.test/', true],
    ['x.test a.test', 'https://a.test/', true],
    ['10.1.2.3', 'https://10.1.2.3/', true],
    ['2.3', 'https://10.1.2.3/', false],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/16', 'https://10.1.2.3/', false],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['[2001:db8::1]', 'https://[2001:db8::1]/', true],
    ['2001:db8::1', 'https://[2001:db8::1]/', true],
    ['[2001:db8::1]:443', 'https://[2001:db8::1]/', true],
    ['2001:db8::/32', 'https://[2001:db8::1]/', true],
    ['10.0.0.0/8', 'https://a.test/', false],
    ['', 'https://a.test/', false],
    [',,', 'https://a.test/', false],
    ['.', 'https://a.test/', false],
  ])('NO_PROXY=%j for %s: %s', (noProxy, url, isExcepted) => {
    const environment = { ...proxies, NO_PROXY: noProxy }
    expect(hostFor(url, environment) === undefined).toBe(isExcepted)
  })

  test.each(['socks5://p.test:1080', 'http://', 'ftp://p.test'])('refuses %s, unseen', (proxy) => {
    const find = () => hostFor('https://a.test/', { HTTPS_PROXY: proxy })
    expect(find).toThrow(expect.objectContaining({ code: 'ERR_LABKEY_OPTIONS' }))
    expect(find).toThrow('HTTPS_PROXY')
    expect(find).not.toThrow(proxy)
  })
})
