import { inspect } from 'node:util'

import { describe, expect, test } from 'vitest'

import { verifyAudit } from '@wellkey/server'
import type { AuditRecord, Server } from '@wellkey/server'

import { basic, openBrowser, send } from './browser.ts'
import { emailOf, passwords, seededServer } from './seed.ts'

const rowsPath = 'query-selectRows.api?schemaName=lists&query.queryName=People'
const accesses = (server: Server): AuditRecord[] =>
  server.audit.filter(({ event }) => event === 'SelectQuery')

describe('the audit', () => {
  test('has one record an access, with what was declared and by which key', async () => {
    const server = seededServer()
    const browser = openBrowser(server)
    await browser.logIn('reader')
    await browser.declare('Limited')
    const sessionKey = await browser.createKey('session', '/Study')
    const apiKey = await browser.createKey('apikey')
    await send(server, `/Study/${rowsPath}&query.maxRows=2`, { headers: basic(sessionKey) })
    await browser.send(`/Study/${rowsPath}`)
    await send(server, `/Lab/${rowsPath}`, { headers: basic(apiKey) })
    await browser.send('/Lab/query-executeQuery.view?schemaName=lists&query.queryName=Visits')
    await send(server, `/Public/${rowsPath}`)
    const declared = {
      activity: 'Research',
      irb: '2024-0117',
      phiLevel: 'Limited',
      termsVersion: '1',
    }
    const undeclared = { activity: null, irb: null, phiLevel: null }
    const accessor = expect.stringMatching(/^[0-9A-Za-z]{12}$/) as string
    const person = { user: emailOf('reader'), impersonatedBy: null, address: 'in-process' }
    expect(accesses(server)).toEqual(
      [
        {
          container: '/Study',
          queryName: 'People',
          rowCount: 2,
          keyKind: 'session-key',
          keyAccessor: accessor,
          ...declared,
          ...person,
        },
        {
          container: '/Study',
          queryName: 'People',
          rowCount: 6,
          keyKind: 'session',
          keyAccessor: null,
          ...declared,
          ...person,
        },
        {
          container: '/Lab',
          queryName: 'People',
          rowCount: 6,
          keyKind: 'api-key',
          keyAccessor: accessor,
          ...undeclared,
          ...person,
        },
        {
          container: '/Lab',
          queryName: 'Visits',
          rowCount: 3,
          keyKind: 'session',
          keyAccessor: null,
          ...undeclared,
          ...person,
        },
        {
          container: '/Public',
          queryName: 'People',
          rowCount: 6,
          keyKind: 'none',
          keyAccessor: null,
          ...undeclared,
          user: 'guest',
        },
      ].map((record) => expect.objectContaining(record) as object),
    )
    expect(server.audit.map(({ sequence }) => sequence)).toEqual(
      server.audit.map((_, index) => index + 1),
    )
  })

  test('records nothing for an access that was refused', async () => {
    const server = seededServer()
    const browser = openBrowser(server)
    await browser.logIn('reader')
    await browser.send(`/Study/${rowsPath}`)
    await send(server, `/Lab/${rowsPath}`)
    await browser.send('/Lab/query-selectRows.api?schemaName=lists&query.queryName=Nope')
    expect(accesses(server)).toEqual([])
  })

  test('is written before the data goes out, and without it nothing does', async () => {
    let isFull = false
    const seen: AuditRecord[] = []
    const server = seededServer({
      auditSink: (record) => {
        if (isFull) throw new Error('disk full')
        seen.push(record)
      },
    })
    const browser = openBrowser(server)
    await browser.logIn('reader')
    await browser.send(`/Lab/${rowsPath}`)
    expect(seen.at(-1)).toMatchObject({ event: 'SelectQuery', rowCount: 6 })
    isFull = true
    const before = server.audit.length
    const refused = await browser.send(`/Lab/${rowsPath}`)
    expect([refused.status, Object.keys(refused.json)]).toEqual([503, ['success', 'exception']])
    expect(refused.text).not.toContain('Ann')
    expect((await openBrowser(server).logIn('reader')).status).toBe(503)
    expect(server.audit.length).toBe(before)
    const signedOut = await browser.post('/login-logoutApi.api')
    isFull = false
    expect(signedOut.status).toBe(503)
    expect((await browser.send('/login-whoami.api')).json['email']).toBe('guest')
    expect(server.verifyAudit()).toEqual({ isValid: true })
  })

  test('tells of logins, failures, terms, declarations, keys and sign-outs', async () => {
    const server = seededServer()
    const browser = openBrowser(server)
    await send(server, '/login-whoami.api', { headers: basic('wrong', emailOf('reader')) })
    await send(server, '/login-whoami.api', { headers: basic('wrong', 'hunter2@example.org') })
    await send(server, '/login-whoami.api', { headers: basic('wrong') })
    await browser.logIn('reader')
    await browser.declare('PHI')
    const key = await browser.createKey('apikey')
    await send(server, '/login-whoami.api', { headers: basic(key) })
    await browser.post('/login-logoutApi.api')
    const reader = emailOf('reader')
    expect(server.audit.map(({ comment }) => comment)).toEqual([
      `${reader} failed to login: wrong credentials`,
      'Unknown user failed to login: wrong credentials',
      'apikey failed to login: invalid API key',
      `${reader} logged in successfully via Database authentication.`,
      `${reader} agreed to version 1 of the terms of use.`,
      expect.stringMatching(
        /declared Full PHI and signed: I access this data for Research under IRB/,
      ),
      expect.stringMatching(/^API key [0-9A-Za-z]{12} created by/),
      `${reader} logged in successfully via an API key.`,
      `${reader} logged out.`,
    ])
  })

  test('does not believe X-Forwarded-For, and one text is one line', async () => {
    const server = seededServer()
    const browser = openBrowser(server)
    await browser.logIn('editor')
    await browser.post('/login-acceptTermsOfUseApi.api', { approvedTermsOfUse: true })
    const form = {
      activity: 'a\u202Eb\u2028c',
      irb: '1',
      phi: 'PHI',
      acceptTerms: 'true',
    }
    await browser.send('/Study/compliance-declare.view', { form })
    await browser.send(`/Study/${rowsPath}`, { headers: { 'X-Forwarded-For': '10.0.0.1' } })
    expect(accesses(server)[0]).toMatchObject({
      address: 'in-process',
      activity: 'a\\u202eb\\u2028c',
    })
  })

  test('is for administrators: its container, or all from the root', async () => {
    const server = seededServer()
    const admin = openBrowser(server)
    const reader = openBrowser(server)
    await admin.logIn('admin')
    await reader.logIn('reader')
    await reader.send(`/Lab/${rowsPath}`)
    await reader.send(`/Public/${rowsPath}`)
    const query = 'query-selectRows.api?schemaName=auditLog&query.queryName=SelectQuery'
    expect((await reader.send(`/Lab/${query}`)).status).toBe(403)
    expect((await send(server, `/Public/${query}`)).status).toBe(403)
    const read = async (path: string): Promise<unknown[]> => {
      const { json } = await admin.send(path)
      return (json['rows'] as Record<string, unknown>[]).map((row) => row['Container'])
    }
    expect(await read(`/Lab/${query}`)).toEqual(['/Lab'])
    expect(await read(`/${query}&query.QueryName~eq=People`)).toEqual(['/Lab', '/Public'])
    expect(
      await read(
        `/home/${query}&containerFilter=AllFolders&query.RowCount~gt=0&query.sort=-RowId&query.maxRows=1`,
      ),
    ).toEqual(['/'])
    const { json } = await admin.send(`/Study/${query}&query.maxRows=0`)
    const { fields } = json['metaData'] as { fields: { name: string }[] }
    expect(fields.map(({ name }) => name)).toEqual(
      'RowId Date User ImpersonatedBy Container SchemaName QueryName SQL Activity IRB PhiLevel TermsVersion KeyKind KeyAccessor RowCount Address Comment'.split(
        ' ',
      ),
    )
  })
})

