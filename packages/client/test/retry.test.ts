import { createClient, fromValue } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import {
  ann,
  onePatient,
  rejection,
  sampleKey,
  startServer,
  stillClock,
} from './recording-server.ts'

const credentials = fromValue(sampleKey)
const lists = { schemaName: 'lists', queryName: 'Patients' }

describe('reads', () => {
  test.each([408, 429, 502, 503, 504])('are sent again after a %i', async (status) => {
    const server = await startServer((_request, count) =>
      count <= 2 ? { status, body: '<html>' } : { body: onePatient },
    )
    const { timing, sleeps } = stillClock()
    const labkey = createClient({ baseUrl: server.url, credentials, timing })
    expect((await labkey.query.selectRows(lists)).rows).toHaveLength(1)
    expect(server.requests).toHaveLength(3)
    expect(sleeps).toEqual([500, 1000])
  })

  test('are sent again after the connection broke', async () => {
    const server = await startServer((_request, count, response) => {
      if (count > 1) return { body: ann }
      response.socket?.destroy()
      return undefined
    })
    const labkey = createClient({ baseUrl: server.url, credentials, timing: stillClock().timing })
    expect(await labkey.security.whoAmI()).toMatchObject({ id: 1004 })
    expect(server.requests).toHaveLength(2)
  })

  test('are sent again after the answer was cut', async () => {
    const server = await startServer((_request, count, response) => {
      if (count > 1) return { body: ann }
      response.setHeader('content-length', '1000')
      response.write('{"id":')
      setTimeout(() => response.socket?.destroy(), 20)
      return undefined
    })
    const labkey = createClient({ baseUrl: server.url, credentials, timing: stillClock().timing })
    expect(await labkey.security.whoAmI()).toMatchObject({ id: 1004 })
  })

  test('give up after three retries and say how often they tried', async () => {
    const server = await startServer(() => ({ status: 503 }))
    const { timing, sleeps } = stillClock()
    const labkey = createClient({ baseUrl: server.url, credentials, timing })
    const error = await rejection(labkey.security.whoAmI())
    expect(error).toMatchObject({
      code: 'ERR_LABKEY_SERVER',
      status: 503,
      attempts: 4,
      durationMs: 3500,
    })
    expect(server.requests).toHaveLength(4)
    expect(sleeps).toEqual([500, 1000, 2000])
  })

  test.each([
    [false, 1],
    [{ retries: 0 }, 1],
    [{ retries: 1 }, 2],
  ] as const)('are retried as the option says: %j', async (retry, sent) => {
    const server = await startServer(() => ({ status: 503 }))
    const { timing } = stillClock()
    const labkey = createClient({ baseUrl: server.url, credentials, timing, retry })
    await rejection(labkey.security.whoAmI())
    expect(server.requests).toHaveLength(sent)
  })

  test('wait up to the doubled delay, by chance, and never above eight seconds', async () => {
    const server = await startServer(() => ({ status: 503 }))
    const { timing, sleeps } = stillClock(0.5)
    const options = { baseUrl: server.url, credentials, timing, retry: { retries: 6 } }
    await rejection(createClient(options).security.whoAmI())
    expect(sleeps).toEqual([250, 500, 1000, 2000, 4000, 4000])
  })

  test.each([
    ['seconds', '7', 7000],
    ['a date', 'Sat, 23 Nov 2024 12:00:09 GMT', 9000],
    ['nonsense, so it does not count', 'soon', 500],
    ['a negative number, so it does not count', '-5', 500],
  ])('obey Retry-After: %s', async (_name, retryAfter, waited) => {
    const server = await startServer((_request, count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': retryAfter } } : { body: ann },
    )
    const { timing, sleeps } = stillClock()
    await createClient({ baseUrl: server.url, credentials, timing }).security.whoAmI()
    expect(sleeps).toEqual([waited])
  })

  test('do not wait longer than thirty seconds, but fail and say how long it would be', async () => {
    const server = await startServer(() => ({ status: 429, headers: { 'retry-after': '31' } }))
    const { timing, sleeps } = stillClock()
    const labkey = createClient({ baseUrl: server.url, credentials, timing })
    const error = await rejection(labkey.security.whoAmI())
    expect(error).toMatchObject({ code: 'ERR_LABKEY_SERVER', status: 429, attempts: 1 })
    expect((error as Error).message).toContain('try again in 31 s')
    expect(sleeps).toEqual([])
  })

  test.each([400, 401, 403, 404, 405, 500])('are not sent again after a %i', async (status) => {
    const server = await startServer(() => ({ status, body: { success: false, exception: 'no' } }))
    const labkey = createClient({ baseUrl: server.url, credentials, timing: stillClock().timing })
    expect(await rejection(labkey.query.selectRows(lists))).toMatchObject({ status })
    expect(server.requests).toHaveLength(1)
  })
})

describe('writes', () => {
  test.each([408, 429, 500, 502, 503, 504])('are never sent again after a %i', async (status) => {
    const server = await startServer(() => ({ status }))
    const labkey = createClient({ baseUrl: server.url, credentials, timing: stillClock().timing })
    const request = { controller: 'query', action: 'insertRows', body: {} }
    expect(await rejection(labkey.request(request))).toMatchObject({ status, attempts: 1 })
    expect(server.requests).toHaveLength(1)
  })

  test('are never sent again after the connection broke', async () => {
    const server = await startServer((_request, _count, response) => {
      response.socket?.destroy()
      return undefined
    })
    const labkey = createClient({ baseUrl: server.url, credentials, timing: stillClock().timing })
    const request = { controller: 'query', action: 'insertRows', body: {} }
    expect(await rejection(labkey.request(request))).toMatchObject({ code: 'ERR_LABKEY_NETWORK' })
    expect(server.requests).toHaveLength(1)
  })

  test('are sent again when the caller says that they only read', async () => {
    const server = await startServer((_request, count) =>
      count === 1 ? { status: 503 } : { body: {} },
    )
    const labkey = createClient({ baseUrl: server.url, credentials, timing: stillClock().timing })
    await labkey.request({
      controller: 'query',
      action: 'selectDistinct',
      form: {},
      readOnly: true,
    })
    expect(server.requests).toHaveLength(2)
  })
})
