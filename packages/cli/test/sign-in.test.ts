import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run, type Ending } from './stage.ts'

const enter = '\r'
const password = randomBytes(12).toString('hex')
const key = randomBytes(32).toString('hex')
const wantsTerms = 'To use this site, you must check the box to approve the terms of use.'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-sign-in-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status?: number
  readonly body: object
}

/** Answers that the reference server does not give: of LabKey with a second factor, or site-wide terms. */
type Answers = Readonly<Record<string, (form: URLSearchParams) => Answer>>

const always: Answers = {
  'login-whoami': () => ({
    body: { id: 7, displayName: 'Ann', email: 'ann@lab.example', impersonated: false },
  }),
  'security-createApiKey': () => ({ body: { success: true, apikey: key } }),
  'login-logoutApi': () => ({ body: { success: true } }),
}

/** Runs `login --create api` against a server with those answers; `asked` names its requests. */
async function create(
  answers: Answers,
  answer: readonly (readonly [RegExp, string])[] = [],
): Promise<{ readonly ending: Ending; readonly asked: readonly string[] }> {
  const asked: string[] = []
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = await bodyOf(request)
    const action = /\/([a-z]+-[a-zA-Z]+)\.api/.exec(request.url ?? '')?.[1] ?? ''
    const isGuest = action === 'login-whoami' && request.headers.authorization === undefined
    if (!isGuest) asked.push(action)
    const { status = 200, body } = { ...always, ...answers }[action]?.(form) ?? {
      status: 404,
      body: { success: false, exception: 'no such action' },
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => void reply(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const ending = await run(['login', url, '--create', 'api'], {
    environment: { HOME: folder },
    person: [[/E-mail/, `ann@lab.example${enter}`], [/Password/, `${password}${enter}`], ...answer],
  })
  server.closeAllConnections()
  server.close()
  for (const secret of [password, key]) expect(ending.stdout + ending.stderr).not.toContain(secret)
  return { ending, asked }
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return new URLSearchParams(text)
}

const user = { id: 7, displayName: 'Ann', email: 'ann@lab.example' }
const stored = async (): Promise<string | undefined> =>
  readFile(join(folder, '.netrc'), 'utf8').catch(() => undefined)

describe('login --create', () => {
  test('makes no key where a second factor is wanted, and says what to do', async () => {
    const { ending, asked } = await create({
      'login-loginApi': () => ({ body: { success: true, returnUrl: '/login-secondary.view' } }),
    })
    expect(ending).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/wants more than a password .* then: wellkey login http/s),
    })
    expect(asked).toEqual(['login-loginApi'])
    expect(await stored()).toBeUndefined()
  })

  test('makes no key where the password has expired', async () => {
    const { ending } = await create({
      'login-loginApi': () => ({
        body: { success: false, returnUrl: '/login-changePassword.view', CSRF: 'x' },
      }),
    })
    expect(ending).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('did not let you sign in: it wants a step in the browser'),
    })
    expect(await stored()).toBeUndefined()
  })

  const site: Answers = {
    'login-loginApi': (form) =>
      form.get('approvedTermsOfUse') === 'true' && form.get('termsOfUseType') === 'SITE_WIDE'
        ? { body: { success: true, user, approvedTermsOfUse: true } }
        : { status: 400, body: { success: false, exception: wantsTerms } },
    'login-getTermsOfUseApi': () => ({
      body: {
        termsOfUseContent: '<p>Only for <b>research</b>.</p>\u001b[2J',
        termsOfUseType: 'SITE_WIDE',
      },
    }),
  }

  test('shows terms that stand before the sign-in, and agrees only after a yes', async () => {
    const no = await create(site, [[/Do you agree/, 'n']])
    expect(no.ending).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Only for\s+research/),
    })
    expect(no.ending.stderr).not.toContain('\u001b[2J')
    expect(no.asked).toEqual(['login-loginApi', 'login-getTermsOfUseApi'])
    expect(await stored()).toBeUndefined()
    const yes = await create(site, [[/Do you agree/, 'y']])
    expect(yes.ending.code).toBe(0)
    expect(yes.asked.slice(0, 4)).toEqual([
      'login-loginApi',
      'login-getTermsOfUseApi',
      'login-loginApi',
      'security-createApiKey',
    ])
    expect(await stored()).toContain(key)
  })
})
