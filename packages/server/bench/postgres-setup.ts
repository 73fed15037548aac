// A PostgreSQL of a benchmark's own, instances on it, and load on them.
import { execFile, fork } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { startCluster } from '../test/postgres/cluster.ts'
import type { Cluster } from '../test/postgres/cluster.ts'
import type { LoadPlan, LoadResult } from './load.ts'
import type { PostgresPlan } from './postgres-target.ts'

const run = promisify(execFile)

/** What all of a benchmark's servers share. */
export interface Bench {
  readonly cluster: Cluster
  readonly plan: Omit<PostgresPlan, 'kind'>
}

/** A server in a process of its own. */
export interface Running {
  readonly port: number
  readonly stop: () => void
}

/** What to ask: a path and its headers. */
export type Question = Pick<LoadPlan, 'path' | 'headers'>

/** Starts a cluster that syncs what it acknowledges, with an empty database. */
export async function startBench(): Promise<Bench> {
  const cluster = await startCluster({ fsync: true })
  const secret = randomBytes(32).toString('hex')
  const who = { email: 'ann@example.org', password: randomUUID() }
  return { cluster, plan: { url: await cluster.newDatabase(), secret, ...who } }
}

/** Starts one server, ours or its peer. */
export async function startTarget({ plan }: Bench, kind: PostgresPlan['kind']): Promise<Running> {
  const child = fork(fileOf('postgres-target.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, POSTGRES_PLAN: JSON.stringify({ ...plan, kind }) },
  })
  const [port] = (await once(child, 'message')) as [number]
  return { port, stop: () => void child.kill('SIGINT') }
}

/** Signs in, makes a session key, and returns how `whoami` is asked with it. */
export async function askWithNewKey({ plan }: Bench, { port }: Running): Promise<Question> {
  const url = `http://127.0.0.1:${port}`
  const login = await post(`${url}/login-loginApi.api`, plan, {})
  const cookies = login.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
  const token = cookies.find((cookie) => cookie.startsWith('X-LABKEY-CSRF'))?.split('=')[1] ?? ''
  const headers = { Cookie: cookies.join('; '), 'X-LABKEY-CSRF': token }
  const made = await post(`${url}/home/security-createApiKey.api`, { type: 'session' }, headers)
  const { apikey } = (await made.json()) as { apikey: string }
  return {
    path: '/login-whoami.api',
    headers: {
      Authorization: `Basic ${Buffer.from(`apikey:${apikey}`).toString('base64')}`,
      Cookie: `X-LABKEY-CSRF=${token}`,
    },
  }
}

/** Asks servers at once, each over so many connections, from a process each; returns what each gave. */
export function load(
  servers: readonly Running[],
  question: Question,
  connections: number,
  seconds: number,
): Promise<readonly LoadResult[]> {
  return Promise.all(
    servers.map(async ({ port }) => {
      const plan: LoadPlan = { port, ...question, connections, seconds }
      const env = { ...process.env, LOAD_PLAN: JSON.stringify(plan) }
      const { stdout } = await run(process.execPath, ['--import', 'tsx', fileOf('load.ts')], {
        env,
      })
      const result = JSON.parse(stdout) as LoadResult
      if (result.failures > 0) throw new Error('An answer was not 200')
      return result
    }),
  )
}

function post(url: string, body: object, headers: Record<string, string>): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
