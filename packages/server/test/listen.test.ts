import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, describe, expect, test } from 'vitest'

import { emailOf, passwords, seededServer } from './seed.ts'

const server = seededServer()
const { url, port, close } = await server.listen({ port: 0 })
afterAll(close)

/** Sends bytes as they are and returns all that comes back until the server closes. */
async function raw(text: string, to = port): Promise<string> {
  const socket = connect(to, '127.0.0.1')
  const chunks: string[] = []
  socket.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  socket.on('error', () => socket.destroy())
  socket.write(text)
  await once(socket, 'close')
  return chunks.join('')
}

const statusOf = (answer: string): number => Number(answer.split(' ')[1])
const request = (lines: string): string => `${lines}\r\nConnection: close\r\n\r\n`
const whoAmI = '/login-whoami.api'

describe('raw requests', () => {
  const table: readonly (readonly [string, string, number])[] = [
    ['a plain request', `GET ${whoAmI} HTTP/1.1\r\nHost: x`, 200],
    ['doubled slashes', `GET //Lab${whoAmI} HTTP/1.1\r\nHost: x`, 200],
    ['a host in the path', 'GET //evil/login-whoami.api HTTP/1.1\r\nHost: x', 404],
    ['absolute form', `GET http://evil${whoAmI} HTTP/1.1\r\nHost: x`, 400],
    ['the asterisk form', 'OPTIONS * HTTP/1.1\r\nHost: x', 400],
    ['two hosts', `GET ${whoAmI} HTTP/1.1\r\nHost: x\r\nHost: y`, 400],
    ['no host in HTTP/1.1', `GET ${whoAmI} HTTP/1.1`, 400],
    ['no host in HTTP/1.0', `GET ${whoAmI} HTTP/1.0`, 400],
    [
      'two credentials',
      `GET ${whoAmI} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic eDp5\r\nAuthorization: Basic eDp6`,
      400,
    ],
    [
      'TRACE',
      `TRACE ${whoAmI} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic c2VjcmV0OnNlY3JldA==`,
      405,
    ],
    ['encoded climbing', `GET /Lab/%2e%2e${whoAmI} HTTP/1.1\r\nHost: x`, 400],
    ['plain climbing', `GET /Lab/..${whoAmI} HTTP/1.1\r\nHost: x`, 400],
    ['a backslash', `GET /Lab/..\\x${whoAmI} HTTP/1.1\r\nHost: x`, 400],
    ['bad percent-encoding', 'GET /%zz HTTP/1.1\r\nHost: x', 400],
    ['an encoded NUL', `GET /%00${whoAmI} HTTP/1.1\r\nHost: x`, 400],
    ['bad percent-encoding in the query', `GET ${whoAmI}?a=%zz HTTP/1.1\r\nHost: x`, 400],
    [
      'an unknown transfer coding',
      `POST ${whoAmI} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n`,
      400,
    ],
    [
      'length and coding',
      `POST ${whoAmI} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n`,
      400,
    ],
    ['65 headers', `GET ${whoAmI} HTTP/1.1\r\nHost: x${'\r\nA: b'.repeat(64)}`, 431],
    ['17 KiB of headers', `GET ${whoAmI} HTTP/1.1\r\nHost: x\r\nA: ${'b'.repeat(17 * 1024)}`, 431],
    ['a very long URL', `GET ${whoAmI}?${'a'.repeat(9000)} HTTP/1.1\r\nHost: x`, 414],
    ['a header named __proto__', `GET ${whoAmI} HTTP/1.1\r\nHost: x\r\n__proto__: y`, 200],
    ['an odd host', `GET ${whoAmI} HTTP/1.1\r\nHost: a b/c@d`, 400],
  ]
  test.each(table)('%s', async (_, lines, status) => {
    const answer = await raw(request(lines))
    expect(statusOf(answer)).toBe(status)
    expect(answer).not.toContain('c2VjcmV0')
    if (status === 200) expect(answer).toContain('"email": "guest"')
  })

  test('a bad request ends the connection, and what was sent behind it is not run', async () => {
    const bad = `GET http://evil/ HTTP/1.1\r\nHost: x\r\n\r\n`
    const answer = await raw(`${bad}GET ${whoAmI} HTTP/1.1\r\nHost: x\r\n\r\n`)
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
  })

  test('two requests in one piece get two answers in order', async () => {
    const first = `GET ${whoAmI} HTTP/1.1\r\nHost: x\r\n\r\n`
    const answer = await raw(first + request('GET /nothing HTTP/1.1\r\nHost: x'))
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404'])
  })

  test('a body of more than 1 MiB is answered 413, chunked too', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x1_00_00)}\r\n`
    const head = `POST /login-loginApi.api HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`
    const chunked = await raw(
      `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}0\r\n\r\n`,
    )
    expect(statusOf(chunked)).toBe(413)
    const long = await raw(`${head}Content-Length: 1048577\r\n\r\n${'x'.repeat(1_048_577)}`)
    expect(statusOf(long)).toBe(413)
  })
})

describe('listen()', () => {
  test('serves a whole login over a socket, with the address of the socket in the audit', async () => {
    const login = await fetch(`${url}/login-loginApi.api`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': '10.0.0.1' },
      body: JSON.stringify({ email: emailOf('reader'), password: passwords.reader }),
    })
    expect(await login.json()).toMatchObject({ success: true })
    const cookies = login.headers.getSetCookie()
    expect(cookies.find((line) => line.startsWith('JSESSIONID='))).toMatch(
      /^JSESSIONID=[A-Za-z0-9_-]{43}; Path=\/; SameSite=Lax; HttpOnly$/,
    )
    expect(server.audit.at(-1)?.address).toBe('127.0.0.1')
  })

  test.each(['0.0.0.0', '192.168.1.1', 'example.org', '::', ''])(
    'refuses the host %j',
    async (host) => {
      await expect(server.listen({ host })).rejects.toMatchObject({ code: 'ERR_SERVER_LISTEN' })
    },
  )

  test('says that a port is taken', async () => {
    await expect(server.listen({ port })).rejects.toMatchObject({
      code: 'ERR_SERVER_LISTEN',
      message: expect.stringContaining(String(port)) as string,
    })
  })

  test('has the context path in its URL', async () => {
    const listening = await seededServer({ contextPath: '/labkey/' }).listen()
    expect(listening.url).toBe(`http://127.0.0.1:${listening.port}/labkey`)
    expect((await fetch(`${listening.url}${whoAmI}`)).status).toBe(200)
    await listening.close()
  })

  test('close() finishes what is under way, drops idle connections and takes no new ones', async () => {
    const listening = await seededServer().listen()
    const idle = connect(listening.port, '127.0.0.1')
    await once(idle, 'connect')
    idle.on('error', () => idle.destroy())
    const body = JSON.stringify({ email: emailOf('reader'), password: passwords.reader })
    const head = `POST /login-loginApi.api HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    const started = connect(listening.port, '127.0.0.1')
    let answer = ''
    started.setEncoding('utf8').on('data', (text: string) => (answer += text))
    started.write(head)
    await sleep(100)
    const idleClosed = once(idle, 'close')
    const startedClosed = once(started, 'close')
    const began = performance.now()
    const closed = listening.close()
    started.write(body)
    await Promise.all([closed, idleClosed, startedClosed, listening.close()])
    expect(statusOf(answer)).toBe(200)
    expect(answer).toMatch(/connection: close/i)
    expect(performance.now() - began).toBeLessThan(4000)
    await expect(fetch(listening.url)).rejects.toThrow('fetch failed')
  })

  test.each(['GET', 'POST'])(
    'a header that cannot be sent cuts the connection of that %s, and nothing else',
    async (method) => {
      const failing = seededServer()
      const listening = await failing.listen()
      failing.faults.add({ status: 500, headers: { 'X-Odd': 'line\nbreak' }, times: 1 })
      await expect(fetch(listening.url + whoAmI, { method })).rejects.toThrow('fetch failed')
      expect((await fetch(listening.url + whoAmI)).status).toBe(200)
      await listening.close()
    },
  )

  test('a site name that no header can hold is left out of the challenge', async () => {
    const listening = await seededServer({ settings: { siteName: 'Lab 研究' } }).listen()
    const answer = await fetch(`${listening.url}/security-ensureLogin.api`)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('WWW-Authenticate')).toBe('Basic realm="Lab "')
    await listening.close()
  })

  test('a host that is none is answered 400', async () => {
    expect(statusOf(await raw(request(`GET ${whoAmI} HTTP/1.1\r\nHost: 1.2.3.999`)))).toBe(400)
  })

  test('a connection that looks idle when close() is called may still ask once', async () => {
    const listening = await seededServer().listen()
    const socket = connect(listening.port, '127.0.0.1')
    let answer = ''
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
    await once(socket, 'connect')
    const socketClosed = once(socket, 'close')
    await sleep(50)
    const closed = listening.close()
    await sleep(5)
    socket.write(`GET ${whoAmI} HTTP/1.1\r\nHost: x\r\n\r\n`)
    await Promise.all([closed, socketClosed])
    expect(statusOf(answer)).toBe(200)
    expect(answer).toMatch(/connection: close/i)
  })
})
