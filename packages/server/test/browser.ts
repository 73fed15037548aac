import { Buffer } from 'node:buffer'

import type { Server } from '@wellkey/server'

import { emailOf, passwords } from './seed.ts'
import type { Name } from './seed.ts'

const base = 'http://labkey.test'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; `undefined` if it is no JSON. */
  readonly json: Readonly<Record<string, unknown>>
}

export interface RequestParts {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON, text as it is. */
  readonly body?: object | string
  readonly form?: Readonly<Record<string, string>>
}

/** Sends one request without cookies. */
export async function send(
  server: Pick<Server, 'fetch'>,
  path: string,
  parts: RequestParts = {},
): Promise<Answer> {
  const { method, headers, body, form } = parts
  const text = form ? new URLSearchParams(form).toString() : bodyText(body)
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
  const response = await server.fetch(
    new Request(base + path, {
      method: method ?? (text === undefined ? 'GET' : 'POST'),
      headers: { ...(text !== undefined && { 'Content-Type': type }), ...headers },
      ...(text !== undefined && { body: text }),
    }),
  )
  const answer = await response.text()
  return { status: response.status, headers: response.headers, text: answer, json: parse(answer) }
}

/** A browser: keeps cookies, and repeats the CSRF cookie as header on every POST. */
export interface Browser {
  readonly cookies: Map<string, string>
  readonly send: (path: string, parts?: RequestParts) => Promise<Answer>
  readonly post: (path: string, body?: object) => Promise<Answer>
  readonly logIn: (name: Name) => Promise<Answer>
  readonly declare: (phi: string, container?: string) => Promise<Answer>
  readonly createKey: (type: 'session' | 'apikey', container?: string) => Promise<string>
}

export function openBrowser(server: Pick<Server, 'fetch'>): Browser {
  const cookies = new Map<string, string>()
  const browser: Browser = {
    cookies,
    send: async (path, parts = {}) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const csrf = cookies.get('X-LABKEY-CSRF')
      const isPost = parts.method === 'POST' || parts.body !== undefined || parts.form !== undefined
      const answer = await send(server, path, {
        ...parts,
        headers: {
          ...(cookie && { Cookie: cookie }),
          ...(isPost && csrf && { 'X-LABKEY-CSRF': csrf }),
          ...parts.headers,
        },
      })
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (line.includes('Max-Age=0')) cookies.delete(name)
        else cookies.set(name, value)
      }
      return answer
    },
    post: async (path, body = {}) => {
      if (!cookies.has('X-LABKEY-CSRF')) await browser.send('/login-whoami.api')
      return browser.send(path, { body })
    },
    logIn: (name) =>
      browser.post('/login-loginApi.api', { email: emailOf(name), password: passwords[name] }),
    declare: async (phi, container = '/Study') => {
      await browser.post('/login-acceptTermsOfUseApi.api', { approvedTermsOfUse: true })
      const form = { activity: 'Research', irb: '2024-0117', phi, acceptTerms: 'true' }
      return browser.send(`${container}/compliance-declare.view`, { form })
    },
    createKey: async (type, container = '/home') => {
      const { json } = await browser.post(`${container}/security-createApiKey.api`, { type })
      return String(json['apikey'])
    },
  }
  return browser
}

/** Returns the headers of Basic authentication; by default the user is `apikey`. */
export function basic(password: string, user = 'apikey'): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

/** Returns a key of the right shape that nobody ever made. */
export const unknownKey: string = 'ab'.repeat(32)

function bodyText(body: object | string | undefined): string | undefined {
  return typeof body === 'object' ? JSON.stringify(body) : body
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
