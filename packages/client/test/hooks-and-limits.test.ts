import { inspect } from 'node:util'
import { createClient, fromValue } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { until } from './byte-streams.ts'
import { ann, rejection, sampleKey, startServer, stillClock } from './recording-server.ts'

const credentials = fromValue(sampleKey)
const secretCall = {
  controller: 'query',
  action: 'getSchemas',
  params: { patient: 'PATIENT-JANE-DOE' },
}

describe('hooks', () => {
  test('hear of every request, answer and retry', async () => {
    const server = await startServer((_request, count) =>
      count === 1
        ? { status: 503 }
        : { body: ann, headers: { 'x-request-id': 'r-7', server: 'LabKey/25.3' } },
    )
    const heard: unknown[] = []
    const labkey = createClient({
      baseUrl: server.url,
      credentials,
      timing: stillClock().timing,
      hooks: {
        beforeRequest: (request) => void heard.push(['before', request]),
        afterResponse: (response) => void heard.push(['after', response]),
        onRetry: (retry) => void heard.push(['retry', retry]),
      },
    })
    await labkey.request(secretCall)
    const info = {
      method: 'GET',
      url: `${server.url}/query-getSchemas.api`,
      action: 'query-getSchemas',
    }
    expect(heard).toEqual([
      ['before', info],
      ['after', { ...info, status: 503, durationMs: 0 }],
      ['retry', { ...info, attempt: 1, delayMs: 500, reason: 503 }],
      ['before', info],
      ['after', { ...info, status: 200, durationMs: 0, requestId: 'r-7', release: '25.3' }],
    ])
  })

  test('see no secret and no value', async () => {
    const server = await startServer(() => ({
      body: ann,
      headers: { 'set-cookie': 'JSESSIONID=SESSIONOFTHESERVER; Path=/' },
    }))
    const heard: unknown[] = []
    const labkey = createClient({
      baseUrl: server.url,
      credentials,
      hooks: {
        beforeRequest: (...all) => void heard.push(all),
        afterResponse: (...all) => void heard.push(all),
      },
    })
    await labkey.request(secretCall)
    await labkey.request({ controller: 'x', action: 'y', body: { name: 'PATIENT-JANE-DOE' } })
    const token = String(server.requests[1]?.headers['x-labkey-csrf'])
    const text = inspect(heard, { depth: Infinity, showHidden: true, getters: true })
    const basic = Buffer.from(`apikey:${sampleKey}`).toString('base64')
    for (const mark of [sampleKey, basic, token, 'SESSIONOFTHESERVER', 'PATIENT-JANE-DOE']) {
      expect(text).not.toContain(mark)
    }
    expect(heard).toHaveLength(4)
  })

  test('may add headers, but none that prove an identity', async () => {
    const server = await startServer(() => ({ body: ann }))
    const sending = (headers: Readonly<Record<string, string>>) =>
      createClient({
        baseUrl: server.url,
        credentials,
        hooks: { beforeRequest: async () => headers },
      }).security.whoAmI()
    await sending({ traceparent: '00-ab-cd-01' })
    expect(server.requests[0]?.headers).toMatchObject({ traceparent: '00-ab-cd-01' })
    for (const name of ['Authorization', 'apikey', 'cookie', 'HOST', 'X-LabKey-CSRF', 'a b']) {
      expect(await rejection(sending({ [name]: 'x' }))).toMatchObject({
        code: 'ERR_LABKEY_OPTIONS',
      })
    }
    expect(await rejection(sending({ a: 'x\r\nb: y' }))).toMatchObject({
      code: 'ERR_LABKEY_OPTIONS',
    })
    expect(server.requests).toHaveLength(1)
  })

  test('fail the call with their own words', async () => {
    const server = await startServer(() => ({ body: ann }))
    const own = new Error('no budget left')
    const hooks = {
      beforeRequest: () => {
        throw own
      },
    }
    const labkey = createClient({ baseUrl: server.url, credentials, hooks })
    expect(await rejection(labkey.security.whoAmI())).toBe(own)
    expect(server.requests).toHaveLength(0)
  })
})

