import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Listening, Server } from '@wellkey/server'

import { basic, openBrowser, unknownKey } from './browser.ts'
import type { Browser } from './browser.ts'
import { seededServer } from './seed.ts'
import { openWire } from './wire.ts'
import type { WireAnswer } from './wire.ts'

const insert = '/Lab/query-insertRows.api'
const file = '/_webdav/Lab/@files/a.txt'
const big = 60 * 1024 * 1024

let server: Server
let listening: Listening
let editor: Browser
let reader: Browser

beforeAll(async () => {
  server = seededServer()
  listening = await server.listen()
  editor = openBrowser(server)
  reader = openBrowser(server)
  await editor.logIn('editor')
  await reader.logIn('reader')
})
afterAll(() => listening.close())

function headOf(method: string, path: string, headers: object, length: number): string {
  // JSON would put a failure of WebDAV into a 200.
  const mime = path.startsWith('/_webdav') ? 'application/octet-stream' : 'application/json'
  const type = { 'Content-Type': mime, 'Content-Length': length }
  const all = Object.entries({ Host: 'x', ...type, ...headers })
  const text = all.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('')
  return `${method} ${path} HTTP/1.1\r\n${text}\r\n`
}

/** Sends headers only. */
async function promise(
  method: string,
  path: string,
  headers: object,
  length = big,
): Promise<WireAnswer> {
  const wire = await openWire(listening.port)
  const answer = await wire.ask(headOf(method, path, headers, length))
  wire.end()
  return answer
}

describe('a body that has not come is not waited for', () => {
  test.each([
    ['with an unknown key', 'POST', insert, () => Promise.resolve(basic(unknownKey)), 401],
    ['as a guest', 'POST', insert, () => Promise.resolve({}), 401],
    ['as a guest, a file', 'PUT', file, () => Promise.resolve({}), 401],
    ['by a reader, a file', 'PUT', file, async () => basic(await reader.createKey('session')), 403],
    ['by a reader, a form', 'POST', '/_webdav/Lab/@files', readerForm, 403],
    ['by an editor, administration', 'POST', '/Lab/query-truncateTable.api', editorKey, 403],
    ['to an action that is not there', 'POST', '/Lab/query-nothing.api', editorKey, 404],
    ['to a container that is not there', 'POST', '/None/query-insertRows.api', editorKey, 404],
    ['where a step is missing', 'PUT', '/_webdav/Study/@files/a.txt', editorKey, 403],
  ])('%s: %s %s', async (_, method, path, headersOf, status) => {
    expect((await promise(method, path, await headersOf())).status).toBe(status)
  })

  test('and still has its limit', async () => {
    const answer = await promise('POST', insert, await editorKey(), 65 * 1024 * 1024)
    expect(answer.status).toBe(413)
  })
})

describe('a right that ends while the body comes', () => {
  const row = JSON.stringify({ schemaName: 'lists', queryName: 'People', rows: [{ Key: 900 }] })

  test.each([
    ['session key', insert, 'POST', row],
    ['API key', insert, 'POST', row],
    ['browser session', insert, 'POST', row],
    ['session key', file, 'PUT', 'late'],
  ])('%s, %s', async (kind, path, method, body) => {
    const browser = openBrowser(server)
    await browser.logIn('editor')
    const headers = await rightOf(browser, kind)
    const wire = await openWire(listening.port)
    wire.write(headOf(method, path, headers, body.length))
    wire.write(body.slice(0, 1))
    await sleep(50)
    if (kind === 'API key') await deleteKeys(browser)
    await browser.post('/login-logoutApi.api')
    wire.write(body.slice(1))
    expect((await wire.read()).status).toBe(401)
    wire.end()
    const rows =
      '/Lab/query-selectRows.api?schemaName=lists&query.queryName=People&query.Key~eq=900'
    expect((await reader.send(rows)).json['rowCount']).toBe(0)
    expect((await reader.send(file)).status).toBe(404)
  })

  test('lets go of the connection of a body that never comes', async () => {
    const wire = await openWire(listening.port)
    expect((await wire.ask(headOf('POST', insert, basic(unknownKey), big))).status).toBe(401)
    expect(await wire.closed).toBe('')
  })
})

async function editorKey(): Promise<object> {
  return basic(await editor.createKey('session'))
}

async function readerForm(): Promise<object> {
  const token = reader.cookies.get('X-LABKEY-CSRF') ?? ''
  const key = basic(await reader.createKey('session'))
  return { ...key, Cookie: `X-LABKEY-CSRF=${token}`, 'X-LABKEY-CSRF': token }
}

async function rightOf(browser: Browser, kind: string): Promise<object> {
  const token = browser.cookies.get('X-LABKEY-CSRF') ?? ''
  const csrf = { Cookie: `X-LABKEY-CSRF=${token}`, 'X-LABKEY-CSRF': token }
  if (kind === 'browser session') {
    const id = browser.cookies.get('JSESSIONID') ?? ''
    return { ...csrf, Cookie: `${csrf.Cookie}; JSESSIONID=${id}` }
  }
  return { ...csrf, ...basic(await browser.createKey(kind === 'API key' ? 'apikey' : 'session')) }
}

async function deleteKeys(browser: Browser): Promise<void> {
  const target = { schemaName: 'core', queryName: 'UserAPIKeys' }
  const list = `/home/query-selectRows.api?schemaName=core&query.queryName=UserAPIKeys&query.columns=RowId`
  const { json } = await browser.send(list)
  const rows = (json['rows'] as readonly { readonly RowId: number }[]).map(({ RowId }) => ({
    RowId,
  }))
  expect((await browser.post('/home/query-deleteRows.api', { ...target, rows })).status).toBe(200)
}
