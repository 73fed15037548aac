// Key validation on PostgreSQL: against a bare SELECT 1, on two instances, and among a million keys.
import { availableParallelism } from 'node:os'

import { median } from '../../../.ci/bench/figure.ts'
import type { Figure } from '../../../.ci/bench/figure.ts'
import { askWithNewKey, load, startBench, startTarget } from './postgres-setup.ts'
import type { Bench, Question, Running } from './postgres-setup.ts'

const rounds = 5
const connections = 50
const seconds = 2
const warmUpSeconds = 5
const million = 1_000_000
const thousand = 1000

/** Rates of one instance, its peer and two instances, then the delay with few and with many keys. */
export async function* figures(): AsyncGenerator<Figure> {
  const bench = await startBench()
  const running: Running[] = []
  const start = async (kind: 'ours' | 'select-1'): Promise<Running> => {
    const started = await startTarget(bench, kind)
    running.push(started)
    return started
  }
  try {
    const one = await start('ours')
    const two = await start('ours')
    const peer = await start('select-1')
    const question = await askWithNewKey(bench, one)
    const nothing: Question = { path: '/', headers: {} }
    for (const [server, asked] of [
      [one, question],
      [two, question],
      [peer, nothing],
    ] as const) {
      await load([server], asked, connections, warmUpSeconds)
    }
    const rates = { ours: [] as number[], peer: [] as number[], both: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      rates.peer.push(await rate([peer], nothing))
      rates.ours.push(await rate([one], question))
      rates.both.push(await rate([one, two], question))
    }
    const [ours, select, both] = [rates.ours, rates.peer, rates.both].map((all) =>
      Math.round(median(all)),
    ) as [number, number, number]
    yield {
      name: `whoami with a session key on PostgreSQL, audit record included, ${connections} connections`,
      unit: 'req/s',
      ours,
      peer: { name: 'SELECT 1 a request, same pool and framework', value: select },
      budget: { of: 'ours/peer', atLeast: 0.5 },
    }
    const cores = availableParallelism()
    // Two instances, their clients and the database need a core each to show what they can.
    const hasRoom = cores >= 6
    yield {
      name: `the same on two instances, ${connections} connections each${hasRoom ? '' : `, all on ${cores} cores with clients and database`}`,
      unit: 'req/s',
      ours: both,
      peer: { name: 'one instance', value: ours },
      ...(hasRoom && { budget: { of: 'ours/peer', atLeast: 1.6 } as const }),
    }
    yield* amongMany(bench, one, question)
  } finally {
    for (const server of running) server.stop()
    await bench.cluster.remove()
  }
}

async function* amongMany(
  bench: Bench,
  server: Running,
  question: Question,
): AsyncGenerator<Figure> {
  const delay = async (): Promise<number> => {
    const results: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const [result] = await load([server], question, 10, seconds)
      results.push(result?.p99Ms ?? Number.NaN)
    }
    return Number(median(results).toFixed(2))
  }
  await fill(bench, thousand)
  const few = await delay()
  await fill(bench, million)
  const many = await delay()
  const [{ bytes } = {}] = await bench.cluster.query(
    bench.plan.url,
    `SELECT (pg_total_relation_size('wellkey.session_keys') + pg_total_relation_size('wellkey.sessions'))
      ::float8 AS bytes`,
  )
  yield {
    name: '99 of 100 validations are answered within, a million session keys in 100,000 sessions',
    unit: 'ms',
    ours: many,
    peer: { name: 'a thousand keys', value: few },
    budget: { of: 'ours/peer', atMost: 1.5 },
  }
  yield {
    name: 'a session key in the database with its tenth of a session, of a million',
    unit: 'bytes',
    ours: Math.round(Number(bytes) / million),
  }
}

/** Fills the database up to so many keys, ten to a session, of sessions that are in use. */
async function fill({ cluster, plan }: Bench, keys: number): Promise<void> {
  await cluster.query(
    plan.url,
    `WITH most AS (SELECT count(*) AS sessions FROM wellkey.sessions), made AS (
      INSERT INTO wellkey.sessions
        (accessor, digest, user_id, origin, started_at, used_at, key_count, state)
      SELECT 's' || n, translate(encode(sha256(('s' || n)::bytea), 'base64'), '+/=', '-_'), 1001, 'login',
        moment, moment, 10, '{"termsVersion":null,"declarations":[],"impersonation":null}'
      FROM most, generate_series(most.sessions, ${keys / 10}) AS n,
        (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint + 3600000 AS moment) AS time
      RETURNING accessor
    )
    INSERT INTO wellkey.session_keys (digest, accessor, session, created_at)
    SELECT translate(encode(sha256((accessor || ' ' || n)::bytea), 'base64'), '+/=', '-_'),
      'k' || n, accessor, 0
    FROM made, generate_series(1, 10) AS n`,
  )
  await cluster.query(plan.url, 'VACUUM ANALYZE wellkey.session_keys')
  await cluster.query(plan.url, 'VACUUM ANALYZE wellkey.sessions')
  await cluster.query(plan.url, 'CHECKPOINT')
}

async function rate(servers: readonly Running[], question: Question): Promise<number> {
  const results = await load(servers, question, connections, seconds)
  return results.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0)
}
