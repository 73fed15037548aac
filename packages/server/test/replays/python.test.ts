// labkey-api-python 3 as it speaks through requests and http.client (contract 5.5, 6.4).
import { afterAll, describe, expect, test } from 'vitest'

import { emailOf } from '../seed.ts'
import { lines, openWire } from '../wire.ts'
import type { Wire, WireAnswer } from '../wire.ts'
import { basicOf, openJar, openStage, wafEncode } from './setup.ts'
import type { Jar } from './setup.ts'

const stage = await openStage()
const { port, path } = stage
afterAll(stage.close)

function head(method: string, url: string, more: readonly string[], jar?: Jar): string[] {
  return [
    `${method} ${url} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'User-Agent: LabKey Python API/3.0.0',
    'Accept-Encoding: gzip, deflate',
    'Accept: */*',
    'Connection: keep-alive',
    ...more,
    ...(jar === undefined || jar.header() === '' ? [] : [`Cookie: ${jar.header()}`]),
  ]
}

/** http.client sends the head and the body each for itself. */
async function post(
  wire: Wire,
  url: string,
  more: readonly string[],
  body: string,
  jar: Jar,
): Promise<WireAnswer> {
  wire.write(lines([...head('POST', url, more, jar), `Content-Length: ${body.length}`]))
  await new Promise(setImmediate)
  const answer = await wire.ask(body)
  jar.take(answer)
  return answer
}

const form = ['Content-Type: application/x-www-form-urlencoded']
const json = ['Content-Type: application/json']
const select = new URLSearchParams({
  schemaName: 'lists',
  'query.queryName': 'People',
  'query.maxRows': '-1',
  'query.Name~eq': 'Ann',
  'query.columns': 'Key,Name',
})

describe.each([
  ['an API key', await stage.makeKey('apikey')],
  ['a session key', await stage.makeKey('session')],
])('APIWrapper(api_key=) with %s', (_, key) => {
  test('whoami, then get_query, execute_sql, insert, update, delete over one session', async () => {
    const wire = await openWire(port)
    const jar = openJar()
    const whoAmI = await wire.ask(
      lines(head('GET', `${path}/Lab/login-whoami.api`, [`apikey: ${key}`])),
    )
    jar.take(whoAmI)
    expect([whoAmI.status, whoAmI.json['email']]).toEqual([200, emailOf('editor')])
    const own = [`apikey: ${key}`, `X-LABKEY-CSRF: ${String(whoAmI.json['CSRF'])}`]

    const rows = await post(
      wire,
      `${path}/Lab/query-getQuery.api`,
      [...own, ...form],
      select.toString(),
      jar,
    )
    expect(rows.json).toMatchObject({ rowCount: 1, rows: [{ Key: 1, Name: 'Ann' }] })
    const sql = new URLSearchParams({
      schemaName: 'lists',
      sql: wafEncode('SELECT COUNT(*) AS N FROM People'),
    })
    const counted = await post(
      wire,
      `${path}/Lab/query-executeSql.api`,
      [...own, ...form],
      sql.toString(),
      jar,
    )
    expect(counted.json['rows']).toEqual([{ N: 6 }])
    const body = JSON.stringify({
      queryName: 'People',
      rows: [{ Key: 80, Name: 'from Python' }],
      schemaName: 'lists',
    })
    for (const action of ['insertRows', 'updateRows', 'deleteRows']) {
      const changed = await post(
        wire,
        `${path}/Lab/query-${action}.api`,
        [...own, ...json],
        body,
        jar,
      )
      expect([changed.status, changed.json['rowsAffected']]).toEqual([200, 1])
    }
    const containers = await post(
      wire,
      `${path}/Lab/project-getContainers.view`,
      [...own, ...json],
      '{"includeSubfolders": true}',
      jar,
    )
    expect(containers.json['path']).toBe('/Lab')
    wire.end()
  })

  test('a container_path with a slash of its own, and one with a blank', async () => {
    const wire = await openWire(port)
    const own = [`apikey: ${key}`]
    const doubled = await wire.ask(lines(head('GET', `${path}//Lab/login-whoami.api`, own)))
    expect(doubled.json).toHaveProperty('CSRF')
    const missing = await wire.ask(lines(head('GET', `${path}/My%20Project/login-whoami.api`, own)))
    expect([missing.status, missing.json['success']]).toEqual([404, false])
    wire.end()
  })
})

test('Basic from a netrc beats the header apikey, so a stale entry is a 401 as with LabKey', async () => {
  const wire = await openWire(port)
  const key = await stage.makeKey('apikey')
  const both = [`apikey: ${key}`, basicOf('apikey', '0'.repeat(64))]
  const answer = await wire.ask(lines(head('GET', `${path}/Lab/login-whoami.api`, both)))
  expect([answer.status, answer.header('Content-Type')]).toEqual([
    401,
    ['application/json;charset=utf-8'],
  ])
  wire.end()
})

test('disable_csrf: reads work, writes are told what is missing', async () => {
  const wire = await openWire(port)
  const own = [`apikey: ${await stage.makeKey('session')}`]
  const read = await post(
    wire,
    `${path}/Lab/query-getQuery.api`,
    [...own, ...form],
    select.toString(),
    openJar(),
  )
  expect(read.json['rowCount']).toBe(1)
  const write = await post(
    wire,
    `${path}/Lab/query-insertRows.api`,
    [...own, ...json],
    '{"schemaName":"lists","queryName":"People","rows":[]}',
    openJar(),
  )
  expect([write.status, write.json['exception']]).toEqual([
    401,
    expect.stringMatching(/invalid security context/),
  ])
  wire.end()
})

test('webdav_client(): Basic apikey, a path without %40, HEAD, PROPFIND, PUT, GET, DELETE', async () => {
  const wire = await openWire(port)
  const own = [basicOf('apikey', await stage.makeKey('apikey'))]
  const files = `${path}/_webdav/Lab/@files`
  const put = await wire.ask(
    lines([...head('PUT', `${files}/a.txt`, own), 'Content-Length: 5']) + 'hello',
  )
  expect(put.status).toBe(201)
  const known = await wire.ask(lines(head('HEAD', `${files}/a.txt`, own)), 'HEAD')
  expect([known.status, known.header('Content-Length')]).toEqual([200, ['5']])
  const listed = await wire.ask(lines([...head('PROPFIND', `${files}/`, [...own, 'Depth: 1'])]))
  expect([listed.status, listed.body]).toEqual([207, expect.stringMatching(/<D:href>.*a\.txt</i)])
  expect((await wire.ask(lines(head('GET', `${files}/a.txt`, own)))).body).toBe('hello')
  expect((await wire.ask(lines(head('DELETE', `${files}/a.txt`, own)))).status).toBe(204)
  wire.end()
})
