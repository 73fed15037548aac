// What a server has to stand: strangers' keys, a queue of people signing in, and clients that never finish.
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

import { createServer } from '@wellkey/server'
import type { Server } from '@wellkey/server'

import type { Figure } from '../../../.ci/bench/figure.ts'

const wrongKeys = 100_000
const logins = 24
const slowClients = 500
const asked = 500

interface Subject {
  readonly server: Server
  readonly email: string
  readonly password: string
  /** Asks who a session key belongs to. */
  readonly askWithKey: () => Promise<void>
  readonly headers: Readonly<Record<string, string>>
}

/** Wrong keys a second and what they leave behind; logins a second; the wait of others meanwhile. */
export async function* figures(): AsyncGenerator<Figure> {
  yield* guesses()
  yield* peopleSigningIn()
  yield* slowSenders()
}

async function* guesses(): AsyncGenerator<Figure> {
  const { server } = await newSubject()
  const guess = (): Promise<Response> => whoAmI(server, { apikey: randomBytes(32).toString('hex') })
  for (let guessed = 0; guessed < 20_000; guessed += 1) await guess()
  const before = usedMiB()
  const began = performance.now()
  for (let guessed = 0; guessed < wrongKeys; guessed += 1) {
    // Some are refused for being wrong, most by the limit.
    if (guessed % 1000 === 0) server.clock.advance(60_000)
    if ((await guess()).status !== 401) throw new Error('A wrong key was let in')
  }
  yield {
    name: 'wrong keys refused, each another one, in process',
    unit: 'req/s',
    ours: Math.round((wrongKeys / (performance.now() - began)) * 1000),
    budget: { of: 'ours', atLeast: 8000 },
  }
  yield {
    name: 'memory that 100,000 of them leave behind',
    unit: 'MB',
    ours: Number(Math.max(0, usedMiB() - before).toFixed(2)),
    budget: { of: 'ours', atMost: 20 },
  }
  // Asked at the end, so that the server is not collected before.
  if (!server.verifyAudit().isValid) throw new Error('The audit is not whole')
}

async function* peopleSigningIn(): AsyncGenerator<Figure> {
  const { server, email, password, askWithKey } = await newSubject({ isAtFullCost: true })
  let left = logins
  const began = performance.now()
  const person = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await logIn(server, email, password)
    }
  }
  // As many as are let in at once: two are hashed, the others wait.
  const signingIn = Promise.all(Array.from({ length: 8 }, person))
  const waits: number[] = []
  let isOver = false
  void signingIn.then(() => (isOver = true))
  while (!isOver) {
    waits.push(await timed(askWithKey))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await signingIn
  const perSecond = (logins / (performance.now() - began)) * 1000
  yield {
    name: 'logins with the default cost of a password',
    unit: 'req/s',
    ours: Number(perSecond.toFixed(1)),
    budget: { of: 'ours', atLeast: 6 },
  }
  yield {
    name: 'a key meanwhile, 99 of 100 are answered within',
    unit: 'ms',
    ours: Number(worst(waits).toFixed(1)),
    budget: { of: 'ours', atMost: 100 },
  }
}

async function* slowSenders(): AsyncGenerator<Figure> {
  const { server, headers } = await newSubject()
  const { port, url, close } = await server.listen()
  const sockets = await Promise.all(Array.from({ length: slowClients }, () => startHeaders(port)))
  const trickle = setInterval(() => {
    for (const socket of sockets) socket.write('x')
  }, 200)
  const ask = async (): Promise<void> => {
    const answer = await fetch(`${url}/login-whoami.api`, { headers })
    await answer.text()
    if (answer.status !== 200) throw new Error(`A key was answered with ${answer.status}`)
  }
  for (let done = 0; done < 100; done += 1) await ask()
  const waits: number[] = []
  for (let done = 0; done < asked; done += 1) waits.push(await timed(ask))
  clearInterval(trickle)
  for (const socket of sockets) socket.destroy()
  await close()
  yield {
    name: `a key beside ${slowClients} connections whose headers trickle, 99 of 100 within`,
    unit: 'ms',
    ours: Number(worst(waits).toFixed(2)),
    budget: { of: 'ours', atMost: 50 },
  }
}

async function newSubject({ isAtFullCost = false } = {}): Promise<Subject> {
  const [email, password] = ['ann@example.org', randomUUID()]
  const server = createServer({
    users: [{ email, password, role: 'reader' }],
    settings: {
      allowSessionKeys: true,
      // The key's session stays while its user signs in again.
      maxSessionsPerUser: 100,
      maxAuditRecords: 100,
      ...(!isAtFullCost && { passwordCost: { cost: 16, blockSize: 1, parallelization: 1 } }),
    },
  })
  const cookies = (await logIn(server, email, password)).headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0] ?? '')
  const token = cookies.find((cookie) => cookie.startsWith('X-LABKEY-CSRF'))?.split('=')[1] ?? ''
  const own = { Cookie: cookies.join('; '), 'X-LABKEY-CSRF': token }
  const made = await post(server, '/home/security-createApiKey.api', { type: 'session' }, own)
  const { apikey } = (await made.json()) as { apikey: string }
  const headers = { apikey }
  const askWithKey = async (): Promise<void> => {
    if ((await whoAmI(server, headers)).status !== 200) throw new Error('The key was refused')
  }
  return { server, email, password, askWithKey, headers }
}

function whoAmI(server: Server, headers: Readonly<Record<string, string>>): Promise<Response> {
  return server.fetch(new Request('http://localhost/login-whoami.api', { headers }))
}

async function logIn(server: Server, email: string, password: string): Promise<Response> {
  const answer = await post(server, '/login-loginApi.api', { email, password }, {})
  if (answer.status !== 200) throw new Error(`A login was answered with ${answer.status}`)
  return answer
}

function post(
  server: Server,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return server.fetch(
    new Request(`http://localhost${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  )
}

async function startHeaders(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  // It is cut off at the time limit.
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  socket.write('GET /login-whoami.api HTTP/1.1\r\nHost: x\r\nA: ')
  return socket
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function worst(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length * 0.99)] ?? NaN
}

function usedMiB(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}
