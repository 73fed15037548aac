import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openerOf, textOf, until } from './byte-streams.ts'
import { rejection, startServer, stillClock } from './recording-server.ts'

const big = 'all the rows of a table, '.repeat(100_000)

describe('a streamed answer', () => {
  test.each([
    ['plain', undefined, Buffer.from(big)],
    ['gzip', 'gzip', gzipSync(big)],
    ['gzip in capitals', 'GZIP', gzipSync(big)],
    ['deflate', 'deflate', deflateSync(big)],
    ['br', 'br', brotliCompressSync(big)],
  ])('is unpacked: %s', async (_name, encoding, body) => {
    const headers = encoding === undefined ? {} : { 'content-encoding': encoding }
    const server = await startServer(() => ({ body, headers }))
    const { body: stream } = await openerOf(server.url).open()
    expect(await textOf(stream)).toBe(big)
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip, deflate, br')
  })

  test('is there with its first bytes, long before its last', async () => {
    let finish = () => undefined as void
    const server = await startServer((_request, _count, response) => {
      response.write('first ')
      finish = () => void response.end('last')
      return undefined
    })
    const { body, answer } = await openerOf(server.url).open()
    expect(answer.status).toBe(200)
    expect(Buffer.from((await body.next()).value ?? []).toString()).toBe('first ')
    finish()
    expect(await textOf(body)).toBe('last')
  })

  test('may be larger than maxResponseBytes', async () => {
    const server = await startServer(() => ({ body: big }))
    const { body } = await openerOf(server.url, { maxResponseBytes: 1000 }).open()
    expect((await textOf(body)).length).toBe(big.length)
  })

  test('is read no faster than it is asked for', async () => {
    let written = 0
    const server = await startServer((_request, _count, response) => {
      const more = () => {
        while (written < 200 && response.write(Buffer.alloc(1024 * 1024))) written++
        if (written < 200) {
          written++
          response.once('drain', more)
        } else response.end()
      }
      more()
      return undefined
    })
    const { body } = await openerOf(server.url).open()
    await body.next()
    await new Promise((resolve) => setTimeout(resolve, 300))
    // What the kernel and both ends buffer is a few megabytes.
    expect(written).toBeLessThan(50)
    body.cancel()
  })

  test.each([
    [
      'break',
      async (body: AsyncIterable<Uint8Array>) => {
        for await (const chunk of body) if (chunk.length > 0) break
      },
    ],
    ['return()', async (body: AsyncIterableIterator<Uint8Array>) => void (await body.return?.())],
  ])('ends with %s, and so does its connection', async (_name, leave) => {
    const server = await startServer((_request, _count, response) => {
      response.write('some')
      return undefined
    })
    const { body } = await openerOf(server.url).open()
    await leave(body)
    await until(() => server.sockets.size === 0)
    expect(await body.next()).toEqual({ done: true, value: undefined })
  })

  test('ends with cancel() before anybody has read', async () => {
    const server = await startServer((_request, _count, response) => {
      response.write('some')
      return undefined
    })
    const { body } = await openerOf(server.url).open()
    body.cancel()
    await until(() => server.sockets.size === 0)
    expect(await body.next()).toMatchObject({ done: true })
  })

  test('leaves a connection that the next call uses', async () => {
    const server = await startServer(() => ({
      body: gzipSync(big),
      headers: { 'content-encoding': 'gzip' },
    }))
    const { open } = openerOf(server.url)
    for (let round = 0; round < 3; round++) await textOf((await open()).body)
    expect(server.sockets.size).toBe(1)
  })

  test('that stalls is given up after idleTimeoutMs', async () => {
    const server = await startServer((_request, _count, response) => {
      response.write('some')
      return undefined
    })
    const { body } = await openerOf(server.url, { idleTimeoutMs: 100 }).open()
    await body.next()
    const error = await rejection(body.next())
    expect(error).toMatchObject({ code: 'ERR_LABKEY_TIMEOUT' })
    expect((error as Error).message).toContain('fell silent')
    await until(() => server.sockets.size === 0)
  })

  test('may take longer than timeoutMs and idleTimeoutMs, as long as it moves', async () => {
    const server = await startServer((_request, _count, response) => {
      let left = 10
      const timer = setInterval(() => {
        if (left-- > 0) response.write('row\n')
        else {
          clearInterval(timer)
          response.end()
        }
      }, 50)
      return undefined
    })
    const { body } = await openerOf(server.url, { timeoutMs: 300, idleTimeoutMs: 300 }).open()
    expect(await textOf(body)).toBe('row\n'.repeat(10))
  })

  test('of a reader who takes his time is not idle', async () => {
    const server = await startServer(() => ({ body: big }))
    const { body } = await openerOf(server.url, { idleTimeoutMs: 150 }).open()
    await body.next()
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect((await textOf(body)).length).toBeGreaterThan(0)
  })

  test.each([
    ['content-length', { 'content-length': '1000' }],
    ['chunked', {}],
    ['gzip', { 'content-encoding': 'gzip' }],
  ])('that is cut fails in the middle: %s', async (_name, headers) => {
    const server = await startServer((_request, _count, response) => {
      response.writeHead(200, headers)
      response.write('content-encoding' in headers ? gzipSync(big).subarray(0, 500) : 'some')
      setTimeout(() => response.socket?.destroy(), 30)
      return undefined
    })
    const { body } = await openerOf(server.url).open()
    expect(await rejection(textOf(body))).toMatchObject({ code: 'ERR_LABKEY_NETWORK' })
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    ['gzip', Buffer.from('no gzip')],
    ['br', Buffer.from('this is no brotli at all')],
    ['zebra', Buffer.from('who knows')],
  ])('that cannot be unpacked fails: %s', async (encoding, body) => {
    const server = await startServer(() => ({ body, headers: { 'content-encoding': encoding } }))
    const read = async () => textOf((await openerOf(server.url).open()).body)
    expect(await rejection(read())).toMatchObject({ code: 'ERR_LABKEY_DECODE' })
  })

  test('ends with the signal of its caller', async () => {
    const server = await startServer((_request, _count, response) => {
      response.write('some')
      return undefined
    })
    const controller = new AbortController()
    const { body } = await openerOf(server.url).open({ signal: controller.signal })
    await body.next()
    setTimeout(() => controller.abort(), 20)
    expect(await rejection(body.next())).toMatchObject({ code: 'ERR_LABKEY_ABORTED' })
    await until(() => server.sockets.size === 0)
  })

  test('of a failure is read and understood', async () => {
    const exception = 'There is no such thing'
    const server = await startServer(() => ({ status: 404, body: { success: false, exception } }))
    const error = await rejection(openerOf(server.url).open())
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NOT_FOUND', serverMessage: exception })
  })

  test('is asked for again as long as there is no head', async () => {
    const server = await startServer((_request, count) =>
      count < 3 ? { status: 503 } : { body: 'rows' },
    )
    const { body } = await openerOf(server.url, { timing: stillClock().timing }).open()
    expect(await textOf(body)).toBe('rows')
    expect(server.requests).toHaveLength(3)
  })

  test('that is a page to sign in is no answer', async () => {
    const headers = { 'content-type': 'text/html;charset=UTF-8' }
    const server = await startServer(() => ({ headers, body: '<html>Sign In' }))
    expect(await rejection(openerOf(server.url).open())).toMatchObject({
      code: 'ERR_LABKEY_DECODE',
    })
    const { body } = await openerOf(server.url).open({ accept: 'text/html' })
    expect(await textOf(body)).toContain('Sign In')
  })

  test('follows a redirect within the origin', async () => {
    const server = await startServer((_request, count) =>
      count === 1 ? { status: 302, headers: { location: '/x' } } : { body: 'rows' },
    )
    expect(await textOf((await openerOf(server.url).open()).body)).toBe('rows')
    const away = await startServer(() => ({ status: 302, headers: { location: server.url } }))
    expect(await rejection(openerOf(away.url).open())).toMatchObject({
      code: 'ERR_LABKEY_REDIRECT',
    })
  })
})

