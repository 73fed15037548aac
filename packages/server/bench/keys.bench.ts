// What a million API keys take of the memory, and what it costs to find one among them.
import { randomBytes, randomUUID } from 'node:crypto'

import { createMemoryStore } from '@wellkey/server'
import type { Clock, MemoryStore, User } from '@wellkey/server'

import type { Figure } from '../../../.ci/bench/figure.ts'
import { medianMs } from '../../../.ci/bench/figure.ts'

const million = 1_000_000
const lookUps = 100_000
// More than the caches of a processor hold.
const asked = 20_000
const batch = 20

const user: User = {
  id: 1,
  email: 'ann@example.org',
  displayName: 'ann',
  role: 'reader',
  isActive: true,
  maxPhi: 'Restricted',
}
const clock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  advance: () => undefined,
  reset: () => undefined,
}

/** Bytes a key, and the time of 100,000 look-ups among a thousand and among a million keys. */
export async function* figures(): AsyncGenerator<Figure> {
  const few = newStore()
  const fewDigests = await fill(few, 1000)
  const before = usedBytes()
  const many = newStore()
  const manyDigests = await fill(many, million)
  yield {
    name: 'an API key held in memory, of a million',
    unit: 'bytes',
    // The digests to look up are the benchmark's own.
    ours: Math.round((usedBytes() - before) / million),
    budget: { of: 'ours', atMost: 100 },
  }
  const spread = { million: 0, thousand: 0 }
  const times = await medianMs({
    million: async () => (spread.million = await lookUp(many, manyDigests)),
    thousand: async () => (spread.thousand = await lookUp(few, fewDigests)),
  })
  yield {
    name: '100,000 look-ups of a key among a million',
    unit: 'ms',
    ours: Number(times.million.toFixed(1)),
    peer: { name: 'among a thousand', value: Number(times.thousand.toFixed(1)) },
  }
  yield {
    name: 'of these, 99 of 100 take',
    unit: 'us',
    ours: Number(spread.million.toFixed(2)),
    peer: { name: 'among a thousand', value: Number(spread.thousand.toFixed(2)) },
    budget: { of: 'ours/peer', atMost: 1.5 },
  }
  yield await sessions()
}

/** Bytes a signed-in session, of a hundred thousand. */
async function sessions(): Promise<Figure> {
  const count = 100_000
  const store = newStore(count)
  const before = usedBytes()
  for (let made = 0; made < count; made += 1) {
    const digest = randomBytes(32).toString('base64url')
    await store.sessions.start(digest, { user, origin: 'login', apiKeyAccessor: null })
  }
  const used = usedBytes() - before
  // Asked at the end, so that the store is not collected before.
  if ((await store.sessions.count()).sessions !== count) throw new Error('A session is missing')
  return {
    name: '100,000 sessions',
    unit: 'MB',
    ours: Number((used / 2 ** 20).toFixed(1)),
    budget: { of: 'ours', atMost: 150 },
  }
}

function newStore(maxPerUser = 10): MemoryStore {
  return createMemoryStore({
    clock,
    users: [user],
    passwordHashes: () => Promise.resolve(new Map()),
    limits: {
      idleMs: 3_600_000,
      absoluteMs: 3_600_000,
      maxPerUser,
      maxFromCredentials: 10,
      maxKeysPerSession: 10,
    },
    settings: { allowApiKeys: true, apiKeyExpirationSeconds: -1, allowSessionKeys: true },
    maxAuditRecords: 1,
  })
}

/** Fills a store and returns {@link asked} digests of its keys, each a text of its own. */
async function fill(store: MemoryStore, count: number): Promise<readonly string[]> {
  const digests: string[] = []
  for (let made = 0; made < count; made += 1) {
    const digest = randomBytes(32).toString('base64url')
    if (made % Math.ceil(count / asked) === 0) digests.push(digest)
    const accessor = randomUUID().slice(-12)
    await store.apiKeys.add({ digest, accessor, userId: 1, description: null, expiresAt: null })
  }
  // As many texts for few keys, so that only the keys are near at hand and not what is asked for.
  return Array.from({ length: asked }, (_, place) =>
    Buffer.from(digests[place % digests.length] ?? '').toString(),
  )
}

/** Looks keys up, a batch at a time, and returns the microseconds for one that 99 of 100 batches stay below. */
async function lookUp(store: MemoryStore, digests: readonly string[]): Promise<number> {
  const took: number[] = []
  for (let done = 0; done < lookUps; done += batch) {
    const began = performance.now()
    for (let place = done; place < done + batch; place += 1) {
      const found = await store.apiKeys.find(digests[place % digests.length] ?? '')
      if (found === undefined) throw new Error('A key is missing')
    }
    took.push(((performance.now() - began) * 1000) / batch)
  }
  return took.toSorted((left, right) => left - right)[Math.floor(took.length * 0.99)] ?? Number.NaN
}

function usedBytes(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
