import { randomInt } from 'node:crypto'
import { request } from 'node:http'

import { basic } from '../browser.ts'

/**
 * What is known of a key. `alive` and `ended` were acknowledged; `unknown` since an end was asked for
 * without an answer: it may be either, the same everywhere.
 */
export type KeyState = 'alive' | 'ended' | 'unknown'

/** A key that a server acknowledged. */
export interface CrashKey {
  readonly key: string
  readonly type: 'session' | 'apikey'
  readonly userId: number
  state: KeyState
}

/** What the workload did and what it saw that must not be. */
export interface CrashLog {
  readonly keys: CrashKey[]
  readonly violations: string[]
  readonly counts: Record<'created' | 'used' | 'refused' | 'ended' | 'unavailable', number>
}

/** Somebody who signs in again and again. */
export interface CrashUser {
  readonly id: number
  readonly email: string
  readonly password: string
}

interface Answer {
  readonly status: number
  readonly json: Readonly<Record<string, unknown>>
  readonly session: string | undefined
}

const csrf = 'ab'.repeat(32)

/** Makes, uses and ends keys on whichever instance is at hand, until it is told to stop. */
export async function work(
  user: CrashUser,
  urls: () => readonly string[],
  log: CrashLog,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const login = await ask('/login-loginApi.api', { email: user.email, password: user.password })
    if (login?.session === undefined) {
      expectStatus('login', login, [200])
      continue
    }
    await workInSession({ Cookie: `JSESSIONID=${login.session}; X-LABKEY-CSRF=${csrf}` })
  }

  async function workInSession(headers: Record<string, string>): Promise<void> {
    const ofSession: CrashKey[] = []
    for (let count = randomInt(1, 4); count > 0; count -= 1) {
      const type = randomInt(3) === 0 ? 'apikey' : 'session'
      const made = await ask('/home/security-createApiKey.api', { type }, headers)
      expectStatus(`create ${type}`, made, [200])
      if (made?.status === 200) {
        const key: CrashKey = {
          key: String(made.json['apikey']),
          type,
          userId: user.id,
          state: 'alive',
        }
        log.keys.push(key)
        log.counts.created += 1
        if (type === 'session') ofSession.push(key)
      }
      await useSome()
    }
    if (randomInt(2) === 0) await deleteApiKeys(headers)
    await useSome()
    if (randomInt(4) === 0) return
    await end(ofSession, () => ask('/login-logoutApi.api', {}, headers))
    await useSome()
  }

  /** Deletes every API key of the user, also those whose creation was not answered. */
  async function deleteApiKeys(headers: Record<string, string>): Promise<void> {
    const query = 'schemaName=core&query.queryName=UserAPIKeys&query.columns=RowId'
    const listed = await ask(`/home/query-selectRows.api?${query}`, undefined, headers)
    expectStatus('list', listed, [200])
    const rows = (listed?.json['rows'] ?? []) as readonly Record<string, unknown>[]
    if (rows.length === 0) return
    const body = {
      schemaName: 'core',
      queryName: 'UserAPIKeys',
      rows: rows.map((row) => ({ RowId: row['RowId'] })),
    }
    const isMeant = (key: CrashKey): boolean => key.userId === user.id && key.type === 'apikey'
    const meant = log.keys.filter((key) => isMeant(key) && key.state !== 'ended')
    await end(meant, () => ask('/home/query-deleteRows.api', body, headers))
  }

  async function end(
    keys: readonly CrashKey[],
    how: () => Promise<Answer | undefined>,
  ): Promise<void> {
    // From here on until it is acknowledged, both are right.
    for (const key of keys) key.state = 'unknown'
    const answer = await how()
    expectStatus('end', answer, [200])
    if (answer?.status !== 200) return
    for (const key of keys) key.state = 'ended'
    log.counts.ended += keys.length
  }

  async function useSome(): Promise<void> {
    const recent = log.keys.slice(-60)
    await Promise.all(
      Array.from({ length: 3 }, async () => {
        const key = recent[randomInt(Math.max(1, recent.length))]
        if (key !== undefined) await check(key, ask, log)
      }),
    )
  }

  async function ask(
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer | undefined> {
    const all = urls()
    const url = all[randomInt(Math.max(1, all.length))]
    const answer = url === undefined ? undefined : await send(url + path, body, headers)
    if (answer === undefined || answer.status === 503) {
      log.counts.unavailable += 1
      // A dead instance refuses at once; nobody needs a busy loop.
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return answer
  }

  function expectStatus(what: string, answer: Answer | undefined, good: readonly number[]): void {
    if (answer === undefined || answer.status === 503 || good.includes(answer.status)) return
    log.violations.push(`${what}: ${answer.status} ${JSON.stringify(answer.json)}`)
  }
}

/** Uses a key and compares what comes of it with what was acknowledged before it was asked. */
export async function check(
  key: CrashKey,
  ask: (
    path: string,
    body: undefined,
    headers: Record<string, string>,
  ) => Promise<Answer | undefined>,
  { violations, counts }: CrashLog,
): Promise<Answer | undefined> {
  const before = key.state
  const answer = await ask('/login-whoami.api', undefined, basic(key.key))
  if (answer === undefined || answer.status === 503) return answer
  const isValid = answer.status === 200 && answer.json['id'] === key.userId
  if (!isValid && answer.status !== 401) {
    violations.push(`use: ${answer.status} ${JSON.stringify(answer.json)}`)
  }
  if (isValid) counts.used += 1
  else counts.refused += 1
  if (before === 'ended' && isValid) violations.push('an ended key is valid')
  if (before === 'alive' && key.state === 'alive' && !isValid) violations.push('a key is lost')
  return answer
}

/** Sends one request from an address of its own; `undefined`: there was no whole answer. */
export function send(
  url: string,
  body: object | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const outgoing = request(url, {
      method: text === undefined ? 'GET' : 'POST',
      // Wrong keys are counted by address, and there are many here.
      localAddress: `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`,
      agent: false,
      timeout: 30_000,
      headers: {
        ...(text !== undefined && { 'Content-Type': 'application/json' }),
        'X-LABKEY-CSRF': csrf,
        Cookie: `X-LABKEY-CSRF=${csrf}`,
        ...headers,
      },
    })
    outgoing.on('error', () => resolve(undefined))
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('response', (incoming) => {
      let received = ''
      incoming.setEncoding('utf8')
      incoming.on('data', (chunk: string) => {
        received += chunk
      })
      incoming.on('error', () => resolve(undefined))
      incoming.on('close', () => {
        if (!incoming.complete) return resolve(undefined)
        const cookies = incoming.headers['set-cookie'] ?? []
        const session = cookies.find((line) => line.startsWith('JSESSIONID='))
        resolve({
          status: incoming.statusCode ?? 0,
          json: JSON.parse(received) as Record<string, unknown>,
          session: session === undefined ? undefined : /=([^;]*)/.exec(session)?.[1],
        })
      })
    })
    outgoing.end(text)
  })
}
