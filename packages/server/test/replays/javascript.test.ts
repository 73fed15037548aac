// @labkey/api as a page of the server uses it: XMLHttpRequest in a browser (contract 5.5, 6.6).
import { afterAll, describe, expect, test } from 'vitest'

import { emailOf, passwords } from '../seed.ts'
import { lines, openWire } from '../wire.ts'
import type { Wire } from '../wire.ts'
import { openJar, openStage, wafEncode } from './setup.ts'
import type { Jar } from './setup.ts'

const stage = await openStage()
const { port, path } = stage
afterAll(stage.close)

interface Page {
  readonly wire: Wire
  readonly jar: Jar
  /** `LABKEY.CSRF` of the page. */
  readonly csrf: string
}

/** The login form of the browser, and the globals that the page after it has. */
async function openPage(): Promise<Page> {
  const wire = await openWire(port)
  const jar = openJar()
  jar.take(await wire.ask(lines(navigation('GET', `${path}/login-login.view`, jar))))
  const csrf = jar.get('X-LABKEY-CSRF')
  const form = { email: emailOf('editor'), password: passwords.editor, 'X-LABKEY-CSRF': csrf }
  const body = new URLSearchParams(form).toString()
  const type = 'Content-Type: application/x-www-form-urlencoded'
  const login = await wire.ask(
    lines([...navigation('POST', `${path}/login-login.view`, jar), type], body),
  )
  jar.take(login)
  expect([login.status, jar.get('JSESSIONID')]).toEqual([302, expect.stringMatching(/^[\w-]{43}$/)])
  return { wire, jar, csrf }
}

function navigation(method: string, url: string, jar: Jar): string[] {
  const origin = `http://127.0.0.1:${port}`
  return [
    `${method} ${url} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: keep-alive',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Accept: */*',
    ...(method === 'POST' ? [`Origin: ${origin}`] : []),
    'Sec-Fetch-Site: same-origin',
    'Sec-Fetch-Mode: cors',
    `Referer: ${origin}${path}/Lab/project-begin.view`,
    'Accept-Encoding: gzip, deflate, br, zstd',
    'Accept-Language: en-US,en;q=0.9',
    ...(jar.header() === '' ? [] : [`Cookie: ${jar.header()}`]),
  ]
}

/** `Ajax.request`: a form type even for a GET, unless there is `jsonData`. */
function xhr({ jar, csrf }: Page, method: string, url: string, jsonData?: object): string {
  const type = jsonData ? 'application/json' : 'application/x-www-form-urlencoded; charset=UTF-8'
  const head = [
    ...navigation(method, path + url, jar),
    'X-ONUNAUTHORIZED: UNAUTHORIZED',
    `X-LABKEY-CSRF: ${csrf}`,
    `Content-Type: ${type}`,
    'X-Requested-With: XMLHttpRequest',
  ]
  return lines(head, jsonData && JSON.stringify(jsonData))
}

const query = 'schemaName=lists&query.queryName=People&query.Key~gt=4&query.columns=Key%2CName'

describe('in a page', async () => {
  const page = await openPage()
  const { wire } = page

  test.each([
    ['the path first', `/Lab/query-getQuery.api?${query}`],
    ['the controller first', `/query/Lab/getQuery.api?${query}`],
    ['the default extension', `/Lab/query-getQuery.view?${query}`],
  ])('Query.selectRows by GET, %s', async (_, url) => {
    const { status, json } = await wire.ask(xhr(page, 'GET', url))
    expect([status, json['formatVersion'] ?? 8.3, json['rowCount']]).toEqual([200, 8.3, 2])
  })

  test('Query.executeSql: SQL encoded in the body, sort and parameters in the URL', async () => {
    const sql = wafEncode('SELECT Key, Name FROM People')
    const body = { schemaName: 'lists', sql, maxRows: 2 }
    const { status, json } = await wire.ask(
      xhr(page, 'POST', '/Lab/query-executeSql.api?query.sort=-Key', body),
    )
    expect([status, (json['rows'] as { Key: number }[]).map(({ Key }) => Key)]).toEqual([
      200,
      [6, 5],
    ])
  })

  test('Query.insertRows, saveRows, and a form with a file', async () => {
    const rows = [{ Key: 50, Name: 'from a page' }]
    const insert = { schemaName: 'lists', queryName: 'People', rows }
    expect(
      (await wire.ask(xhr(page, 'POST', '/Lab/query-insertRows.api', insert))).json['rowsAffected'],
    ).toBe(1)
    const save = {
      commands: [
        { command: 'delete', schemaName: 'lists', queryName: 'People', rows: [{ Key: 50 }] },
      ],
    }
    expect(
      (await wire.ask(xhr(page, 'POST', '/Lab/query-saveRows.api', save))).json['committed'],
    ).toBe(true)
    const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gW'
    const parts = [
      ['schemaName', '', 'lists'],
      ['queryName', '', 'People'],
      [
        'file',
        '; filename="a.tsv"\r\nContent-Type: text/tab-separated-values',
        'Key\tName\r\n51\tfrom a file\r\n',
      ],
    ]
    const body = `${parts.map(([name, more, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`
    const head = [
      ...navigation('POST', `${path}/Lab/query-import.api`, page.jar),
      `X-LABKEY-CSRF: ${page.csrf}`,
      `Content-Type: multipart/form-data; boundary=${boundary}`,
      'X-Requested-With: XMLHttpRequest',
    ]
    expect((await wire.ask(lines(head, body))).json).toMatchObject({ success: true, rowCount: 1 })
  })

  test('Security.getContainers, getUserPermissions and getSchemas', async () => {
    for (const url of [
      '/Lab/project-getContainers.view?includeSubfolders=true',
      '/Lab/security-getUserPerms.view',
      '/Lab/query-getSchemas.view?apiVersion=12.3',
    ]) {
      expect((await wire.ask(xhr(page, 'GET', url))).status).toBe(200)
    }
  })

  test('a session that idled out: 401 as JSON, and no password box of the browser', async () => {
    stage.server.clock.advance(30 * 60_000)
    const { status, header, json } = await wire.ask(
      xhr(page, 'GET', `/Lab/query-getQuery.api?${query}`),
    )
    expect([status, header('WWW-Authenticate'), json['success']]).toEqual([401, [], false])
  })
})
