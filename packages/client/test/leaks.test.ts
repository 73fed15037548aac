import { execFile } from 'node:child_process'
import { inspect } from 'node:util'
import { createClient, describeSource, filter, fromValue, LabKeyError } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { leaksOf, surfaces, walk } from './leak-surfaces.ts'
import { rejection, startServer, stillClock, type Answerer } from './recording-server.ts'

const key = 'leak"me\'<&>/+%7e-0123456789'
const session = 'SESSIONOFTHESERVER'
const patient = 'PATIENT-JANE-DOE'
const hex = '0123456789abcdef'.repeat(4)
const sessionKey = 'session|0123456789abcdef'
const basic = Buffer.from(`apikey:${key}`).toString('base64')

const marks = {
  'the key': key,
  'the key in a URL': encodeURIComponent(key),
  'the key in JSON': JSON.stringify(key).slice(1, -1),
  'the Basic value': basic.replace(/=+$/, ''),
  'the session cookie': session,
  'the body': patient,
  '64 hex digits': hex,
  'a session key': sessionKey,
}

/** Everything the request held, as an unkind server would echo it. */
const echo = (headers: unknown) =>
  `${key} ${encodeURIComponent(key)} ${JSON.stringify({ key })} Authorization: Basic ${basic} ` +
  `JSESSIONID=${session}; or ${session} alone; X-LABKEY-CSRF=${hex} ${sessionKey} lks_abcdef ${JSON.stringify(headers)}`

const kinds: Readonly<Record<string, Answerer>> = {
  '401 that echoes': ({ headers }) => ({
    status: 401,
    body: { success: false, exception: echo(headers), stackTrace: [echo(headers)] },
  }),
  '403 that echoes': ({ headers }) => ({
    status: 403,
    body: { success: false, exception: echo(headers), exceptionClass: `java.${hex}` },
  }),
  '404 that echoes': ({ headers }) => ({ status: 404, body: { exception: echo(headers) } }),
  '500 that echoes': ({ headers }) => ({
    status: 500,
    headers: { 'x-request-id': hex },
    body: { exception: echo(headers), errors: [{ msg: echo(headers) }] },
  }),
  '200 with an exception that echoes': ({ headers }) => ({ body: { exception: echo(headers) } }),
  '503 with a page that echoes': ({ headers }) => ({ status: 503, body: `<p>${echo(headers)}` }),
  '200 with a page that echoes': ({ headers }) => ({ body: `<p>${echo(headers)}` }),
  '200 with broken JSON that echoes': ({ headers }) => ({ body: `{"a": ${echo(headers)}` }),
  '200 with rows of another form': ({ headers, path }) => ({
    body: { rows: [echo(headers)], success: !path.includes('insertRows') },
  }),
  'a redirect that echoes': () => ({
    status: 302,
    headers: { location: `https://other.test/${hex}/JSESSIONID=${session}?key=${basic}` },
  }),
  'a redirect with user info': () => ({
    status: 302,
    headers: { location: `https://apikey:${encodeURIComponent(key)}@other.test/` },
  }),
  'a broken connection': (_request, _count, response) => {
    response.socket?.destroy()
    return undefined
  },
  'a cut answer': ({ headers }, _count, response) => {
    response.setHeader('content-length', '100000')
    response.write(echo(headers))
    setTimeout(() => response.socket?.destroy(), 10)
    return undefined
  },
  'no answer in time': () => undefined,
  'not HTTP': ({ headers }, _count, response) => {
    response.socket?.end(`no http ${echo(headers)}\r\n\r\n`)
    return undefined
  },
  'too much of an answer': ({ headers }) => ({ body: echo(headers).repeat(1000) }),
  'malformed gzip': ({ headers }) => ({
    body: Buffer.from(echo(headers)),
    headers: { 'content-encoding': 'gzip' },
  }),
}

describe.each(Object.keys(kinds))('nothing secret leaves with: %s', (kind) => {
  test.each(['selectRows', 'insertRows'])('of %s', async (action) => {
    let primed = false
    const server = await startServer((request, count, response) => {
      if (primed) return kinds[kind]?.(request, count, response)
      primed = true
      return { body: {}, headers: { 'set-cookie': `JSESSIONID=${session}; Path=/` } }
    })
    const labkey = createClient({
      baseUrl: server.url,
      credentials: fromValue(key),
      timing: stillClock().timing,
      timeoutMs: 250,
      maxResponseBytes: 100_000,
      retry: { retries: 1 },
    })
    await labkey.request({ controller: 'x', action: 'y', form: {} })
    const token = String(server.requests[0]?.headers['x-labkey-csrf'])
    const error = await rejection(
      action === 'selectRows'
        ? labkey.query.selectRows({
            schemaName: 'lists',
            queryName: 'Patients',
            filters: [filter('Name').eq(patient)],
          })
        : labkey.request({ controller: 'query', action, form: { value: patient }, readOnly: true }),
    )
    expect(server.requests[1]?.headers.cookie).toContain(session)
    expect(server.requests[1]?.body).toContain(patient)
    expect(error).toBeInstanceOf(LabKeyError)
    const all = { ...marks, 'the CSRF token': token }
    expect(leaksOf(error, all)).toEqual([])
    expect(error).not.toHaveProperty('cause')
    expect(String(error)).not.toMatch(/axios|ERR_BAD_|ERR_NETWORK/i)
  })
})

