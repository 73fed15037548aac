import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createClient, exitCodeOf, fromValue, type LabKeyError } from '@wellkey/client'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ann, rejection, sampleKey, startServer, stillClock } from './recording-server.ts'

const credentials = fromValue(sampleKey)

async function closed(sockets: ReadonlySet<unknown>) {
  for (let round = 0; round < 100 && sockets.size > 0; round++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return sockets.size
}

async function silentServer() {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

describe('timeoutMs', () => {
  test('ends a call that is never answered, and closes its connection', async () => {
    const server = await startServer(() => undefined)
    const labkey = createClient({ baseUrl: server.url, credentials, timeoutMs: 300 })
    const startedAt = performance.now()
    const error = await rejection(labkey.security.whoAmI())
    expect(error).toMatchObject({ code: 'ERR_LABKEY_TIMEOUT', attempts: 1 })
    expect(exitCodeOf(error)).toBe(5)
    expect(performance.now() - startedAt).toBeGreaterThan(290)
    expect(performance.now() - startedAt).toBeLessThan(1500)
    expect(await closed(server.sockets)).toBe(0)
  })

  test('ends a call whose answer trickles', async () => {
    const server = await startServer((_request, _count, response) => {
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
      return undefined
    })
    const labkey = createClient({ baseUrl: server.url, credentials })
    const request = { controller: 'x', action: 'y', timeoutMs: 200 }
    expect(await rejection(labkey.request(request))).toMatchObject({ code: 'ERR_LABKEY_TIMEOUT' })
    expect(await closed(server.sockets)).toBe(0)
  })

  test('of a call wins over the one of the client', async () => {
    const server = await startServer(async () => {
      await new Promise((resolve) => setTimeout(resolve, 150))
      return { body: ann }
    })
    const labkey = createClient({ baseUrl: server.url, credentials, timeoutMs: 20 })
    const request = { controller: 'x', action: 'y', timeoutMs: 5000 }
    expect(await labkey.request(request)).toMatchObject({ id: 1004 })
  })
})

describe('connectTimeoutMs', () => {
  test('ends a TLS handshake that does not come about', async () => {
    const baseUrl = `https://127.0.0.1:${await silentServer()}`
    const options = { baseUrl, credentials, connectTimeoutMs: 200, retry: false } as const
    const error = (await rejection(createClient(options).security.whoAmI())) as LabKeyError
    expect(error).toMatchObject({ code: 'ERR_LABKEY_NETWORK', systemCode: 'ETIMEDOUT' })
  })

  test('does not count once the connection is up', async () => {
    const server = await startServer(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200))
      return { body: ann }
    })
    const labkey = createClient({ baseUrl: server.url, credentials, connectTimeoutMs: 50 })
    expect(await labkey.security.whoAmI()).toMatchObject({ id: 1004 })
  })
})

describe('signal', () => {
  test('stops a call under way, and closes its connection', async () => {
    const server = await startServer(() => undefined)
    const controller = new AbortController()
    const labkey = createClient({ baseUrl: server.url, credentials })
    const call = labkey.query.selectRows({
      schemaName: 'lists',
      queryName: 'Patients',
      signal: controller.signal,
    })
    const error = rejection(call)
    await vi.waitFor(() => expect(server.requests).toHaveLength(1), 5000)
    controller.abort(new Error('reason of the caller'))
    expect(await error).toMatchObject({ code: 'ERR_LABKEY_ABORTED', attempts: 1 })
    expect(server.requests).toHaveLength(1)
    expect(await closed(server.sockets)).toBe(0)
  })

  test('that is aborted already keeps the request from being sent', async () => {
    const server = await startServer(() => ({ body: {} }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const request = { controller: 'x', action: 'y', signal: AbortSignal.abort() }
    expect(await rejection(labkey.request(request))).toMatchObject({ code: 'ERR_LABKEY_ABORTED' })
    expect(server.requests).toHaveLength(0)
  })

  test('stops the wait before a retry', async () => {
    const server = await startServer(() => ({ status: 503 }))
    const controller = new AbortController()
    const labkey = createClient({ baseUrl: server.url, credentials, retry: { minDelayMs: 8000 } })
    const request = { controller: 'x', action: 'y', signal: controller.signal }
    setTimeout(() => controller.abort(), 100)
    const startedAt = performance.now()
    expect(await rejection(labkey.request(request))).toMatchObject({ code: 'ERR_LABKEY_ABORTED' })
    expect(performance.now() - startedAt).toBeLessThan(2000)
    expect(server.requests).toHaveLength(1)
  })
})

describe('a server out of reach', () => {
  test.each([
    ['nothing listens', 'http://127.0.0.1:1', 'ECONNREFUSED', 'check the port'],
    ['the name is unknown', 'https://no-such-host.invalid', /ENOTFOUND|EAI_AGAIN/, 'VPN'],
  ])('is explained: %s', async (_name, baseUrl, systemCode, words) => {
    const labkey = createClient({ baseUrl, credentials, timing: stillClock().timing })
    const error = (await rejection(labkey.security.whoAmI())) as LabKeyError
    expect(error).toMatchObject({
      code: 'ERR_LABKEY_NETWORK',
      attempts: 4,
      systemCode: expect.stringMatching(systemCode),
    })
    expect(error.message).toContain(`Cannot reach ${baseUrl} (`)
    expect(error.message).toContain(words)
    expect(exitCodeOf(error)).toBe(5)
  })

  test('is explained: https: asked of a port that speaks http', async () => {
    const server = await startServer(() => ({ body: {} }))
    const baseUrl = `https://127.0.0.1:${server.port}`
    const labkey = createClient({ baseUrl, credentials, retry: false })
    const error = (await rejection(labkey.security.whoAmI())) as LabKeyError
    expect(error.code).toBe('ERR_LABKEY_NETWORK')
    expect(error.message).toContain('does not speak TLS')
  })
})
