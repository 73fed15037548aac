import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from '@wellkey/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from './stage.ts'

const password = randomBytes(12).toString('hex')
let url: string
let close: () => Promise<void>
let folder: string

beforeAll(async () => {
  const server = createServer({
    users: [
      { email: 'ann@lab.example', password, role: 'editor', displayName: 'Ann' },
      { email: 'rae@lab.example', password, role: 'admin', displayName: 'Rae' },
    ],
    containers: [{ path: '/Demo Study', protected: true }, { path: '/Open Data' }],
    settings: {
      allowApiKeys: true,
      allowSessionKeys: true,
      passwordCost: { cost: 1024, blockSize: 8, parallelization: 1 },
    },
  })
  ;({ url, close } = await server.listen({ port: 0 }))
  folder = await mkdtemp(join(tmpdir(), 'wellkey-administrator-'))
})

afterAll(async () => {
  await close()
  await rm(folder, { recursive: true, force: true })
})

/** A browser's session of somebody, as far as the actions below need one. */
async function signIn(
  email: string,
): Promise<(action: string, body: Readonly<Record<string, string>>) => Promise<unknown>> {
  const csrf = randomBytes(32).toString('hex')
  const cookies = new Map([['X-LABKEY-CSRF', csrf]])
  const post = async (action: string, body: Readonly<Record<string, string>>): Promise<unknown> => {
    const answer = await fetch(`${url}/home/${action}.api`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'X-LABKEY-CSRF': csrf,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: JSON.stringify(body),
    })
    for (const text of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? []
      cookies.set(name, value)
    }
    cookies.set('X-LABKEY-CSRF', csrf)
    const words = await answer.text()
    expect({ action, status: answer.status, words }).toMatchObject({ status: 200 })
    return JSON.parse(words)
  }
  await post('login-loginApi', { email, password })
  return post
}

async function keyOf(
  post: Awaited<ReturnType<typeof signIn>>,
  type: 'apikey' | 'session',
): Promise<string> {
  const { apikey } = (await post('security-createApiKey', { type })) as { readonly apikey: string }
  return apikey
}

/** The environment of somebody who has that key. */
function having(key: string, container?: string): Readonly<Record<string, string>> {
  return {
    HOME: folder,
    LABKEY_BASE_URL: url,
    LABKEY_API_KEY: key,
    ...(container !== undefined && { LABKEY_CONTAINER: container }),
  }
}

describe('keys list --all', () => {
  test("shows an administrator everybody's keys, with their users", async () => {
    await keyOf(await signIn('ann@lab.example'), 'apikey')
    const key = await keyOf(await signIn('rae@lab.example'), 'apikey')
    const own = await run(['keys', 'list', '--json'], { environment: having(key) })
    const all = await run(['keys', 'list', '--all', '--json'], { environment: having(key) })
    expect(JSON.parse(own.stdout)).toHaveLength(1)
    expect(JSON.parse(all.stdout)).toHaveLength(2)
    const { stdout } = await run(['keys', 'list', '--all'], { environment: having(key) })
    const [head, ...rows] = stdout.trimEnd().split('\n')
    expect(head).toMatch(/^id +description +created +expires +last used +user id$/)
    const users = rows.map((row) => row.trim().split(/ {2,}/).at(-1))
    expect(new Set(users)).toEqual(new Set(['1001', '1002']))
    expect(stdout).not.toContain(key)
  })

  test('is refused to others, with words', async () => {
    const key = await keyOf(await signIn('ann@lab.example'), 'apikey')
    const { code, stdout, stderr } = await run(['keys', 'list', '--all'], {
      environment: having(key),
    })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('does not allow this (403)')
  })
})

describe('a key of an administrator who acts as somebody', () => {
  test('shows as that in status --online, whoami, login and doctor', async () => {
    const post = await signIn('rae@lab.example')
    await post('user-impersonateUser', { email: 'ann@lab.example' })
    const environment = having(await keyOf(post, 'session'))
    const status = await run(['status', '--online'], { environment })
    expect(status).toMatchObject({ code: 0, stderr: '' })
    expect(status.stdout).toMatch(/^ {2}user +Ann <ann@lab\.example>$/m)
    expect(status.stdout).toMatch(/^ {2}acting +impersonated by an administrator$/m)
    const json = await run(['status', url, '--online', '--json'], { environment })
    expect(JSON.parse(json.stdout)).toMatchObject({ online: { user: { impersonated: true } } })
    const who = await run(['whoami'], { environment })
    expect(who.stdout).toContain('impersonated by an administrator')
    const doctor = await run(['doctor', '--json'], { environment })
    expect((JSON.parse(doctor.stdout) as { findings: unknown }).findings).toContainEqual(
      expect.objectContaining({ check: 'impersonation', state: 'warn' }),
    )
  })

  test('is told apart from one of the administrator', async () => {
    const environment = having(await keyOf(await signIn('rae@lab.example'), 'session'))
    const { stdout } = await run(['status', '--online'], { environment })
    expect(stdout).toMatch(/^ {2}user +Rae/m)
    expect(stdout).not.toContain('acting')
  })
})

describe('doctor on terms of use', () => {
  const lineFor = async (key: string, container?: string): Promise<object | undefined> => {
    const { stdout } = await run(['doctor', '--json'], { environment: having(key, container) })
    const { findings } = JSON.parse(stdout) as { findings: readonly { readonly check: string }[] }
    return findings.find(({ check }) => check === 'terms')
  }

  test.for(['session', 'apikey'] as const)(
    'warns before a protected container: %s',
    async (type) => {
      const key = await keyOf(await signIn('ann@lab.example'), type)
      expect(await lineFor(key, '/Demo Study')).toMatchObject({
        state: 'warn',
        message: expect.stringMatching(type === 'session' ? /terms of use/ : /needs a declaration/),
        fix: expect.stringContaining('in the browser'),
      })
      const open = { state: 'ok', message: 'none pending in /Open Data' }
      expect(await lineFor(key, '/Open Data')).toMatchObject(open)
      expect(await lineFor(key)).toMatchObject({ state: 'ok', message: 'none pending in /home' })
    },
  )
})
