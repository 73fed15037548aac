import {
  createClient,
  exitCodeOf,
  fromValue,
  LabKeyAuthenticationError,
  type CredentialProvider,
} from '@wellkey/client'
import { createCredential } from '@wellkey/credentials'
import { describe, expect, test } from 'vitest'
import { explainUnauthorized } from '../src/explain-unauthorized.ts'
import { ann, onePatient, rejection, sampleKey, startServer } from './recording-server.ts'

const lists = { schemaName: 'lists', queryName: 'Patients' }
const noMatch = {
  success: false,
  exception: 'The email address and password you entered did not match any accounts on file.',
}
const keyOf = (authorization: string | undefined) =>
  Buffer.from(authorization?.slice('Basic '.length) ?? '', 'base64')
    .toString()
    .split(':')[1]

/** Answers with the next of its keys at each question, and with the last one for ever. */
function changing(keys: readonly string[]) {
  const state = { asked: 0 }
  const provider: CredentialProvider = (request) => {
    const key = keys[Math.min(state.asked, keys.length - 1)] ?? ''
    state.asked++
    return fromValue(key)(request)
  }
  return { provider, state }
}

describe('after a 401', () => {
  test('a key that has changed in its source is used, once, and from then on', async () => {
    const server = await startServer(({ headers }) =>
      keyOf(headers.authorization) === 'new-key'
        ? { body: onePatient }
        : { status: 401, body: noMatch, headers: { 'set-cookie': 'JSESSIONID=old; Path=/' } },
    )
    const { provider, state } = changing(['old-key', 'new-key'])
    const labkey = createClient({ baseUrl: server.url, credentials: provider })
    expect((await labkey.query.selectRows(lists)).rows).toHaveLength(1)
    await labkey.query.selectRows(lists)
    expect(server.requests.map(({ headers }) => keyOf(headers.authorization))).toEqual([
      'old-key',
      'new-key',
      'new-key',
    ])
    // A live session would win over the new key (contract 1.1), so it does not come along.
    expect(server.requests[1]?.headers.cookie).not.toContain('JSESSIONID')
    expect(state.asked).toBe(2)
  })

  test('an unchanged key is not sent again', async () => {
    const server = await startServer(() => ({ status: 401, body: noMatch }))
    const { provider, state } = changing([sampleKey])
    const labkey = createClient({ baseUrl: server.url, credentials: provider })
    expect(await rejection(labkey.query.selectRows(lists))).toMatchObject({ attempts: 1 })
    expect(server.requests).toHaveLength(1)
    expect(state.asked).toBe(2)
  })

  test('a key that changes every time is tried once, never in a loop', async () => {
    const server = await startServer(() => ({ status: 401, body: noMatch }))
    const { provider } = changing(['key-one', 'key-two', 'key-three', 'key-four'])
    const labkey = createClient({ baseUrl: server.url, credentials: provider })
    expect(await rejection(labkey.query.selectRows(lists))).toMatchObject({ attempts: 2 })
    expect(server.requests).toHaveLength(2)
  })

  test('ten calls at once look for the new key once', async () => {
    const server = await startServer(({ headers }) =>
      keyOf(headers.authorization) === 'new-key'
        ? { body: onePatient }
        : { status: 401, body: noMatch },
    )
    const { provider, state } = changing(['old-key', 'new-key'])
    const credentials: CredentialProvider = async (request) => {
      // A source that takes its time, so that all ten are refused before it answers.
      const answer = provider(request)
      await new Promise((resolve) => setTimeout(resolve, 50))
      return answer
    }
    const labkey = createClient({ baseUrl: server.url, credentials })
    await Promise.all(Array.from({ length: 10 }, async () => labkey.query.selectRows(lists)))
    expect(state.asked).toBe(2)
  })

  test('a call that is refused late takes the new key that another call has found', async () => {
    const server = await startServer(async ({ headers }, count) => {
      if (keyOf(headers.authorization) === 'new-key') return { body: onePatient }
      if (count === 2) await new Promise((resolve) => setTimeout(resolve, 150))
      return { status: 401, body: noMatch }
    })
    const { provider, state } = changing(['old-key', 'new-key'])
    const labkey = createClient({ baseUrl: server.url, credentials: provider })
    await Promise.all([labkey.query.selectRows(lists), labkey.query.selectRows(lists)])
    expect(state.asked).toBe(2)
  })

  test('a source that has broken meanwhile leaves the 401 as it is', async () => {
    const server = await startServer(() => ({ status: 401, body: noMatch }))
    let asked = 0
    const credentials: CredentialProvider = async (request) => {
      asked++
      if (asked > 1) throw new Error('the file is gone')
      return fromValue(sampleKey)(request)
    }
    const labkey = createClient({ baseUrl: server.url, credentials })
    const error = await rejection(labkey.query.selectRows(lists))
    expect(error).toMatchObject({ code: 'ERR_LABKEY_UNAUTHORIZED' })
  })
})

