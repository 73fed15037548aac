// Key validation over HTTP against a bare hello world of the same framework, in turn on one machine.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { median } from '../../../.ci/bench/figure.ts'
import type { Figure } from '../../../.ci/bench/figure.ts'
import type { LoadPlan, LoadResult } from './load.ts'
import type { Target } from './target.ts'

const run = promisify(execFile)
const rounds = 7
const connections = 50
const seconds = 2

/** Requests a second of `whoami` with a session key, audit record included, and of a hello world. */
export async function* figures(): AsyncGenerator<Figure> {
  const ours = await start('whoami')
  const peer = await start('hello')
  const samples = { ours: [] as LoadResult[], peer: [] as LoadResult[] }
  // A round to warm up, not counted.
  for (let round = -1; round < rounds; round += 1) {
    const [peerResult, oursResult] = [await load(peer.target), await load(ours.target)]
    if (peerResult.failures + oursResult.failures > 0) throw new Error('An answer was not 200')
    if (round < 0) continue
    samples.peer.push(peerResult)
    samples.ours.push(oursResult)
  }
  ours.stop()
  peer.stop()
  const rate = (results: readonly LoadResult[]): number =>
    Math.round(median(results.map(({ requestsPerSecond }) => requestsPerSecond)))
  const p99 = (results: readonly LoadResult[]): number =>
    Number(median(results.map(({ p99Ms }) => p99Ms)).toFixed(2))
  yield {
    name: `whoami with a session key, audit record included, ${connections} connections`,
    unit: 'req/s',
    ours: rate(samples.ours),
    peer: { name: 'hono hello world', value: rate(samples.peer) },
    budget: { of: 'ours/peer', atLeast: 0.6 },
  }
  yield {
    name: 'of these, 99 of 100 are answered within',
    unit: 'ms',
    ours: p99(samples.ours),
    peer: { name: 'hono hello world', value: p99(samples.peer) },
    budget: { of: 'ours', atMost: 20 },
  }
}

async function start(kind: string): Promise<{ target: Target; stop: () => void }> {
  const profile = process.env['PROFILE'] === kind ? ['--cpu-prof'] : []
  const args = [...profile, '--import', 'tsx', fileOf('target.ts'), kind]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { target: JSON.parse(line) as Target, stop: () => child.kill('SIGINT') }
}

async function load(target: Target): Promise<LoadResult> {
  const plan: LoadPlan = { ...target, connections, seconds }
  const env = { ...process.env, LOAD_PLAN: JSON.stringify(plan) }
  const { stdout } = await run(process.execPath, ['--import', 'tsx', fileOf('load.ts')], { env })
  return JSON.parse(stdout) as LoadResult
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
