import { createClient, fromValue, isLabKeyError } from '@wellkey/client'
import { expect, test } from 'vitest'
import { startChaos, weather } from '../chaos.ts'
import { ann, sampleKey, startServer } from '../recording-server.ts'

const retry = { minDelayMs: 1, maxDelayMs: 10 }
const calls = 10_000

/** Runs a call so many times, sixteen at a time; answers with how many failed, and how. */
async function repeat(call: (at: number) => Promise<unknown>) {
  const failures: unknown[] = []
  let next = 0
  const line = async () => {
    while (next < calls) await call(next++).catch((error: unknown) => failures.push(error))
  }
  await Promise.all(Array.from({ length: 16 }, line))
  return failures
}

test('99.9 % of 10,000 reads succeed through a chaos proxy', async () => {
  const server = await startServer(() => ({ body: ann }))
  const chaos = await startChaos(server.port, { ...weather, seed: 1 })
  const labkey = createClient({ baseUrl: chaos.url, credentials: fromValue(sampleKey), retry })
  const failures = await repeat(() => labkey.security.whoAmI())
  expect(failures.length).toBeLessThanOrEqual(calls / 1000)
  // The weather was bad indeed.
  expect(chaos.done.dropped + chaos.done.cut + chaos.done.unavailable).toBeGreaterThan(200)
})

test('not one of 10,000 writes is done twice through a chaos proxy', async () => {
  const seen = new Map<string, number>()
  const server = await startServer((request) => {
    seen.set(request.body, (seen.get(request.body) ?? 0) + 1)
    return { body: ann }
  })
  const chaos = await startChaos(server.port, { ...weather, seed: 2 })
  const labkey = createClient({ baseUrl: chaos.url, credentials: fromValue(sampleKey), retry })
  const failures = await repeat((at) =>
    labkey.request({ controller: 'query', action: 'insertRows', body: { at } }),
  )
  expect(failures.length).toBeGreaterThan(100)
  expect(failures.every((error) => isLabKeyError(error))).toBe(true)
  expect([...seen.values()].filter((times) => times > 1)).toEqual([])
  expect(seen.size).toBeGreaterThanOrEqual(calls - failures.length)
})