describe('a 401 of a write', () => {
  test('is the CSRF token when whoami takes the key', async () => {
    const server = await startServer(({ method }) =>
      method === 'GET'
        ? { body: ann }
        : { status: 401, body: { success: false, exception: 'invalid security context' } },
    )
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const error = await rejection(
      labkey.request({ controller: 'query', action: 'insertRows', body: {} }),
    )
    expect(error).toMatchObject({ code: 'ERR_LABKEY_CSRF', status: 401 })
    expect(exitCodeOf(error)).toBe(1)
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET'])
  })

  test('is sent again, once, with the token that the server has handed out meanwhile', async () => {
    const token = 'a'.repeat(32)
    const server = await startServer(({ method, headers }) => {
      if (method === 'GET') {
        return { body: ann, headers: { 'set-cookie': `X-LABKEY-CSRF=${token}; Path=/` } }
      }
      return headers['x-labkey-csrf'] === token
        ? { body: { rowsAffected: 1 } }
        : { status: 401, body: { success: false, exception: 'invalid security context' } }
    })
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const request = { controller: 'query', action: 'insertRows', body: {} }
    expect(await labkey.request(request)).toEqual({ rowsAffected: 1 })
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST'])
  })

  test('does not go on for ever when the server hands out tokens and refuses them', async () => {
    const server = await startServer(({ method }, count) =>
      method === 'GET'
        ? {
            body: ann,
            headers: { 'set-cookie': `X-LABKEY-CSRF=${String(count % 10).repeat(64)}; Path=/` },
          }
        : { status: 401, body: { success: false, exception: 'invalid security context' } },
    )
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const error = await rejection(
      labkey.request({ controller: 'query', action: 'insertRows', body: {} }),
    )
    expect(error).toMatchObject({ code: 'ERR_LABKEY_CSRF' })
    expect(server.requests.length).toBeLessThanOrEqual(4)
  })

  test('is the key when whoami refuses it, too', async () => {
    const server = await startServer(() => ({ status: 401, body: noMatch }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const error = await rejection(
      labkey.request({ controller: 'query', action: 'insertRows', body: {} }),
    )
    expect(error).toMatchObject({ code: 'ERR_LABKEY_UNAUTHORIZED' })
  })

  test.each(['selectRows', 'executeSql'])(
    'of query-%s needs no question: no token there',
    async (action) => {
      const server = await startServer(() => ({ status: 401, body: noMatch }))
      const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
      const error = await rejection(labkey.request({ controller: 'query', action, form: {} }))
      expect(error).toMatchObject({ code: 'ERR_LABKEY_UNAUTHORIZED' })
      expect(server.requests).toHaveLength(1)
    },
  )
})

describe('the explanation of a 401', () => {
  const messageOf = async (credentials: CredentialProvider | 'anonymous', exception?: string) => {
    const server = await startServer(() => ({
      status: 401,
      body: { success: false, exception: exception ?? noMatch.exception },
    }))
    const labkey = createClient({ baseUrl: server.url, container: '/Demo Study', credentials })
    const error = await rejection(labkey.query.selectRows(lists))
    expect(error).toBeInstanceOf(LabKeyAuthenticationError)
    expect(exitCodeOf(error)).toBe(4)
    return (error as LabKeyAuthenticationError).message.replaceAll(server.url, 'http://SERVER')
  }

  test('for a key of a netrc file names file and line, and what to do', async () => {
    const credentials: CredentialProvider = async ({ url }) =>
      createCredential({
        url,
        secret: sampleKey,
        source: {
          kind: 'netrc',
          place: '/home/ann/.netrc line 3',
          file: '/home/ann/.netrc',
          line: 3,
          machine: '127.0.0.1',
        },
      })
    expect(await messageOf(credentials)).toMatchInlineSnapshot(`
      "LabKey at http://SERVER refused the key (401) for query lists.Patients in /Demo Study
        key   netrc file /home/ann/.netrc line 3 (machine 127.0.0.1, login apikey)
        said  "The email address and password you entered did not match any accounts on file."
        why   a session key ends with its browser session (sign-out, or 30 minutes without use);
              an API key ends when it expires or is deleted
        next  make a new key at http://SERVER/security-externalToolsView.view,
              then store it: wellkey login http://SERVER --file /home/ann/.netrc"
    `)
  })

  test.each([
    [{ file: "/home/ann's keys/.netrc" }, `--file '/home/ann'\\''s keys/.netrc'`],
    [{ file: '/home/ann/$(x)' }, `--file '/home/ann/$(x)'`],
    [{}, '--store netrc'],
    [{ kind: 'keychain' }, '--store keychain'],
  ] as const)('of %j says how a key is put in its place', async (facts, words) => {
    const source = { kind: 'netrc', place: 'x', ...facts } as const
    const credentials: CredentialProvider = async ({ url }) =>
      createCredential({ url, secret: sampleKey, source })
    const [, typed] = (await messageOf(credentials)).split('then store it: wellkey login ')
    expect(typed).toBe(`http://SERVER ${words}`)
  })

  test.each([
    ['http://labkey.example.org', ' --allow-insecure-http'],
    ['http://127.0.0.1:8080', ''],
    ['https://labkey.example.org', ''],
  ])('of a key for %s stores the new one over%s', (server, words) => {
    const source = { kind: 'keychain', place: 'x' } as const
    const credential = createCredential({ url: new URL(server), secret: sampleKey, source })
    const refusal = { server, subject: 'x', credential, said: undefined, known: undefined }
    expect(explainUnauthorized(refusal).hint).toMatch(new RegExp(`--store keychain${words}$`))
  })

  test('for a key of the environment names the variable', async () => {
    const credentials: CredentialProvider = async ({ url }) =>
      createCredential({
        url,
        secret: sampleKey,
        source: { kind: 'environment', place: 'LABKEY_API_KEY' },
      })
    const message = await messageOf(credentials)
    expect(message).toContain('key   environment variable LABKEY_API_KEY (login apikey)')
    expect(message).toContain('then put it into LABKEY_API_KEY')
  })

  test('for a password speaks of a password', async () => {
    const credentials = fromValue({ login: 'ann@example.org', secret: 'sample password' })
    const message = await messageOf(credentials)
    expect(message).toContain('refused the password (401)')
    expect(message).toContain('login ann@example.org')
    expect(message).not.toContain('sample password')
  })

  test('for an anonymous client speaks of guests', async () => {
    expect(await messageOf('anonymous', 'You must log in to view this content.'))
      .toMatchInlineSnapshot(`
        "LabKey at http://SERVER does not let guests do this (401): query lists.Patients in /Demo Study
          said  "You must log in to view this content."
          why   the client is anonymous, and the container is closed to guests
          next  use a client with credentials, or ask an administrator to let guests read"
      `)
  })
})

describe('whoAmI()', () => {
  test('being a guest in spite of a key is an error', async () => {
    const server = await startServer(() => ({ body: { ...ann, id: 0, email: 'guest' } }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    const error = await rejection(labkey.security.whoAmI())
    expect(error).toMatchObject({
      code: 'ERR_LABKEY_GUEST',
      status: 200,
      source: { kind: 'explicit' },
    })
    expect(exitCodeOf(error)).toBe(4)
  })

  test('being a guest on purpose is not: the login guest', async () => {
    const server = await startServer(() => ({ body: { ...ann, id: 0, email: 'guest' } }))
    const credentials = fromValue({ login: 'Guest', secret: 'x' })
    const user = await createClient({ baseUrl: server.url, credentials }).security.whoAmI()
    expect(user.isGuest).toBe(true)
  })

  test('tells who it is', async () => {
    const server = await startServer(() => ({ body: { ...ann, impersonated: true } }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    expect(await labkey.security.whoAmI()).toEqual({
      id: 1004,
      email: 'ann@example.org',
      displayName: 'ann',
      isGuest: false,
      impersonated: true,
    })
  })

  test('an answer without an id is not understood', async () => {
    const server = await startServer(() => ({ body: { hello: 'world' } }))
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    expect(await rejection(labkey.security.whoAmI())).toMatchObject({ code: 'ERR_LABKEY_DECODE' })
  })
})
