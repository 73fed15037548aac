import { inspect } from 'node:util'
import axios, { AxiosHeaders, type AxiosError } from 'axios'
import { fromValue, type CredentialProvider } from '@wellkey/client'
import { attachCredentials } from '@wellkey/client/axios'
import { describe, expect, test } from 'vitest'
import { ann, rejection, sampleKey, startServer, type RecordingServer } from './recording-server.ts'

const credentials = fromValue(sampleKey)
const basic = `Basic ${Buffer.from(`apikey:${sampleKey}`).toString('base64')}`

function attached(server: RecordingServer, options: object = {}) {
  const instance = axios.create({ baseURL: server.url, ...options })
  const attachment = attachCredentials(instance, { baseUrl: server.url, credentials })
  return { instance, detach: () => attachment.detach() }
}

describe('attachCredentials()', () => {
  test('gives the credential to requests of the server, the CSRF pair to those that write', async () => {
    const server = await startServer(() => ({ body: ann }))
    const { instance, detach } = attached(server)
    const answer = await instance.get<typeof ann>('/login-whoami.api')
    expect(answer.data.email).toBe(ann.email)
    await instance.post('/query-insertRows.api', { rows: [] })
    detach()
    await instance.get('/login-whoami.api')
    const [get, post, without] = server.requests
    expect(get?.headers.authorization).toBe(basic)
    expect(get?.headers).not.toHaveProperty('x-labkey-csrf')
    expect(post?.headers['x-labkey-csrf']).toMatch(/^[0-9a-f]{64}$/)
    expect(post?.headers.cookie).toContain(`X-LABKEY-CSRF=${post?.headers['x-labkey-csrf']}`)
    expect(without?.headers).not.toHaveProperty('authorization')
  })

  test.each([
    ['an absolute URL', (url: string) => `${url}/x`],
    ['the scheme in capitals', (url: string) => `${url.replace('http', 'HTTP')}/x`],
  ])('gives nothing to another origin: %s', async (_name, path) => {
    const server = await startServer(() => ({ body: ann }))
    const other = await startServer(() => ({ body: ann }))
    await attached(server).instance.get(path(other.url))
    expect(other.requests).toHaveLength(1)
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization')
    expect(other.requests[0]?.headers).not.toHaveProperty('cookie')
    expect(server.requests).toHaveLength(0)
  })

  test.each([301, 302, 303, 307, 308])('%i to another origin is refused', async (status) => {
    const other = await startServer(() => ({ body: ann }))
    const server = await startServer(() => ({ status, headers: { location: `${other.url}/x` } }))
    const { instance } = attached(server)
    for (const send of [() => instance.get('/x'), () => instance.post('/x', 'PATIENT')]) {
      expect(await rejection(send())).toMatchObject({ code: 'ERR_LABKEY_REDIRECT' })
    }
    expect(other.requests).toHaveLength(0)
  })

  test('a redirect within the origin is followed by GET, with the credential, five times', async () => {
    const server = await startServer(({ path }) => {
      const hop = Number(path.slice(2))
      return hop > 0 ? { status: 302, headers: { location: `/h${hop - 1}` } } : { body: ann }
    })
    const { instance } = attached(server)
    expect((await instance.get('/h5')).status).toBe(200)
    expect(server.requests.every(({ headers }) => headers.authorization === basic)).toBe(true)
    await rejection(instance.get('/h6'))
    expect(server.requests).toHaveLength(12)
    expect(await rejection(instance.post('/h1'))).toMatchObject({ code: 'ERR_LABKEY_REDIRECT' })
  })

  test('a proxy of the environment never sees the key of an http: server', async () => {
    const server = await startServer(() => ({ body: ann }))
    const proxy = await startServer(() => ({ body: ann }))
    const { instance } = attached(server, {
      proxy: { host: '127.0.0.1', port: proxy.port, protocol: 'http' },
    })
    await instance.get('/x')
    expect(proxy.requests).toHaveLength(0)
  })

  test('a login of the request itself is refused', async () => {
    const server = await startServer(() => ({ body: ann }))
    const { instance } = attached(server)
    const refused = { code: 'ERR_LABKEY_OPTIONS' }
    const auth = { username: 'ann', password: 'x' }
    expect(await rejection(instance.get('/x', { auth }))).toMatchObject(refused)
    for (const name of ['authorization', 'apikey']) {
      const headers = { [name]: 'x' }
      expect(await rejection(instance.get('/x', { headers }))).toMatchObject(refused)
    }
    expect(server.requests).toHaveLength(0)
  })

  test('a key that has changed in its source is used after a 401, once', async () => {
    const server = await startServer(({ headers }) =>
      headers.authorization === basic ? { body: ann } : { status: 401 },
    )
    let asked = 0
    const provider: CredentialProvider = (request) =>
      fromValue(asked++ === 0 ? 'an-old-key' : sampleKey)(request)
    const instance = axios.create({ baseURL: server.url })
    attachCredentials(instance, { baseUrl: server.url, credentials: provider })
    expect((await instance.post('/x', { a: 1 })).status).toBe(200)
    expect(server.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}'])
    asked = 0
    const never = await startServer(() => ({ status: 401 }))
    const other = axios.create({ baseURL: never.url })
    attachCredentials(other, {
      baseUrl: never.url,
      credentials: (request) => fromValue(`key-${asked++}`)(request),
    })
    expect(await rejection(other.get('/x'))).toMatchObject({ response: { status: 401 } })
    expect(never.requests).toHaveLength(2)
  })

  test('the headers of the caller stay as they were', async () => {
    const server = await startServer(() => ({ body: ann }))
    const { instance } = attached(server)
    const headers = new AxiosHeaders({ Cookie: 'mine=1' })
    await instance.get('/x', { headers })
    await instance.get('/x', { headers })
    expect({ ...headers.toJSON() }).toEqual({ Cookie: 'mine=1' })
    expect(server.requests[1]?.headers.cookie).toMatch(/^mine=1; X-LABKEY-CSRF=/)
  })
})

