import { createClient, fromValue } from '@wellkey/client'
import { expect, test } from 'vitest'
import { startChaos } from './chaos.ts'
import { ann, sampleKey, startServer } from './recording-server.ts'

const credentials = fromValue(sampleKey)
const retry = { minDelayMs: 1, maxDelayMs: 5 }

test('reads succeed in bad weather, and writes are never done twice', async () => {
  const written: string[] = []
  const server = await startServer((request) => {
    if (request.method === 'POST') written.push(request.body)
    return { body: ann }
  })
  const rough = { drop: 0.05, unavailable: 0.05, delay: 0.05, delayMs: 5, cut: 0.05, seed: 7 }
  const chaos = await startChaos(server.port, rough)
  const labkey = createClient({ baseUrl: chaos.url, credentials, retry })
  let reads = 0
  let acknowledged = 0
  for (let at = 0; at < 300; at++) {
    await labkey.security.whoAmI().then(
      () => reads++,
      () => undefined,
    )
    await labkey.request({ controller: 'query', action: 'insertRows', body: { at } }).then(
      () => acknowledged++,
      () => undefined,
    )
  }
  expect(reads).toBeGreaterThanOrEqual(298)
  expect(new Set(written).size).toBe(written.length)
  // What was acknowledged was done; what was not may have been.
  expect(written.length).toBeGreaterThanOrEqual(acknowledged)
  expect(acknowledged).toBeLessThan(300)
  expect(chaos.done.cut + chaos.done.dropped).toBeGreaterThan(20)
})
