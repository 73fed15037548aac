// LabKey::Query 1.07 as it speaks through LWP (contract 5.5, 6.7).
import { afterAll, expect, test } from 'vitest'

import { emailOf } from '../seed.ts'
import { exchange, lines } from '../wire.ts'
import { basicOf, openJar, openStage } from './setup.ts'
import type { Jar } from './setup.ts'

const stage = await openStage()
const { port, path } = stage
afterAll(stage.close)

interface LwpAnswer {
  readonly status: number
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
}

/** LWP opens a connection for each request, and says so in a way of its own. */
async function lwp(
  method: string,
  url: string,
  more: readonly string[],
  jar: Jar,
  body?: object,
): Promise<LwpAnswer> {
  const cookies = jar.header() === '' ? [] : [`Cookie: ${jar.header()}`, 'Cookie2: $Version="1"']
  const answer = await exchange(
    port,
    lines(
      [
        `${method} ${path}${url} HTTP/1.1`,
        'TE: deflate,gzip;q=0.3',
        'Connection: TE, close',
        ...more.filter((line) => line.startsWith('Authorization')),
        `Host: 127.0.0.1:${port}`,
        'User-Agent: LabKey Perl API/1.07',
        'Content-Type: application/json',
        ...cookies,
        ...more.filter((line) => !line.startsWith('Authorization')),
      ],
      body === undefined ? undefined : JSON.stringify(body),
    ),
  )
  const [head = '', text = ''] = answer.split('\r\n\r\n')
  const header = (name: string): string[] =>
    head
      .split('\r\n')
      .flatMap((line) =>
        line.toLowerCase().startsWith(`${name.toLowerCase()}: `)
          ? [line.slice(name.length + 2)]
          : [],
      )
  const status = Number(head.split(' ')[1])
  const json = JSON.parse(text) as Record<string, unknown>
  jar.take({ status, head, header, body: text, json })
  return { status, text, json }
}

// It always writes a question mark, with nothing behind it.
const select = {
  schemaName: 'lists',
  'query.queryName': 'People',
  apiVersion: 9.1,
  'query.Name~eq': 'Ann',
  'query.maxRows': 10,
}

test.each([
  ['an API key', () => stage.makeKey('apikey')],
  ['a session key', () => stage.makeKey('session')],
])('selectRows, insertRows, executeSql with %s as Basic', async (_, makeKey) => {
  const jar = openJar()
  const basic = basicOf('apikey', await makeKey())
  const whoAmI = await lwp('GET', '/login/Lab/whoAmI.api?', [basic], jar)
  expect([whoAmI.status, whoAmI.json['email']]).toEqual([200, emailOf('editor')])
  const own = [basic, `X-LABKEY-CSRF: ${String(whoAmI.json['CSRF'])}`]

  const rows = await lwp('POST', '/query/Lab/getQuery.api?', own, jar, select)
  expect(rows.json).toMatchObject({
    formatVersion: 9.1,
    rowCount: 1,
    rows: [{ Name: { value: 'Ann' } }],
  })
  const change = {
    schemaName: 'lists',
    queryName: 'People',
    rows: [{ Key: 60, Name: 'from Perl' }],
  }
  for (const action of ['insertRows', 'updateRows', 'deleteRows']) {
    const changed = await lwp('POST', `/query/Lab/${action}.api?`, own, jar, change)
    expect([changed.status, changed.json['rowsAffected']]).toEqual([200, 1])
  }
  const sql = { schemaName: 'lists', sql: 'SELECT COUNT(*) AS N FROM People', maxRows: 5 }
  expect((await lwp('POST', '/query/Lab/executeSql.api?', own, jar, sql)).json['rows']).toEqual([
    { N: 6 },
  ])
})

test('its defect, an empty key from the environment, is a 401, and so is the empty Basic of its guest', async () => {
  const empty = await lwp('GET', '/login/Lab/whoAmI.api?', [basicOf('apikey', '')], openJar())
  expect(empty.status).toBe(401)
  const jar = openJar()
  const guest = await lwp('GET', '/login/Public/whoAmI.api?', [], jar)
  expect([guest.status, guest.json['email']]).toEqual([200, 'guest'])
  const own = [basicOf('', ''), `X-LABKEY-CSRF: ${String(guest.json['CSRF'])}`]
  expect((await lwp('POST', '/query/Public/getQuery.api?', own, jar, select)).status).toBe(401)
})

test('keys of the old form, bar and all, as Basic and in the header', async () => {
  const old = await openStage({
    release: '23.2',
    contextPath: '',
    settings: { keyFormat: 'legacy' },
  })
  const keys = [await old.makeKey('apikey'), await old.makeKey('session')]
  expect(keys.map((key) => key.replace(/[0-9a-f]{32}$/, ''))).toEqual(['apikey|', 'session|'])
  for (const credential of keys.flatMap((key) => [basicOf('apikey', key), `apikey: ${key}`])) {
    const answer = await exchange(
      old.port,
      lines(['GET /login/Lab/whoAmI.api? HTTP/1.1', 'Host: x', 'Connection: close', credential]),
    )
    expect(answer).toContain(emailOf('editor'))
  }
  await old.close()
})
