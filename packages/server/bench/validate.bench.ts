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
// What a server is compiled to settles within some ten thousand requests.
const warmUpSeconds = 10

interface Sample extends LoadResult {
  /** CPU time of the server, user and system, for one answer. */
  readonly cpuUs: number
}

/** `whoami` with a session key, audit record included, and a hello world: rate, CPU time and delay. */
export async function* figures(): AsyncGenerator<Figure> {
  const ours = await start('whoami')
  const peer = await start('hello')
  const samples = { ours: [] as Sample[], peer: [] as Sample[] }
  for (const server of [peer, ours]) await sample(server, warmUpSeconds)
  for (let round = 0; round < rounds; round += 1) {
    const [peerResult, oursResult] = [await sample(peer, seconds), await sample(ours, seconds)]
    samples.peer.push(peerResult)
    samples.ours.push(oursResult)
  }
  ours.stop()
  peer.stop()
  const middle = (of: keyof typeof samples, field: keyof Sample, digits = 0): number =>
    Number(median(samples[of].map((taken) => taken[field])).toFixed(digits))
  yield {
    name: `whoami with a session key, audit record included, ${connections} connections`,
    unit: 'req/s',
    ours: middle('ours', 'requestsPerSecond'),
    peer: { name: 'hono hello world', value: middle('peer', 'requestsPerSecond') },
    budget: { of: 'ours/peer', atLeast: 0.6 },
  }
  // Steadier than the rate on a machine that does other things, too.
  yield {
    name: 'CPU time of the server for one of these',
    unit: 'us',
    ours: middle('ours', 'cpuUs', 1),
    peer: { name: 'hono hello world', value: middle('peer', 'cpuUs', 1) },
    budget: { of: 'peer/ours', atLeast: 0.6 },
  }
  yield {
    name: 'of these, 99 of 100 are answered within',
    unit: 'ms',
    ours: middle('ours', 'p99Ms', 2),
    peer: { name: 'hono hello world', value: middle('peer', 'p99Ms', 2) },
    budget: { of: 'ours', atMost: 20 },
  }
}

interface Running {
  readonly target: Target
  readonly cpuUs: () => Promise<number>
  readonly stop: () => void
}

async function start(kind: string): Promise<Running> {
  const profile = process.env['PROFILE'] === kind ? ['--cpu-prof'] : []
  const args = [...profile, '--import', 'tsx', fileOf('target.ts'), kind]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  if (child.stdout === null) throw new Error('The server has no output')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    target: JSON.parse(line) as Target,
    cpuUs: async () => {
      child.send('cpu')
      const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
      return user + system
    },
    stop: () => void child.kill('SIGINT'),
  }
}

async function sample({ target, cpuUs }: Running, length: number): Promise<Sample> {
  const plan: LoadPlan = { ...target, connections, seconds: length }
  const env = { ...process.env, LOAD_PLAN: JSON.stringify(plan) }
  const before = await cpuUs()
  const { stdout } = await run(process.execPath, ['--import', 'tsx', fileOf('load.ts')], { env })
  const result = JSON.parse(stdout) as LoadResult
  if (result.failures > 0) throw new Error('An answer was not 200')
  const taken = (await cpuUs()) - before
  return { ...result, cpuUs: taken / (result.requestsPerSecond * length) }
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
