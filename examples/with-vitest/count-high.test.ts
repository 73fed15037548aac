// How to test a program of one's own: the reference server answers inside the process, by way of msw.
import { randomUUID } from 'node:crypto'
import { createClient, fromValue } from '@wellkey/client'
import { createServer } from '@wellkey/server'
import { handlers } from '@wellkey/server/msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countHigh } from './count-high.ts'

const baseUrl = 'https://labkey.example.org'
const ann = { email: 'ann@example.org', password: randomUUID(), role: 'reader' } as const
const server = createServer({
  users: [ann],
  containers: [{ path: '/Lab' }],
  tables: [
    {
      name: 'Results',
      containers: ['/Lab'],
      columns: [
        { name: 'ResultId', type: 'int', key: true },
        { name: 'Flag', type: 'string' },
      ],
      rows: [
        { ResultId: 1, Flag: 'H' },
        { ResultId: 2, Flag: 'L' },
        { ResultId: 3, Flag: 'H' },
      ],
    },
  ],
})
const network = setupServer(...handlers(server, { baseUrl }))
const credentials = fromValue({ login: ann.email, secret: ann.password })
const labkey = createClient({ baseUrl, container: '/Lab', credentials })

beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
afterAll(() => network.close())

test('counts the results above their range', async () => {
  expect(await countHigh(labkey)).toBe(2)
})

test('fails when LabKey is down', async () => {
  server.faults.add({ action: 'query-selectRows', times: 1, status: 500 })
  const impatient = createClient({ baseUrl, container: '/Lab', credentials, retry: false })
  await expect(countHigh(impatient)).rejects.toMatchObject({ status: 500 })
})