describe('nothing secret leaves', () => {
  test('with the client, its credential, and what it answers', async () => {
    const server = await startServer(() => ({
      body: { id: 1, email: 'ann@example.org' },
      headers: { 'set-cookie': `JSESSIONID=${session}; Path=/` },
    }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(key) })
    const user = await labkey.security.whoAmI()
    const credential = await labkey.credential()
    const all = [labkey, user, credential, credential && describeSource(credential.source)]
    const text = [
      inspect(all, { depth: Infinity, showHidden: true, getters: true }),
      JSON.stringify(all),
      String(credential?.secret),
    ].join('\n')
    for (const mark of Object.values(marks)) expect(text).not.toContain(mark)
  })

  test.each([
    ['plain', 'sample pass/word'],
    ['as in a URL', 'sample%20pass%2Fword'],
    ['as in a form', 'sample+pass%2Fword'],
    ['in small letters', 'sample%20pass%2fword'],
  ])('with a password that is echoed %s', async (_name, echoed) => {
    const exception = `no: ${echoed}`
    const server = await startServer(() => ({ status: 401, body: { exception } }))
    const credentials = fromValue({ login: 'ann@example.org', secret: 'sample pass/word' })
    const error = await rejection(
      createClient({ baseUrl: server.url, credentials }).security.whoAmI(),
    )
    expect(error).toMatchObject({ serverMessage: 'no: ****' })
  })

  test('and the harness would see it', async () => {
    const error = Object.assign(new Error('x'), { config: { headers: { a: [basic] } } })
    expect(walk(error).join('\n')).toContain(basic)
    expect(surfaces['JSON.stringify']?.(error)).toContain(basic)
  })
})

const proxyLogin = 'PROXY%20USER:PROXY-PASSWORD'
const proxyMarks = {
  'the password of the proxy': 'PROXY-PASSWORD',
  'the login of the proxy': Buffer.from('PROXY USER:PROXY-PASSWORD').toString('base64'),
}

describe('nothing secret leaves without an answer of the server', () => {
  const plain = async () => (await startServer(({ headers }) => ({ body: echo(headers) }))).port
  const dead = async () => 1

  test.each([
    ['no TLS at the port', async () => ({ baseUrl: `https://localhost:${await plain()}` })],
    ['a refused connection', async () => ({ baseUrl: `https://localhost:${await dead()}` })],
    ['a name that nobody has', async () => ({ baseUrl: 'https://labkey.invalid' })],
    [
      'a proxy that makes no tunnel',
      async () => {
        const proxy = await startServer(() => ({ status: 403, body: key + proxyLogin }))
        return {
          baseUrl: 'https://labkey.invalid',
          proxy: `http://${proxyLogin}@127.0.0.1:${proxy.port}`,
        }
      },
    ],
    [
      'a proxy that wants another login',
      async () => {
        const proxy = await startServer(({ headers }) => ({ status: 407, body: echo(headers) }))
        return {
          baseUrl: 'http://labkey.invalid',
          allowInsecureHttp: true,
          proxy: `http://${proxyLogin}@127.0.0.1:${proxy.port}`,
        }
      },
    ],
    [
      'a proxy that is not there',
      async () => ({
        baseUrl: 'https://labkey.invalid',
        proxy: `http://${proxyLogin}@127.0.0.1:1`,
      }),
    ],
  ])('%s', async (_name, options) => {
    const labkey = createClient({
      ...(await options()),
      environment: {},
      credentials: fromValue(key),
      timeoutMs: 5000,
      retry: false,
    })
    const call = labkey.query.selectRows({
      schemaName: 'lists',
      queryName: 'Patients',
      filters: [filter('Name').eq(patient)],
    })
    const error = await rejection(call)
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NETWORK' })
    expect(leaksOf(error, { ...marks, ...proxyMarks })).toEqual([])
    expect(error).not.toHaveProperty('cause')
  })
})

describe('nothing secret is written by a process', () => {
  test.each(['unhandled', 'printed'])('that ends with an error, %s, under DEBUG=*', async (how) => {
    const server = await startServer(({ headers }) => ({
      status: 500,
      body: { exception: echo(headers), stackTrace: [echo(headers)] },
      headers: { 'set-cookie': `JSESSIONID=${session}; Path=/` },
    }))
    const script = `
      import { createClient, fromEnvironment } from '@wellkey/client'
      const labkey = createClient({ credentials: fromEnvironment(), retry: false })
      const call = labkey.query.insertRows({
        schemaName: 'lists', queryName: 'Patients', rows: [{ Name: '${patient}' }],
      })
      ${how === 'unhandled' ? 'void call; setTimeout(() => {}, 5000)' : 'await call.catch(console.error)'}`
    const source = process.env['TEST_DIST'] === '1' ? [] : ['--conditions=@wellkey/source']
    const args = [...source, '--import=tsx', '--input-type=module', '--eval', script]
    const env = {
      PATH: process.env['PATH'],
      DEBUG: '*',
      NODE_DEBUG: 'axios,follow-redirects',
      LABKEY_BASE_URL: server.url,
      LABKEY_API_KEY: key,
    }
    const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
      execFile(process.execPath, args, { cwd: import.meta.dirname, env }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), output: out + err }),
      )
    })
    expect(server.requests[0]?.body).toContain(patient)
    expect(code).toBe(how === 'unhandled' ? 1 : 0)
    expect(output).toContain('ERR_LABKEY_QUERY')
    const csrf = String(server.requests[0]?.headers['x-labkey-csrf'])
    for (const mark of [...Object.values(marks), csrf]) expect(output).not.toContain(mark)
  })
})
