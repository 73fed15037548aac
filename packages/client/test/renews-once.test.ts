// However often a server says 401, a call is sent a bounded number of times.
import { Readable } from 'node:stream'
import { createClient, fromValue, type CredentialProvider } from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { ann, rejection, startServer } from './recording-server.ts'

const hex = (count: number) => count.toString(16).padStart(64, '0')
/** Bounds a loop that does not end by itself. */
const mostRequests = 20

describe('a 401 that does not pass', () => {
  test('a source with another key each time is asked for one more', async () => {
    const server = await startServer((_, count) => ({ status: count > mostRequests ? 400 : 401 }))
    let keys = 0
    const credentials: CredentialProvider = (request) => fromValue(`key-${++keys}`)(request)
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect(await rejection(labkey.security.whoAmI())).toMatchObject({
      code: 'ERR_LABKEY_UNAUTHORIZED',
      status: 401,
    })
    expect(server.requests).toHaveLength(2)
    expect(keys).toBe(2)
  })

  test('a server with another CSRF token each time gets a write twice', async () => {
    const server = await startServer(({ path }, count) => {
      const headers = { 'set-cookie': `X-LABKEY-CSRF=${hex(count)}; Path=/` }
      if (path.includes('whoami')) return { headers, body: ann }
      return { headers, status: count > mostRequests ? 400 : 401 }
    })
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue('key') })
    const write = labkey.request({ controller: 'query', action: 'insertRows', body: { rows: [] } })
    expect(await rejection(write)).toMatchObject({ status: 401 })
    const writes = server.requests.filter(({ path }) => path.includes('insertRows'))
    expect(writes).toHaveLength(2)
  })

  test('a write whose body is a stream is sent once, although there is another key', async () => {
    const server = await startServer((_, count) => ({ status: count > mostRequests ? 400 : 401 }))
    let keys = 0
    const credentials: CredentialProvider = (request) => fromValue(`key-${++keys}`)(request)
    const labkey = createClient({ baseUrl: server.url, container: '/Home', credentials })
    const content = Readable.from([Buffer.from('A\n'), Buffer.from('1\n')])
    const write = labkey.query.importData({
      schemaName: 'lists',
      queryName: 'Results',
      source: { file: { filename: 'rows.tsv', content } },
    })
    expect(await rejection(write)).toMatchObject({ code: 'ERR_LABKEY_UNAUTHORIZED', status: 401 })
    expect(server.requests.filter(({ path }) => path.includes('query-import'))).toHaveLength(1)
  })
})