describe('a streamed body', () => {
  const write = { method: 'POST', readOnly: false, contentType: 'text/plain' } as const

  async function* pieces(count: number) {
    for (let at = 0; at < count; at++) yield `piece ${at}\n`
  }

  test('is sent as it comes', async () => {
    const server = await startServer(() => ({ body: {} }))
    await openerOf(server.url).perform({ ...write, body: pieces(3) })
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      body: 'piece 0\npiece 1\npiece 2\n',
      headers: { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' },
    })
  })

  test('is sent once, even to read, and even when the key has changed', async () => {
    for (const status of [503, 401]) {
      let asked = 0
      const credentials = (request: { url: URL }) => fromChanging(asked++)(request)
      const server = await startServer(() => ({ status, body: {} }))
      const { perform } = openerOf(server.url, { credentials, timing: stillClock().timing })
      const error = await rejection(perform({ ...write, readOnly: true, body: pieces(3) }))
      expect(error).toMatchObject({ status, attempts: 1 })
      expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
    }
  })

  test('that fails by itself fails with its own words, and ends the request', async () => {
    const server = await startServer(() => ({ body: {} }))
    const own = new Error('the disk is on fire')
    async function* burning() {
      yield 'some'
      throw own
    }
    const error = await rejection(openerOf(server.url).perform({ ...write, body: burning() }))
    expect(error).toBe(own)
    await until(() => server.sockets.size === 0)
    expect(server.requests).toHaveLength(0)
  })

  test('is not read on when the answer is there before its end', async () => {
    let isClosed = false
    async function* endless() {
      try {
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve, 1))
          yield 'x'.repeat(1000)
        }
      } finally {
        isClosed = true
      }
    }
    const { createServer } = await import('node:http')
    const early = createServer((request, response) => {
      request.once('data', () => {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end('{"success":false,"exception":"No such list"}')
      })
    })
    await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve))
    const address = early.address()
    const port = typeof address === 'object' ? address?.port : 0
    const { perform } = openerOf(`http://127.0.0.1:${port}`)
    const error = await rejection(perform({ ...write, body: endless() }))
    expect(error).toMatchObject({ status: 400, serverMessage: 'No such list' })
    await until(() => isClosed)
    early.closeAllConnections()
    early.close()
  })
})

function fromChanging(count: number) {
  return async ({ url }: { readonly url: URL }) => {
    const { fromValue } = await import('@wellkey/client')
    return fromValue(`key-number-${count}`)({ url })
  }
}
