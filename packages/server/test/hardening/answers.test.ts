// R5, R6, R7, R10, R15, R20, R32, R34, R35: what leaves the server, and what is written about it.
import { inspect } from 'node:util'

import { describe, expect, test } from 'vitest'

import { verifyAudit } from '@wellkey/server'
import type { AuditRecord } from '@wellkey/server'

import { basic, openBrowser, send } from '../browser.ts'
import { emailOf, passwords, seededServer } from '../seed.ts'

const rows = '/Lab/query-selectRows.api?schemaName=lists&query.queryName=People'

test('R5: nothing that is kept leads back to a key, a session or a password', async () => {
  const kept: AuditRecord[] = []
  const server = seededServer({ auditSink: (record) => kept.push(record) })
  const browser = openBrowser(server)
  await browser.logIn('reader')
  const secrets = [
    await browser.createKey('apikey'),
    await browser.createKey('session'),
    browser.cookies.get('JSESSIONID') ?? '',
    passwords.reader,
  ]
  for (const secret of secrets) await send(server, rows, { headers: basic(secret) })
  const shown =
    inspect([server, kept, server.journal], { depth: 30, showHidden: true }) +
    JSON.stringify([kept, server.journal])
  for (const secret of secrets) {
    for (const form of [
      secret,
      btoa(secret),
      btoa(`apikey:${secret}`),
      encodeURIComponent(secret),
    ]) {
      expect(shown).not.toContain(form)
    }
  }
})

test('R6: no record, no data: 503 while the audit cannot be written, 200 once it can', async () => {
  let isFull = false
  const server = seededServer({
    auditSink: () => {
      if (isFull) throw new Error('ENOSPC')
    },
  })
  const browser = openBrowser(server)
  await browser.logIn('editor')
  const headers = basic(await browser.createKey('apikey'))
  await browser.send('/_webdav/Lab/@files/a.txt', { method: 'PUT', body: 'who was ill' })
  isFull = true
  const paths = [
    rows,
    '/Lab/query-executeSql.api?schemaName=lists&sql=SELECT Name FROM People',
    '/Lab/query-selectDistinct.api?schemaName=lists&query.queryName=People&query.columns=Name',
    '/Lab/query-exportRowsTsv.view?schemaName=lists&query.queryName=People',
    '/Lab/query-executeQuery.view?schemaName=lists&query.queryName=People',
    '/_webdav/Lab/@files/a.txt',
  ]
  for (const path of paths) {
    for (const answer of [await browser.send(path), await send(server, path, { headers })]) {
      expect(`${path} ${answer.status}`).toBe(`${path} 503`)
      expect(answer.text).not.toMatch(/Ann|who was ill/)
    }
  }
  isFull = false
  for (const path of paths) {
    const answer = await browser.send(path)
    expect(`${path} ${answer.status}`).toBe(`${path} 200`)
    expect(answer.text).toMatch(/Ann|who was ill/)
  }
  expect(server.verifyAudit()).toEqual({ isValid: true })
})

describe('R7: whatever is done to the audit, the first bad record is named', async () => {
  const server = seededServer()
  const browser = openBrowser(server)
  await browser.logIn('reader')
  for (let n = 0; n < 30; n += 1) await browser.send(rows)
  const records = server.audit
  const changed = (at: number, change: Partial<AuditRecord>): AuditRecord[] =>
    records.map((record, index) => (index === at ? { ...record, ...change } : record))
  const first = records[0] as AuditRecord
  const last = records.at(-1) as AuditRecord
  test.each([
    ['one character changed', changed(10, { comment: 'x' }), 11],
    [
      'two records swapped',
      records.with(4, records[5] as AuditRecord).with(5, records[4] as AuditRecord),
      5,
    ],
    ['the middle dropped', records.filter((_, index) => index !== 15), 16],
    ['the last ten dropped', records.slice(0, -10), records.length - 9],
    [
      'a record forged at the end',
      [...records, { ...last, sequence: last.sequence + 1, previous: last.hash }],
      records.length + 1,
    ],
    ['a mac changed', changed(3, { mac: first.mac }), 4],
  ])('%s', (_, copy, sequence) => {
    expect(server.verifyAudit(records)).toEqual({ isValid: true })
    const verdict =
      copy.length < records.length && sequence > copy.length
        ? verifyAudit(copy, { count: records.length })
        : server.verifyAudit(copy)
    expect(verdict).toMatchObject({ isValid: false, sequence })
  })
})

