// Runs a server for minutes under load, with sessions and keys that come and go, and fails if an answer is
// wrong, or if memory, connections or sessions grow. `npm run soak -- --minutes 3`, by default 10.
import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { createServer } from '@wellkey/server'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } })
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new TypeError(`--minutes '${values.minutes}' is not a number`)

const workers = 8
const mostMiBPerMinute = 1
const user = { email: 'ann@example.org', password: randomUUID(), role: 'editor' } as const
const server = createServer({
  users: [user],
  containers: [{ path: '/Lab' }],
  tables: [
    {
      name: 'People',
      columns: [
        { name: 'Key', type: 'int', key: true },
        { name: 'Name', type: 'string' },
      ],
      rows: Array.from({ length: 200 }, (_, index) => ({ Key: index, Name: `person ${index}` })),
    },
  ],
  settings: {
    allowApiKeys: true,
    allowSessionKeys: true,
    maxSessionsPerUser: workers,
    maxAuditRecords: 1000,
    passwordCost: { cost: 16, blockSize: 1, parallelization: 1 },
  },
})
const { url, close } = await server.listen()
const end = performance.now() + minutes * 60_000
let answers = 0
const wrong: string[] = []

const rows = '/Lab/query-selectRows.api?schemaName=lists&query.queryName=People&query.maxRows=20'
const basic = (key: string): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`apikey:${key}`).toString('base64')}`,
})

async function ask(path: string, expected: number, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url + path, init)
  answers += 1
  if (response.status !== expected) {
    wrong.push(
      `${path}: ${response.status} instead of ${expected}: ${await response.clone().text()}`,
    )
  }
  return response
}

const post = (
  path: string,
  status: number,
  headers: Record<string, string>,
  body: object,
): Promise<Response> =>
  ask(path, status, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** A person's day: sign in, two keys, use them, sign out, and find the session key dead. */
async function round(): Promise<void> {
  const login = await post('/login-loginApi.api', 200, {}, user)
  await login.text()
  const cookies = login.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
  const csrf = cookies.find((line) => line.startsWith('X-LABKEY-CSRF='))?.slice(14) ?? ''
  const own = { Cookie: cookies.join('; '), 'X-LABKEY-CSRF': csrf }
  const description = randomUUID()
  const makeKey = async (type: string): Promise<string> => {
    const made = await post('/home/security-createApiKey.api', 200, own, { type, description })
    return ((await made.json()) as { apikey: string }).apikey
  }
  const [session, api] = [await makeKey('session'), await makeKey('apikey')]
  for (let used = 0; used < 20; used += 1) {
    const headers = basic(used % 5 === 0 ? api : session)
    await (await ask(used % 2 === 0 ? rows : '/login-whoami.api', 200, { headers })).text()
  }
  const name = { schemaName: 'lists', queryName: 'People', rows: [{ Key: 1, Name: randomUUID() }] }
  await (await post('/Lab/query-updateRows.api', 200, own, name)).text()
  const listed = await ask(
    `/home/query-selectRows.api?schemaName=core&query.queryName=UserAPIKeys&query.columns=RowId&query.Description~eq=${description}`,
    200,
    { headers: own },
  )
  const first = ((await listed.json()) as { rows: { RowId: number }[] }).rows[0]
  const doomed = { schemaName: 'core', queryName: 'UserAPIKeys', rows: [{ RowId: first?.RowId }] }
  await (await post('/home/query-deleteRows.api', 200, own, doomed)).text()
  await (await post('/login-logoutApi.api', 200, own, {})).text()
  await (await ask('/login-whoami.api', 401, { headers: basic(session) })).text()
}

async function work(): Promise<void> {
  while (performance.now() < end && wrong.length === 0) {
    await round()
    // Each dead key counts against this address.
    server.clock.advance(2000)
  }
}

interface Sample {
  readonly minute: number
  readonly heapMiB: number
  readonly handles: number
}
const samples: Sample[] = []

async function watch(): Promise<void> {
  const began = performance.now()
  while (performance.now() < end && wrong.length === 0) {
    await sleep(Math.min(5000, Math.max(0, end - performance.now())))
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    samples.push({
      minute: (performance.now() - began) / 60_000,
      heapMiB: (heapUsed + external) / 2 ** 20,
      handles: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
    })
  }
}

await Promise.all([watch(), ...Array.from({ length: workers }, work)])
await close()
// The first fifth fills what is bounded: audit, journal, limits, the compiler's code.
const settled = samples.slice(Math.ceil(samples.length / 5))
const heap = slope(settled.map(({ minute, heapMiB }) => [minute, heapMiB]))
const handles = slope(settled.map((sample) => [sample.minute, sample.handles]))
const verdict = server.verifyAudit()
const last = samples.at(-1)
process.stdout.write(
  `${answers} answers in ${minutes} min (${Math.round(answers / minutes / 60)}/s), ${wrong.length} wrong; ` +
    `heap ${last?.heapMiB.toFixed(1) ?? '?'} MiB, ${heap.toFixed(2)} MiB a minute; ` +
    `${last?.handles ?? '?'} handles, ${handles.toFixed(2)} a minute; audit ${verdict.isValid ? 'whole' : 'BAD'}\n`,
)
for (const line of wrong) process.stderr.write(`${line}\n`)
const isGood = wrong.length === 0 && verdict.isValid && heap < mostMiBPerMinute && handles < 2
process.exitCode = isGood ? 0 : 1

/** Least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const above = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0)
  const below = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
  return above / below
}