describe('maxConcurrent', () => {
  test('lets so many requests be under way, the others in their order', async () => {
    let open = 0
    let most = 0
    const server = await startServer(async () => {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, 10))
      open--
      return { body: ann }
    })
    const labkey = createClient({ baseUrl: server.url, credentials, maxConcurrent: 3 })
    const names = Array.from({ length: 12 }, (_, at) => `x${at}`)
    await Promise.all(names.map((action) => labkey.request({ controller: 'c', action })))
    expect(most).toBe(3)
    expect(server.requests).toHaveLength(12)
    expect(server.sockets.size).toBeLessThanOrEqual(3)
  })

  test('keeps nobody in line who has given up, or waits too long', async () => {
    const server = await startServer((_request, count) => (count === 1 ? undefined : { body: ann }))
    const labkey = createClient({ baseUrl: server.url, credentials, maxConcurrent: 1 })
    const call = { controller: 'x', action: 'y' }
    const first = rejection(labkey.request({ ...call, timeoutMs: 600 }))
    await until(() => server.requests.length === 1)
    const controller = new AbortController()
    const second = rejection(labkey.request({ ...call, signal: controller.signal }))
    const third = rejection(labkey.request({ ...call, timeoutMs: 50 }))
    setTimeout(() => controller.abort(), 20)
    expect(await second).toMatchObject({ code: 'ERR_LABKEY_ABORTED' })
    expect(await third).toMatchObject({ code: 'ERR_LABKEY_TIMEOUT' })
    expect(await first).toMatchObject({ code: 'ERR_LABKEY_TIMEOUT' })
    expect(server.requests).toHaveLength(1)
    // The place that they waited for is free.
    expect(await labkey.request(call)).toMatchObject({ email: ann.email })
  })

  test('gives the place of a failed request back', async () => {
    const server = await startServer((_request, count, response) => {
      if (count > 3) return { body: ann }
      response.socket?.destroy()
      return undefined
    })
    const labkey = createClient({
      baseUrl: server.url,
      credentials,
      maxConcurrent: 1,
      retry: false,
    })
    for (let at = 0; at < 3; at++) await rejection(labkey.security.whoAmI())
    expect(await labkey.security.whoAmI()).toMatchObject({ email: ann.email })
  })
})

describe('totalTimeoutMs', () => {
  test('ends a call with its retries, and says so', async () => {
    const server = await startServer(() => ({ status: 503 }))
    const { timing, sleeps } = stillClock()
    const options = { baseUrl: server.url, credentials, timing, totalTimeoutMs: 2000 }
    const error = await rejection(createClient(options).security.whoAmI())
    // 500 and 1000 ms are within, another 2000 would not be: what the server said last is the answer.
    expect(error).toMatchObject({ code: 'ERR_LABKEY_SERVER', status: 503, attempts: 3 })
    expect(sleeps).toEqual([500, 1000])
  })

  test('shortens an attempt to what is left', async () => {
    const server = await startServer(() => undefined)
    const labkey = createClient({ baseUrl: server.url, credentials, totalTimeoutMs: 150 })
    const error = await rejection(labkey.security.whoAmI())
    expect(error).toMatchObject({ code: 'ERR_LABKEY_TIMEOUT', attempts: 1 })
    expect((error as Error).message).toContain('150 ms, retries included')
  })
})

describe('the budget of retries', () => {
  test('ends retries when nothing but them is sent', async () => {
    const server = await startServer(() => ({ status: 503 }))
    const options = { baseUrl: server.url, credentials, timing: stillClock().timing }
    const labkey = createClient(options)
    for (let at = 0; at < 60; at++) await rejection(labkey.security.whoAmI())
    // 60 calls, and 100 retries at the most, where 180 would have been asked for.
    expect(server.requests).toHaveLength(160)
  })

  test('is filled again by calls that succeed', async () => {
    let isDown = true
    const server = await startServer(() => (isDown ? { status: 503 } : { body: ann }))
    const options = { baseUrl: server.url, credentials, timing: stillClock().timing }
    const labkey = createClient(options)
    for (let at = 0; at < 60; at++) await rejection(labkey.security.whoAmI())
    isDown = false
    for (let at = 0; at < 15; at++) await labkey.security.whoAmI()
    isDown = true
    expect(await rejection(labkey.security.whoAmI())).toMatchObject({ attempts: 4 })
  })
})
