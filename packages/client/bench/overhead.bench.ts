// What the client's own code costs a call: the whole of it over a wire that does nothing, beside bare axios with
// an adapter that does nothing. One process, in turn.
import axios from 'axios'
import { createClient, fromValue } from '@wellkey/client'
import { cpuUs, median, type Figure } from '../../../.ci/bench/figure.ts'

const text = JSON.stringify({ id: 1004, email: 'ann@example.org', text: 'x'.repeat(245) })
const bytes = Buffer.from(text)
const key = 'a-key-for-benchmarks-0123456789abcdef'
const headers = { 'content-type': 'application/json;charset=utf-8', server: 'LabKey/24.11' }
const calls = 5000

/** An answer that is there already; what reads it listens as it would to a socket. */
class Answered {
  readonly statusCode = 200
  readonly headers = headers
  readonly complete = true
  #data: ((chunk: Buffer) => void) | undefined

  on(event: string, listener: (chunk: Buffer) => void): void {
    if (event === 'data') this.#data = listener
    if (event !== 'end') return
    this.#data?.(bytes)
    listener(bytes)
  }
}

const exchange = async () => ({
  incoming: new Answered(),
  settle: () => undefined,
  end: () => undefined,
  failure: () => new Error('none'),
})

const labkey = createClient({
  baseUrl: 'https://labkey.example.org/labkey',
  credentials: fromValue(key),
  environment: {},
  // The wire is no part of the public types.
  ...({ exchange } as object),
})
const ask = { controller: 'query', action: 'getSchemas', container: '/Demo Study' }

const bare = axios.create({
  baseURL: 'https://labkey.example.org/labkey',
  adapter: async (config) => ({ data: text, status: 200, statusText: 'OK', headers, config }),
})
const auth = { username: 'apikey', password: key }

async function repeat(call: () => Promise<unknown>): Promise<void> {
  for (let at = 0; at < calls; at++) await call()
}

/** Microseconds of CPU that a call costs over bare axios. */
export async function* figures(): AsyncGenerator<Figure> {
  const ours: number[] = []
  const theirs: number[] = []
  const path = '/Demo%20Study/query-getSchemas.api'
  for (let round = -3; round < 21; round++) {
    const one = await cpuUs(() => repeat(() => labkey.request(ask)))
    const other = await cpuUs(() => repeat(() => bare.get(path, { auth })))
    if (round < 0) continue
    ours.push(one / calls)
    theirs.push(other / calls)
  }
  yield {
    name: 'code of ours a call, over bare axios',
    unit: 'us',
    ours: median(ours) - median(theirs),
    budget: { of: 'ours', atMost: 6 },
  }
  yield {
    name: 'a call without a wire',
    unit: 'us',
    ours: median(ours),
    peer: { name: 'bare axios', value: median(theirs) },
  }
}
