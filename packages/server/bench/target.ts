// A server to measure, in a process of its own: `whoami` is ours, `hello` its peer. Prints a plan as JSON.
import { randomUUID } from 'node:crypto'

import { serve } from '@hono/node-server'
import { Hono } from 'hono'

import { createServer } from '@wellkey/server'

/** What to ask of the server. */
export interface Target {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

// Asked by its parent how much CPU time it has taken so far.
process.on('message', () => process.send?.(process.cpuUsage()))
// A profile is written at an orderly end only.
process.on('SIGINT', () => process.exit())

if (process.argv[2] === 'hello') startHello()
else print(await startWhoAmI())

async function startWhoAmI(): Promise<Target> {
  const user = { email: 'ann@example.org', password: randomUUID(), role: 'reader' } as const
  const passwordCost = { cost: 16, blockSize: 1, parallelization: 1 }
  const server = createServer({ users: [user], settings: { allowSessionKeys: true, passwordCost } })
  const { url, port } = await server.listen()
  const login = await post(`${url}/login-loginApi.api`, user, {})
  const cookies = login.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
  const token = cookies.find((cookie) => cookie.startsWith('X-LABKEY-CSRF'))?.split('=')[1] ?? ''
  const headers = { Cookie: cookies.join('; '), 'X-LABKEY-CSRF': token }
  const made = await post(`${url}/home/security-createApiKey.api`, { type: 'session' }, headers)
  const { apikey } = (await made.json()) as { apikey: string }
  return {
    port,
    path: '/login-whoami.api',
    headers: {
      Authorization: `Basic ${Buffer.from(`apikey:${apikey}`).toString('base64')}`,
      // As the client sends it: it makes one token and keeps it.
      Cookie: `X-LABKEY-CSRF=${token}`,
    },
  }
}

function startHello(): void {
  const app = new Hono()
  app.get('/', (context) => context.text('Hello, world'))
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
    print({ port, path: '/', headers: {} })
  })
}

function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

function print(target: Target): void {
  process.stdout.write(`${JSON.stringify(target)}\n`)
}
