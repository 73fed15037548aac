// The client against the reference server without a socket: what somebody's own tests would do.
import { createClient, fromValue } from '@wellkey/client'
import { createServer } from '@wellkey/server'
import { handlers } from '@wellkey/server/msw'
import { setupServer } from 'msw/node'
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { rejection } from './recording-server.ts'

const baseUrl = 'https://labkey.example.org/labkey'
const ann = { email: 'ann@example.org', password: randomUUID(), role: 'editor' } as const
const labkey = createServer({
  contextPath: '/labkey',
  users: [ann],
  containers: [{ path: '/Lab' }],
  tables: [
    {
      name: 'People',
      columns: [
        { name: 'Key', type: 'int', key: true },
        { name: 'Name', type: 'string' },
      ],
      rows: Array.from({ length: 3 }, (_, index) => ({ Key: index + 1, Name: `n${index + 1}` })),
    },
  ],
  settings: {
    allowSessionKeys: true,
    passwordCost: { cost: 16, blockSize: 1, parallelization: 1 },
  },
})
const network = setupServer(...handlers(labkey, { baseUrl }))
const people = { schemaName: 'lists', queryName: 'People' }

beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
afterEach(() => labkey.reset())
afterAll(() => network.close())

async function withKey() {
  const browser = createClient({ baseUrl, credentials: 'anonymous', container: '/Lab' })
  const { email, password } = ann
  await browser.request({ controller: 'login', action: 'loginApi', form: { email, password } })
  const { apikey } = await browser.request<{ apikey: string }>({
    controller: 'security',
    action: 'createApiKey',
    form: { type: 'session' },
  })
  const credentials = fromValue(apikey)
  return createClient({ baseUrl, credentials, container: '/Lab', retry: false })
}

test('a client reads, streams and writes through the handlers', async () => {
  const client = await withKey()
  expect(await client.security.whoAmI()).toMatchObject({ email: ann.email })
  const { rows } = await client.query.selectRows({ ...people, columns: ['Key'] })
  expect(rows).toEqual([{ Key: 1 }, { Key: 2 }, { Key: 3 }])
  await client.query.insertRows({ ...people, rows: [{ Key: 4, Name: 'new' }] })
  const names: unknown[] = []
  for await (const row of client.query.streamRows<{ Name: string }>(people)) names.push(row.Name)
  expect(names).toEqual(['n1', 'n2', 'n3', 'new'])
  expect(labkey.audit.at(-1)).toMatchObject({ user: ann.email, keyKind: 'session-key' })
})

test('the clock ends its key, and faults reach it', async () => {
  const client = await withKey()
  labkey.faults.add({ action: 'query-*', status: 503 })
  expect(await rejection(client.query.selectRows(people))).toMatchObject({ status: 503 })
  labkey.faults.add({ action: 'query-*', drop: 'request' })
  expect(await rejection(client.query.selectRows(people))).toMatchObject({
    code: expect.stringMatching(/^ERR_LABKEY_/),
  })
  labkey.clock.advance(30 * 60_000)
  expect(await rejection(client.security.whoAmI())).toMatchObject({ status: 401 })
})
