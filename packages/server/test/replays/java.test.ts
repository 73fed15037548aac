// The Java client 6 as it speaks through Apache HttpClient 5 (contract 5.5, 6.5).
import { afterAll, describe, expect, test } from 'vitest'

import { emailOf, passwords } from '../seed.ts'
import { lines, openWire } from '../wire.ts'
import type { Wire, WireAnswer } from '../wire.ts'
import { basicOf, openJar, openStage } from './setup.ts'
import type { Jar } from './setup.ts'

const stage = await openStage()
const { port, path } = stage
afterAll(stage.close)

interface Connection {
  readonly wire: Wire
  readonly jar: Jar
  /** What the credentials provider adds once it was challenged. */
  readonly credential: string | undefined
}

const open = async (credential?: string): Promise<Connection> => ({
  wire: await openWire(port),
  jar: openJar(),
  credential,
})

/** Sends a request, and again with credentials if the answer is a Basic challenge. */
async function ask(
  connection: Connection,
  method: 'GET' | 'POST',
  url: string,
  body?: object,
): Promise<WireAnswer> {
  const { wire, jar, credential } = connection
  const first = await wire.ask(request(connection, method, url, [], body))
  jar.take(first)
  const isChallenge =
    first.status === 401 && first.header('WWW-Authenticate')[0]?.startsWith('Basic realm')
  if (!isChallenge || credential === undefined) return first
  const second = await wire.ask(request(connection, method, url, [credential], body))
  jar.take(second)
  return second
}

function request(
  { jar }: Connection,
  method: string,
  url: string,
  more: readonly string[],
  body?: object,
): string {
  // Its parameters stand in the URL and, for a POST, once more in the body.
  const target = `${path}${url}${url.includes('?') ? '&' : '?'}apiVersion=8.3`
  const [csrf, session] = [jar.get('X-LABKEY-CSRF'), jar.get('JSESSIONID')]
  const text = body === undefined ? undefined : JSON.stringify({ ...body, apiVersion: 8.3 })
  return lines(
    [
      `${method} ${target} HTTP/1.1`,
      ...(csrf === '' ? [] : [`X-LABKEY-CSRF: ${csrf}`]),
      // A header of that name, beside the cookie.
      ...(session === '' ? [] : [`JSESSIONID: ${session}`]),
      ...more,
      'Accept-Encoding: gzip, x-gzip, deflate',
      `Host: 127.0.0.1:${port}`,
      // HttpClient 5.4 and later offer TLS on plain http.
      'Upgrade: TLS/1.2',
      'Connection: Upgrade, keep-alive',
      'User-Agent: LabKey Java API',
      ...(jar.header() === '' ? [] : [`Cookie: ${jar.header()}`]),
      ...(text === undefined ? [] : ['Content-Type: application/json; charset=UTF-8']),
    ],
    text,
  )
}

const select = { schemaName: 'lists', 'query.queryName': 'People', 'query.showRows': 'all' }

describe.each([
  ['an API key', async () => `apikey: ${await stage.makeKey('apikey')}`, true],
  ['a session key', async () => `apikey: ${await stage.makeKey('session')}`, false],
  [
    'e-mail and password',
    () => Promise.resolve(basicOf(emailOf('editor'), passwords.editor)),
    true,
  ],
])('Connection with %s', (_, credentialOf, hasSession) => {
  test('ensureLogin: challenge, the same request with credentials, then the session alone', async () => {
    const connection = await open(await credentialOf())
    const { wire, jar } = connection
    const challenged = await wire.ask(
      request(connection, 'GET', '/home/security-ensureLogin.api', []),
    )
    expect([challenged.status, challenged.header('WWW-Authenticate')]).toEqual([
      401,
      ['Basic realm="LabKey Server"'],
    ])
    expect(challenged.header('Set-Cookie')).toEqual([])

    const login = await ask(connection, 'GET', '/home/security-ensureLogin.api')
    expect([login.status, login.json['currentUser']]).toMatchObject([
      200,
      { email: emailOf('editor'), canInsert: 'true' },
    ])
    expect(jar.get('X-LABKEY-CSRF')).toMatch(/^[0-9a-f]{64}$/)
    expect(jar.get('JSESSIONID') !== '').toBe(hasSession)

    const rows = await ask(connection, 'POST', '/Lab/query-selectRows.api', select)
    expect([rows.status, rows.json['rowCount']]).toEqual([200, 6])
    const insert = {
      schemaName: 'lists',
      queryName: 'People',
      rows: [{ Key: 90, Name: 'from Java' }],
    }
    for (const action of ['insertRows', 'deleteRows']) {
      const changed = await ask(connection, 'POST', `/Lab/query-${action}.api`, insert)
      expect([changed.status, changed.json['rowsAffected']]).toEqual([200, 1])
    }
    const schemas = await ask(connection, 'GET', '/Lab/query-getSchemas.api')
    expect(schemas.json['schemas']).toContain('lists')
    wire.end()
  })
})

test('a POST first: whoami as guest in the root folder brings the token', async () => {
  const connection = await open(`apikey: ${await stage.makeKey('apikey')}`)
  const whoAmI = await ask(connection, 'GET', '/login-whoami.api')
  expect([whoAmI.status, whoAmI.json['email']]).toEqual([200, 'guest'])
  expect(connection.jar.get('X-LABKEY-CSRF')).toMatch(/^[0-9a-f]{64}$/)
  const rows = await ask(connection, 'POST', '/Lab/query-selectRows.api', select)
  expect([rows.status, rows.json['rowCount']]).toEqual([200, 6])
  expect(connection.jar.get('JSESSIONID')).not.toBe('')
})

test('a guest reads what guests may, and a wrong key is told in words without a challenge', async () => {
  const guest = await open()
  expect(
    (
      await ask(
        guest,
        'GET',
        '/Public/query-selectRows.api?schemaName=lists&query.queryName=People',
      )
    ).json['rowCount'],
  ).toBe(6)
  const wrong = await open(`apikey: ${'0'.repeat(64)}`)
  const answer = await ask(wrong, 'GET', '/home/security-ensureLogin.api')
  expect([answer.status, answer.header('WWW-Authenticate')]).toEqual([401, []])
  expect(answer.json['exception']).toMatch(/did not match any accounts/)
})

test('small JSON answers have a length, by which the client looks for exceptions in them', async () => {
  const connection = await open(`apikey: ${await stage.makeKey('session')}`)
  for (const url of [
    '/home/security-ensureLogin.api',
    '/Lab/query-getQueries.api?schemaName=lists',
  ]) {
    const { header, body } = await ask(connection, 'GET', url)
    expect(header('Content-Length')).toEqual([String(body.length)])
    expect(header('Transfer-Encoding')).toEqual([])
  }
})

test('impersonate() and stopImpersonating(), which wants a 302', async () => {
  const connection = await open(basicOf(emailOf('admin'), passwords.admin))
  await ask(connection, 'GET', '/home/security-ensureLogin.api')
  const email = encodeURIComponent(emailOf('reader'))
  expect(
    (await ask(connection, 'POST', `/user-impersonateUser.api?email=${email}`, {})).status,
  ).toBe(200)
  expect((await ask(connection, 'GET', '/login-whoami.api')).json['email']).toBe(emailOf('reader'))
  const stopped = await ask(connection, 'POST', '/login-stopImpersonating.api', {})
  expect(stopped.status).toBe(302)
  expect((await ask(connection, 'GET', '/login-whoami.api')).json['email']).toBe(emailOf('admin'))
})