describe('nothing secret is left', () => {
  const session = 'SESSIONOFTHESERVER'
  const cookie = { 'set-cookie': `JSESSIONID=${session}; Path=/` }

  test.each([
    ['a success', { body: ann, headers: cookie }],
    ['a 401', { status: 401, headers: cookie }],
    ['a 500', { status: 500, headers: cookie }],
    ['too much of an answer', { body: 'x'.repeat(2000), headers: cookie }],
  ])('in what comes of %s', async (_name, reply) => {
    const server = await startServer(() => reply)
    const { instance } = attached(server, { maxContentLength: 1000 })
    const result = await instance.post('/x', {}).catch((error: unknown) => error)
    const token = String(server.requests[0]?.headers['x-labkey-csrf'])
    const text = [
      inspect(result, { depth: Infinity, showHidden: true, getters: true }),
      JSON.stringify(result instanceof Error ? (result as AxiosError).toJSON() : null),
    ].join('\n')
    for (const mark of [sampleKey, basic.slice(6), token, session]) expect(text).not.toContain(mark)
    await instance.post('/x', {}).catch(() => undefined)
    // It is kept all the same.
    if (_name !== 'too much of an answer') {
      expect(server.requests[1]?.headers.cookie).toContain(session)
    }
  })

  test('in what comes of a connection that broke', async () => {
    const server = await startServer((_request, _count, response) => {
      response.socket?.destroy()
      return undefined
    })
    const error = await rejection(attached(server).instance.get('/x'))
    const text = inspect(error, { depth: Infinity, showHidden: true, getters: true })
    expect(error).toMatchObject({ code: 'ECONNRESET' })
    for (const mark of [sampleKey, basic.slice(6)]) expect(text).not.toContain(mark)
  })
})
