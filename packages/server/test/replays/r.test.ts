// Rlabkey 3.4 as it speaks through httr and curl: its first requests, to the byte (contract 5.5, 6.3).
import { afterAll, describe, expect, test } from 'vitest'

import { emailOf } from '../seed.ts'
import { lines, openWire } from '../wire.ts'
import type { WireAnswer } from '../wire.ts'
import { basicOf, openJar, openStage, wafEncode } from './setup.ts'
import type { Jar } from './setup.ts'

const stage = await openStage()
const { port, path } = stage
afterAll(stage.close)
const wire = await openWire(port)

// curl's own headers, then httr's, then those of the call.
const get = (url: string, more: readonly string[], jar?: Jar): string =>
  lines(head('GET', url, more, jar))
const post = (url: string, more: readonly string[], body: object, jar?: Jar): string =>
  lines(
    [...head('POST', url, ['Content-Type: application/json;charset=utf-8', ...more], jar)],
    JSON.stringify(body),
  )

function head(method: string, url: string, more: readonly string[], jar?: Jar): string[] {
  const authorization = more.filter((line) => line.startsWith('Authorization'))
  const cookie = jar === undefined || jar.header() === '' ? [] : [`Cookie: ${jar.header()}`]
  return [
    `${method} ${url} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    ...authorization,
    'User-Agent: LabKey R API',
    'Accept-Encoding: deflate, gzip',
    ...cookie,
    'Accept: application/json, text/xml, application/xml, */*',
    ...more.filter((line) => !line.startsWith('Authorization')),
  ]
}

const selectRows = {
  schemaName: 'lists',
  'query.queryName': 'People',
  apiVersion: '8.3',
  'query.maxRows': '-1',
  'query.Key~gte': '2',
  'query.sort': 'Key',
}

/** What `makeDF` needs to build a data frame. */
function expectFrame({ status, header, json }: WireAnswer, rowCount: number): void {
  expect([status, header('Content-Type')]).toEqual([200, ['application/json;charset=utf-8']])
  expect(json).not.toHaveProperty('status')
  const model = json['columnModel'] as Record<string, unknown>[]
  const { fields } = json['metaData'] as { fields: Record<string, unknown>[] }
  const names = fields.map(({ name }) => name)
  expect(model.map(({ dataIndex }) => dataIndex)).toEqual(names)
  for (const column of model)
    expect(column).toMatchObject({
      header: expect.any(String) as string,
      hidden: expect.any(Boolean) as boolean,
    })
  for (const { type } of fields)
    expect(['date', 'string', 'int', 'boolean', 'float']).toContain(type)
  const rows = json['rows'] as Record<string, unknown>[]
  expect(rows).toHaveLength(rowCount)
  expect(Object.keys(rows[0] ?? {})).toEqual(expect.arrayContaining(names))
}

async function prime(credential: string, jar: Jar): Promise<string> {
  const whoAmI = await wire.ask(get(`${path}/login/whoAmI.view`, [credential], jar))
  jar.take(whoAmI)
  expect(whoAmI.json).toMatchObject({ email: emailOf('editor') })
  return String(whoAmI.json['CSRF'])
}

describe('labkey.setDefaults(apiKey=), then calls', async () => {
  const kinds = [
    ['an API key', await stage.makeKey('apikey')],
    ['a session key', await stage.makeKey('session')],
  ] as const
  test.each(kinds)('%s in the header apikey', async (kind, key) => {
    const jar = openJar()
    const csrf = await prime(`apikey: ${key}`, jar)
    expect(csrf).toBe(jar.get('X-LABKEY-CSRF'))
    expect(jar.get('JSESSIONID') !== '').toBe(kind === 'an API key')
    const own = [`X-LABKEY-CSRF: ${csrf}`, `apikey: ${key}`]

    // Two slashes: the folder brings its own.
    expectFrame(await wire.ask(post(`${path}//Lab/query-selectRows.api`, own, selectRows, jar)), 5)
    const sql = {
      schemaName: 'lists',
      sql: wafEncode('SELECT Key, Name FROM People WHERE Key < 3'),
      apiVersion: 8.3,
      maxRows: '-1',
    }
    expectFrame(await wire.ask(post(`${path}//Lab/query-executeSql.api`, own, sql, jar)), 2)
    const row = { Key: kind === 'an API key' ? 71 : 72, Name: 'from R' }
    const rows = { schemaName: 'lists', queryName: 'People', rows: [row], apiVersion: 8.3 }
    for (const action of ['insertRows', 'updateRows', 'deleteRows']) {
      const answer = await wire.ask(post(`${path}//Lab/query-${action}.api`, own, rows, jar))
      expect([answer.status, answer.json['rowsAffected']]).toEqual([200, 1])
    }
    const getUrl = `${path}//Lab/query-selectRows.api?schemaName=lists&query.queryName=People&apiVersion=8.3&query.maxRows=-1`
    expectFrame(await wire.ask(get(getUrl, [`apikey: ${key}`], jar)), 6)
  })

  test('a long body waits for 100 Continue, as curl does', async () => {
    const key = await stage.makeKey('apikey')
    const jar = openJar()
    const csrf = await prime(`apikey: ${key}`, jar)
    const rows = Array.from({ length: 400 }, (_, n) => ({ Key: 1000 + n, Name: `row ${n}` }))
    const body = JSON.stringify({ schemaName: 'lists', queryName: 'People', rows, apiVersion: 8.3 })
    const more = [
      'Content-Type: application/json;charset=utf-8',
      `X-LABKEY-CSRF: ${csrf}`,
      `apikey: ${key}`,
    ]
    wire.write(
      lines([
        ...head('POST', `${path}//Lab/query-insertRows.api`, more, jar),
        `Content-Length: ${body.length}`,
        'Expect: 100-continue',
      ]),
    )
    expect((await wire.read()).status).toBe(100)
    const answer = await wire.ask(body)
    expect([answer.status, answer.json['rowsAffected']]).toEqual([200, 400])
  })

  test('a folder with a blank, and one that is not there', async () => {
    const key = await stage.makeKey('apikey')
    const answer = await wire.ask(
      post(`${path}//No%20Folder/query-selectRows.api`, [`apikey: ${key}`], selectRows),
    )
    expect([answer.status, answer.json['exception']]).toEqual([404, 'No such project: /No Folder'])
  })
})

