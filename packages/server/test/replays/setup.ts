import { randomBytes } from 'node:crypto'

import type { Listening, Server, ServerOptions } from '@wellkey/server'

import { send } from '../browser.ts'
import { emailOf, passwords, seededServer } from '../seed.ts'
import type { Name } from '../seed.ts'
import type { WireAnswer } from '../wire.ts'

/** A server that listens, with what the replay of a client needs of it. */
export interface Stage extends Listening {
  readonly server: Server
  /** Context path, the same as in `url`. */
  readonly path: string
  /** Makes a key the way a person does: in a browser, somewhere else. */
  readonly makeKey: (type: 'apikey' | 'session', name?: Name) => Promise<string>
}

export async function openStage(options: Partial<ServerOptions> = {}): Promise<Stage> {
  const server = seededServer({ contextPath: '/labkey', ...options })
  const path = server.contextPath
  const listening = await server.listen()
  return {
    ...listening,
    server,
    path,
    makeKey: async (type, name = 'editor') => {
      const body = { email: emailOf(name), password: passwords[name] }
      const login = await send(server, `${path}/login-loginApi.api`, { body })
      const session = login.headers.getSetCookie().find((line) => line.startsWith('JSESSIONID='))
      // Before 23.3 a token has half the length.
      const token = randomBytes(options.release === '23.2' ? 16 : 32).toString('hex')
      const made = await send(server, `${path}/home/security-createApiKey.api`, {
        body: { type },
        headers: {
          Cookie: `${session?.split(';', 1)[0] ?? ''}; X-LABKEY-CSRF=${token}`,
          'X-LABKEY-CSRF': token,
        },
      })
      return String(made.json['apikey'])
    },
  }
}

/** A jar as every client has one: takes the cookies of answers, and gives them as one header value. */
export interface Jar {
  readonly take: (answer: WireAnswer) => void
  readonly get: (name: string) => string
  readonly header: () => string
}

export function openJar(): Jar {
  const cookies = new Map<string, string>()
  return {
    take: (answer) => {
      for (const line of answer.header('Set-Cookie')) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        cookies.set(name, value)
      }
    },
    get: (name) => cookies.get(name) ?? '',
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  }
}

/** Returns SQL as the clients write it for firewalls that look for SQL: base64 of its URL encoding. */
export function wafEncode(sql: string): string {
  return `/*{{base64/x-www-form-urlencoded/wafText}}*/${btoa(encodeURIComponent(sql))}`
}

export const basicOf = (user: string, password: string): string =>
  `Authorization: Basic ${btoa(`${user}:${password}`)}`
