import { getEventListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient, fromValue } from '@wellkey/client'
import { expect, test } from 'vitest'
import { ann, sampleKey, startServer } from '../recording-server.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heapMiB(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed / 1024 / 1024
}

test('100,000 calls leave nothing behind: no heap, no listeners, no connections', async () => {
  const server = await startServer(() => {
    // The server of tests remembers everything, which is not what is measured here.
    ;(server.requests as unknown[]).length = 0
    return { body: ann, headers: { 'set-cookie': 'JSESSIONID=one; Path=/' } }
  })
  const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
  const { signal } = new AbortController()
  const call = { controller: 'query', action: 'getSchemas', container: '/Demo Study', signal }
  const run = async (calls: number) => {
    let left = calls
    const line = async () => {
      while (left-- > 0) await labkey.request(call)
    }
    await Promise.all(Array.from({ length: 16 }, line))
  }
  await run(20_000)
  const before = heapMiB()
  await run(100_000)
  expect(heapMiB() - before).toBeLessThan(2)
  expect(server.sockets.size).toBeLessThanOrEqual(16)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})