test('e-mail and password, by setDefaults or netrc, go as Basic, with and without cookies', async () => {
  const key = await stage.makeKey('session')
  const jar = openJar()
  const csrf = await prime(basicOf('apikey', key), jar)
  const own = [basicOf('apikey', key), `X-LABKEY-CSRF: ${csrf}`]
  const rows = await wire.ask(post(`${path}//Lab/query-selectRows.api`, own, selectRows, jar))
  expectFrame(rows, 5 + 400)
  expect(rows.json['rowCount']).toBe(405)
})

test('labkey.sessionCookieName: the cookie of the browser and nothing else', async () => {
  const login = { email: emailOf('editor'), password: 'correct horse battery editor' }
  const answer = await wire.ask(post(`${path}/login-loginApi.api`, [], login))
  const jar = openJar()
  jar.take(answer)
  const cookie = `Cookie: JSESSIONID=${jar.get('JSESSIONID')}`
  const whoAmI = await wire.ask(get(`${path}/login/whoAmI.view`, [cookie]))
  expect(whoAmI.json['email']).toBe(emailOf('editor'))
})

test('a wrong key is an error with words, also where R ignores it at first', async () => {
  const wrong = `apikey: ${'0'.repeat(64)}`
  const whoAmI = await wire.ask(get(`${path}/login/whoAmI.view`, [wrong]))
  const rows = await wire.ask(post(`${path}//Lab/query-selectRows.api`, [wrong], selectRows))
  for (const { status, json, header } of [whoAmI, rows]) {
    expect([status, header('WWW-Authenticate')]).toEqual([401, []])
    expect(json['exception']).toMatch(/did not match any accounts/)
  }
})

test('labkey.webdav: JSON listings, and errors with 200 and a status in the body', async () => {
  const key = await stage.makeKey('apikey')
  const own = [`apikey: ${key}`, 'Content-Type: application/json']
  const list = await wire.ask(get(`${path}/_webdav/Lab/@files/?method=JSON`, own))
  expect([list.status, list.json['fileCount'], list.json['files']]).toEqual([200, 0, []])
  const missing = await wire.ask(get(`${path}/_webdav/Lab/@files/nope?method=JSON`, own))
  expect([missing.status, missing.json['status'], missing.json['success']]).toEqual([
    200,
    404,
    false,
  ])
})