describe('verifyAudit()', async () => {
  const server = seededServer()
  const browser = openBrowser(server)
  await browser.logIn('reader')
  for (let count = 0; count < 10; count += 1) await browser.send(`/Lab/${rowsPath}`)
  const records = server.audit
  const forged = seededServer()
  await openBrowser(forged).logIn('reader')
  await openBrowser(forged).logIn('editor')

  type Change = (records: AuditRecord[]) => AuditRecord[]
  const edit =
    (index: number, change: Partial<AuditRecord>): Change =>
    (all) =>
      all.with(index, { ...(all[index] as AuditRecord), ...change })
  const changes: readonly (readonly [string, Change, number])[] = [
    ['a changed field', edit(4, { rowCount: 5 }), 5],
    ['a changed hash', edit(4, { hash: '0'.repeat(64) }), 5],
    ['a removed record', (all) => all.toSpliced(2, 1), 3],
    [
      'two swapped records',
      (all) => [...all.slice(0, 6), ...all.slice(6, 8).toReversed(), ...all.slice(8)],
      7,
    ],
    ['an inserted record', (all) => all.toSpliced(3, 0, all[3] as AuditRecord), 5],
    ['a missing start', (all) => all.slice(1), 1],
    ['a record of another chain', (all) => all.with(1, forged.audit[1] as AuditRecord), 2],
  ]
  test.each(changes)('names the first bad record after %s', (_, change, sequence) => {
    const changed = change([...records])
    expect(verifyAudit(changed)).toMatchObject({ isValid: false, sequence })
    expect(server.verifyAudit(changed)).toMatchObject({ isValid: false, sequence })
  })

  test('finds an untouched audit valid, after a trip through JSON with other key order', () => {
    const copies = records.map((record) => Object.fromEntries(Object.entries(record).toReversed()))
    const copy = JSON.parse(JSON.stringify(copies)) as AuditRecord[]
    expect(verifyAudit(copy)).toEqual({ isValid: true })
    expect(server.verifyAudit()).toEqual({ isValid: true })
    expect(server.verifyAudit(copy)).toEqual({ isValid: true })
    expect(verifyAudit([])).toEqual({ isValid: true })
  })

  test('a whole chain written by somebody else is found by the server only', () => {
    expect(verifyAudit(forged.audit)).toEqual({ isValid: true })
    expect(server.verifyAudit(forged.audit)).toMatchObject({ isValid: false, sequence: 1 })
  })

  test('a cut tail is found when the number of records is known', () => {
    const cut = records.slice(0, -2)
    expect(verifyAudit(cut)).toEqual({ isValid: true })
    expect(verifyAudit(cut, { count: records.length })).toMatchObject({
      sequence: records.length - 1,
    })
  })

  test('records cannot be changed, nor the list', () => {
    expect(() => Object.assign(records[0] ?? {}, { user: 'x' })).toThrow(TypeError)
    ;(server.audit as AuditRecord[]).length = 0
    expect(server.audit).toHaveLength(records.length)
  })
})

