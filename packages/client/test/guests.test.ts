// Servers before LabKey 24.7.1 take no notice of a bad key and answer as to a guest (contract 1.3).
import { createClient, fromValue, type LabKeyError } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import {
  ann,
  onePatient,
  rejection,
  sampleKey,
  startServer,
  stillClock,
  type Reply,
} from './recording-server.ts'

const credentials = fromValue(sampleKey)
const lists = { schemaName: 'lists', queryName: 'Patients' }
const guest = { ...ann, id: 0, email: 'guest' }
const paths = (requests: readonly { readonly path: string }[]) => requests.map(({ path }) => path)

function serverOf(
  release: string | undefined,
  whoami: unknown,
  rows: Reply = { body: onePatient },
) {
  const headers = release === undefined ? {} : { server: `LabKey/${release}` }
  return startServer(({ path }) => ({
    ...(path.includes('whoami') ? { body: whoami } : rows),
    headers: { ...headers, ...(path.includes('whoami') ? {} : rows.headers) },
  }))
}

describe('selectRows of a server before 24.7.1', () => {
  test.each(['24.7.0', '24.7', '24.3', '23.11-SNAPSHOT', '20.1'])(
    'is an error when %s takes the client for a guest, in spite of its 200',
    async (release) => {
      const server = await serverOf(release, guest)
      const labkey = createClient({ baseUrl: server.url, credentials })
      const error = (await rejection(labkey.query.selectRows(lists))) as LabKeyError
      expect(error).toMatchObject({ code: 'ERR_LABKEY_GUEST', action: 'query-selectRows' })
      expect(error.message).toContain('servers before LabKey 24.7.1 do not refuse such a key')
      expect(paths(server.requests)).toEqual(['/query-selectRows.api', '/login-whoami.api'])
    },
  )

  test('asks once for many calls, and again after a minute', async () => {
    const server = await serverOf('24.3', ann)
    const { timing } = stillClock()
    const labkey = createClient({ baseUrl: server.url, credentials, timing })
    await Promise.all([1, 2, 3].map(async () => labkey.query.selectRows(lists)))
    await labkey.query.selectRows(lists)
    expect(paths(server.requests).filter((path) => path.includes('whoami'))).toHaveLength(1)
    await timing.sleep(61_000)
    await labkey.query.selectRows(lists)
    expect(paths(server.requests).filter((path) => path.includes('whoami'))).toHaveLength(2)
  })

  test('asks nothing when the client is a guest on purpose', async () => {
    const server = await serverOf('24.3', guest)
    const login = fromValue({ login: 'guest', secret: 'x' })
    for (const provider of ['anonymous', login] as const) {
      await createClient({ baseUrl: server.url, credentials: provider }).query.selectRows(lists)
    }
    expect(server.requests).toHaveLength(2)
  })

  test('asks on for the others when the call that asked is stopped', async () => {
    let answer = () => {}
    const asked = new Promise<void>((resolve) => (answer = resolve))
    const server = await startServer(async ({ path }) => {
      const isQuestion = path.includes('whoami')
      if (isQuestion) await asked
      return { headers: { server: 'LabKey/24.3' }, body: isQuestion ? ann : onePatient }
    })
    const labkey = createClient({ baseUrl: server.url, credentials })
    const controller = new AbortController()
    const { signal } = controller
    const calls = [labkey.query.selectRows({ ...lists, signal }), labkey.query.selectRows(lists)]
    await expect.poll(() => server.requests.length).toBe(3)
    controller.abort()
    answer()
    await Promise.allSettled(calls)
    await labkey.query.selectRows(lists)
    expect(paths(server.requests).filter((path) => path.includes('whoami'))).toHaveLength(1)
  })

  test('gives up asking a server that does not tell', async () => {
    const server = await serverOf('24.3', { something: 'else' })
    const labkey = createClient({ baseUrl: server.url, credentials })
    for (let at = 0; at < 5; at++) await labkey.query.selectRows(lists)
    expect(paths(server.requests).filter((path) => path.includes('whoami'))).toHaveLength(3)
  })
})

describe('selectRows of another server', () => {
  test.each(['24.7.1', '24.7.2', '24.11', '25.1-SNAPSHOT', undefined])(
    'asks nothing else: %s',
    async (release) => {
      const server = await serverOf(release, guest)
      await createClient({ baseUrl: server.url, credentials }).query.selectRows(lists)
      expect(server.requests).toHaveLength(1)
    },
  )

  test('asks with verifyIdentity', async () => {
    const server = await serverOf(undefined, guest)
    const labkey = createClient({ baseUrl: server.url, credentials, verifyIdentity: true })
    expect(await rejection(labkey.query.selectRows(lists))).toMatchObject({
      code: 'ERR_LABKEY_GUEST',
    })
  })
})

describe('a 401', () => {
  const challenge = { 'www-authenticate': 'Basic realm="LabKey"' }
  const refused = { status: 401, body: { success: false, exception: 'You must log in' } }

  test('with a challenge is that of a guest when whoami says so', async () => {
    const server = await serverOf(undefined, guest, { ...refused, headers: challenge })
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect(await rejection(labkey.query.selectRows(lists))).toMatchObject({
      code: 'ERR_LABKEY_GUEST',
      status: 401,
    })
  })

  test('without one is the refusal of the key, and nothing else is asked', async () => {
    const server = await serverOf(undefined, guest, refused)
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect(await rejection(labkey.query.selectRows(lists))).toMatchObject({
      code: 'ERR_LABKEY_UNAUTHORIZED',
    })
    expect(server.requests).toHaveLength(1)
  })
})