describe('R10: WebDAV never leaves its container', () => {
  const server = seededServer()
  const as = basic(passwords.editor, emailOf('editor'))
  const long = Array.from({ length: 300 }, () => 'a').join('/')
  test.each([
    '/_webdav/Lab/@files/..%2f..%2fetc/passwd',
    '/_webdav/Lab/@files/%252e%252e/%252e%252e/etc/passwd',
    '/_webdav/Lab/@files/..%5c..%5cetc',
    '/_webdav/Lab/@files/%00',
    '/_webdav/Lab/@files/C:%5cWindows',
    '/_webdav/Lab/@files/CON',
    `/_webdav/Lab/@files/${long}`,
    '/_webdav/Lab/@cloud/bucket',
    '/_webdav/etc/@files',
  ])('%s', async (path) => {
    expect([400, 404]).toContain((await send(server, path, { headers: as })).status)
  })

  test('not by a destination, nor by asking for everything at once', async () => {
    const from = '/_webdav/Lab/@files/a.txt'
    await send(server, from, { method: 'PUT', body: 'x', headers: as })
    for (const Destination of [
      'http://evil.test/_webdav/Lab/@files/b.txt',
      '/_webdav/Lab/@files/../../Study/@files/b.txt',
      '/_webdav/Lab/@files/..%2fb.txt',
      '/etc/b.txt',
    ]) {
      const answer = await send(server, from, { method: 'MOVE', headers: { ...as, Destination } })
      expect(answer.status).toBeGreaterThanOrEqual(400)
    }
    expect((await send(server, from, { headers: as })).text).toBe('x')
    const all = { ...as, Depth: 'infinity' }
    expect(
      (await send(server, '/_webdav/Lab/@files', { method: 'PROPFIND', headers: all })).status,
    ).toBe(403)
  })
})

const routes: readonly (readonly [string, string, 'json' | 'page' | 'file'])[] = [
  ['an answer', '/login-whoami.api', 'json'],
  ['rows', rows, 'json'],
  ['a failure', '/Lab/query-selectRows.api?schemaName=lists&query.queryName=Nope', 'json'],
  ['a refusal', '/query-selectRows.api?schemaName=auditLog&query.queryName=SelectQuery', 'json'],
  ['an export', '/Lab/query-exportRowsTsv.view?schemaName=lists&query.queryName=People', 'json'],
  ['a page', '/Lab/project-begin.view', 'page'],
  ['nothing', '/nothing', 'page'],
  ['a style sheet', '/_assets/pages.css', 'json'],
  ['a file', '/_webdav/Lab/@files/a.html', 'file'],
  ['files', '/_webdav/Lab/@files?method=JSON', 'file'],
]
describe('R15, R32, R35: every answer', async () => {
  const server = seededServer()
  const browser = openBrowser(server)
  await browser.logIn('editor')
  await browser.send('/_webdav/Lab/@files/a.html', {
    method: 'PUT',
    body: '<script>alert(1)</script>',
  })
  test.each(routes)('%s may not be kept, framed, sniffed or compressed', async (_, path, kind) => {
    const { headers } = await browser.send(path, {
      headers: { 'Accept-Encoding': 'gzip, br, deflate' },
    })
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('Vary')).toBe('Cookie, Authorization')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('X-Frame-Options')).toBe('DENY')
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
    expect(headers.get('Content-Encoding')).toBeNull()
    if (kind !== 'page') return
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none';.* frame-ancestors 'none'; script-src 'nonce-[^']+'$/,
    )
  })
})

test('R20: whatever is typed, a record is one line that reads back', async () => {
  const server = seededServer()
  const nasty = `a\r\n{"event":"logout"}\u2028\u202e\u001b[31m${'x'.repeat(65_536)}`
  await send(server, '/login-loginApi.api', {
    body: { email: `${nasty}@example.org`, password: 'wrong password' },
  })
  const browser = openBrowser(server)
  await browser.logIn('editor')
  await browser.send(`/Lab/query-executeSql.api`, {
    body: { schemaName: 'lists', sql: `SELECT 1 AS A -- ${nasty}` },
  })
  await browser.post('/login-acceptTermsOfUseApi.api', { approvedTermsOfUse: true })
  const form = { activity: 'a\u2028b', irb: '1\u202e2', phi: 'PHI', acceptTerms: 'true' }
  await browser.send('/Study/compliance-declare.view', { form })
  await browser.send('/login-whoami.api', { headers: { 'User-Agent': `x${'y'.repeat(5000)}` } })
  for (const record of [...server.audit, ...server.journal]) {
    const line = JSON.stringify(record)
    expect(line).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u)
    expect(JSON.parse(line)).toEqual(record)
    for (const value of Object.values(record))
      expect(String(value).length).toBeLessThanOrEqual(1024)
  }
  expect(JSON.stringify(server.audit)).not.toContain('"event":"logout"')
})

test('R34: an error nobody foresaw is told by an id, and its words go to the operator alone', async () => {
  const told: (readonly [unknown, string])[] = []
  const server = seededServer({
    // No date can be made of it.
    clock: { now: () => Number.NaN, monotonic: () => 0 },
    onError: (...error) => told.push(error),
  })
  for (const path of ['/login-loginApi.api', '/login-login.view']) {
    const form = {
      email: emailOf('reader'),
      password: passwords.reader,
      'X-LABKEY-CSRF': 'a'.repeat(64),
    }
    const headers = { Cookie: `X-LABKEY-CSRF=${'a'.repeat(64)}` }
    const { status, text } = await send(server, path, { form, headers })
    expect(status).toBe(500)
    expect(text).not.toMatch(/Invalid time|RangeError|\.ts|node:/)
    expect(text).toContain(told.at(-1)?.[1])
  }
  expect(told.map(([error]) => error)).toEqual([expect.any(RangeError), expect.any(RangeError)])
})