test('no secret is in the audit, the server object, a page or an error', async () => {
  const server = seededServer()
  const browser = openBrowser(server)
  await browser.logIn('reader')
  await browser.declare('PHI')
  const secrets = [
    await browser.createKey('session', '/Study'),
    await browser.createKey('apikey'),
    browser.cookies.get('JSESSIONID') ?? '',
    ...Object.values(passwords),
  ]
  for (const key of secrets) {
    await send(server, `/Study/${rowsPath}`, { headers: basic(key) })
    await send(server, '/login-loginApi.api', {
      body: { email: emailOf('reader'), password: `${key}x` },
    })
    await send(server, `/login-whoami.api?LabKeyTransformSessionId=${key}`)
  }
  const pages = await Promise.all(
    ['project-begin', 'security-externalToolsView', 'compliance-declare'].map(
      async (page) => (await browser.send(`/Study/${page}.view`)).text,
    ),
  )
  const printed = [
    JSON.stringify(server.audit),
    JSON.stringify(server),
    inspect(server, { depth: 20, showHidden: true }),
    ...pages,
  ].join()
  expect(printed).toContain(emailOf('reader'))
  for (const secret of secrets) {
    expect(printed).not.toContain(secret)
    expect(printed).not.toContain(btoa(`apikey:${secret}`))
  }
})

test('an error nobody foresaw is told by an id only', async () => {
  const errors: unknown[] = []
  const server = seededServer({
    clock: { now: () => Number.NaN, monotonic: () => 0 },
    onError: (error, requestId) => errors.push(error, requestId),
  })
  const answer = await openBrowser(server).logIn('reader')
  expect(answer.status).toBe(500)
  expect(answer.json).toEqual({
    success: false,
    exception: expect.stringContaining(String(errors[1])),
  })
  expect(errors[0]).toBeInstanceOf(RangeError)
  expect(answer.text).not.toMatch(/Invalid time|at .*\.ts/)
})
