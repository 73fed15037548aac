import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send } from './browser.ts'
import type { Browser } from './browser.ts'
import { emailOf, passwords, people, seededServer } from './seed.ts'

const rowsPath = 'query-selectRows.api?schemaName=lists&query.queryName=People&apiVersion=13.2'
const declaration = { activity: 'Research', irb: '2024-0117', phi: 'PHI', acceptTerms: 'true' }

async function signedIn(server = seededServer()): Promise<Browser> {
  const browser = openBrowser(server)
  await browser.logIn('reader')
  return browser
}

describe('data in a protected container', () => {
  test('is reached step by step, and each refusal names the missing step and its page', async () => {
    const browser = await signedIn()
    const rows = async (): Promise<readonly unknown[]> => {
      const { status, json } = await browser.send(`/Study/${rowsPath}`)
      return [status, json['exception']]
    }
    const createKey = async (): Promise<number> =>
      (await browser.post('/Study/security-createApiKey.api', { type: 'session' })).status

    expect(await rows()).toEqual([
      403,
      expect.stringContaining('terms of use at /Study/login-agreeToTerms.view'),
    ])
    expect(await createKey()).toBe(403)
    await browser.post('/Study/login-acceptTermsOfUseApi.api', { approvedTermsOfUse: true })
    expect(await rows()).toEqual([
      403,
      expect.stringContaining('PHI level at /Study/compliance-declare.view'),
    ])
    expect(await createKey()).toBe(403)
    const declared = await browser.send('/Study/compliance-declare.view', { form: declaration })
    expect([declared.status, declared.headers.get('Location')]).toEqual([
      302,
      '/Study/project-begin.view',
    ])
    expect(await rows()).toEqual([200, undefined])
    expect(await createKey()).toBe(200)
  })

  test('sends a browser through the pages and back to where it wanted to go', async () => {
    const browser = await signedIn()
    const wanted = '/Study/project-begin.view?tab=1'
    const follow = async (path: string): Promise<string> =>
      (await browser.send(path)).headers.get('Location') ?? ''
    const terms = await follow(wanted)
    expect(terms).toContain('/Study/login-agreeToTerms.view?returnUrl=')
    const returnUrl = new URLSearchParams(terms.split('?')[1]).get('returnUrl') ?? ''
    expect((await browser.send(terms)).text).toContain('I agree to these terms')
    const agreed = await browser.send('/Study/login-agreeToTerms.view', {
      form: { approvedTermsOfUse: 'true', returnUrl },
    })
    expect(agreed.headers.get('Location')).toBe(wanted)
    const declare = await follow(wanted)
    expect(declare).toContain('/Study/compliance-declare.view?returnUrl=')
    expect((await browser.send(declare)).text).toContain('IRB number')
    await browser.send('/Study/compliance-declare.view', { form: { ...declaration, returnUrl } })
    const page = await browser.send(wanted)
    expect([page.status, /<dd>2024-0117<\/dd>/.test(page.text)]).toEqual([200, true])
  })

  test('needs the declaration of the project, in its subfolders too', async () => {
    const browser = await signedIn()
    expect((await browser.send(`/Study/Sub/${rowsPath}`)).status).toBe(403)
    await browser.declare('PHI', '/Study/Sub')
    expect((await browser.send(`/Study/Sub/${rowsPath}`)).status).toBe(200)
    expect((await browser.send(`/Study/${rowsPath}`)).status).toBe(200)
  })

  test('is not for an API key, nor for a session key made with one', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    await browser.declare('PHI')
    const apiKey = await browser.createKey('apikey')
    const script = openBrowser(server)
    for (const headers of [basic(apiKey), { apikey: apiKey }]) {
      const answer = await send(server, `/Study/${rowsPath}`, { headers })
      expect([answer.status, answer.json['exception']]).toEqual([
        403,
        expect.stringContaining('generate a session key at /Study/security-externalToolsView.view'),
      ])
    }
    await script.send('/login-whoami.api', { headers: basic(apiKey) })
    const sessionKey = await script.createKey('session')
    for (const answer of [
      await script.send(`/Study/${rowsPath}`),
      await send(server, `/Study/${rowsPath}`, { headers: basic(sessionKey) }),
    ]) {
      expect(answer.status).toBe(403)
      expect(answer.json['exception']).toContain('an API key cannot carry')
    }
    expect((await send(server, `/Lab/${rowsPath}`, { headers: basic(apiKey) })).status).toBe(200)
  })

  test('a password over Basic is told to declare in the browser', async () => {
    const headers = basic(passwords.reader, emailOf('reader'))
    const answer = await send(seededServer(), `/Study/${rowsPath}`, { headers })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
  })

  test('a session key follows what its browser declares, and cannot declare itself', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    const key = await browser.createKey('session')
    const read = (): Promise<number> =>
      send(server, `/Study/${rowsPath}`, { headers: basic(key) }).then(({ status }) => status)
    const csrf = browser.cookies.get('X-LABKEY-CSRF') ?? ''
    const headers = { ...basic(key), Cookie: `X-LABKEY-CSRF=${csrf}`, 'X-LABKEY-CSRF': csrf }
    const agree = { approvedTermsOfUse: 'true' }
    expect(
      (await send(server, '/login-acceptTermsOfUseApi.api', { form: agree, headers })).status,
    ).toBe(403)
    expect(
      (await send(server, '/Study/compliance-declare.view', { form: declaration, headers })).status,
    ).toBe(403)
    expect(await read()).toBe(403)
    await browser.declare('Limited')
    expect(
      (await send(server, '/Study/compliance-declare.view', { form: declaration, headers })).status,
    ).toBe(403)
    expect(await read()).toBe(200)
    await browser.post('/login-logoutApi.api')
    expect(await read()).toBe(401)
  })

  test('a new session starts without declaration; agreed terms stay for the same person only', async () => {
    const browser = await signedIn()
    await browser.declare('PHI')
    await browser.logIn('reader')
    expect((await browser.send(`/Study/${rowsPath}`)).json['exception']).toMatch(
      /missing.*declaration/,
    )
    await browser.logIn('editor')
    expect((await browser.send(`/Study/${rowsPath}`)).json['exception']).toMatch(/missing.*terms/)
  })

  test('the session id changes with terms and declaration, and keys stay', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    const key = await browser.createKey('session')
    const ids = new Set([browser.cookies.get('JSESSIONID')])
    await browser.post('/login-acceptTermsOfUseApi.api', { approvedTermsOfUse: true })
    ids.add(browser.cookies.get('JSESSIONID'))
    await browser.send('/Study/compliance-declare.view', { form: declaration })
    const [first] = ids
    ids.add(browser.cookies.get('JSESSIONID'))
    expect(ids.size).toBe(3)
    const old = { Cookie: `JSESSIONID=${first ?? ''}` }
    expect((await send(server, '/login-whoami.api', { headers: old })).json['id']).toBe(0)
    expect((await send(server, '/login-whoami.api', { headers: basic(key) })).status).toBe(200)
  })
})

describe('a declaration', () => {
  test.each([
    ['activity', { activity: '' }],
    ['activity', { activity: 'x'.repeat(101) }],
    ['activity', { activity: 'a\nb' }],
    ['irb', { irb: '' }],
    ['irb', { irb: '2024"; drop' }],
    ['phi', { phi: '' }],
    ['phi', { phi: 'phi' }],
    ['phi', { phi: 'Restricted' }],
    ['acceptTerms', { acceptTerms: '' }],
  ])('without a proper %s %o is refused on its page and keeps the rest', async (field, wrong) => {
    const browser = await signedIn()
    await browser.post('/login-acceptTermsOfUseApi.api', { approvedTermsOfUse: true })
    const answer = await browser.send('/Study/compliance-declare.view', {
      form: { ...declaration, ...wrong },
    })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain(`href="#${field}"`)
    expect(answer.text).toContain('value="PHI"')
    expect((await browser.send(`/Study/${rowsPath}`)).status).toBe(403)
  })

  test('terms must be agreed to explicitly', async () => {
    const browser = await signedIn()
    for (const body of [{}, { approvedTermsOfUse: false }]) {
      const answer = await browser.post('/login-acceptTermsOfUseApi.api', body)
      expect([answer.status, answer.json['errors']]).toEqual([
        400,
        [expect.objectContaining({ field: 'approvedTermsOfUse' })],
      ])
    }
    const terms = await browser.post('/login-getTermsOfUseApi.api')
    expect(terms.json).toEqual({
      termsOfUseContent: expect.stringContaining('Use it only for the activity you declare'),
      termsOfUseType: 'PROJECT_LEVEL',
    })
  })

  test('loginApi can agree at once', async () => {
    const browser = openBrowser(seededServer())
    const login = { email: emailOf('reader'), password: passwords.reader, approvedTermsOfUse: true }
    expect((await browser.post('/login-loginApi.api', login)).json['approvedTermsOfUse']).toBe(true)
    expect((await browser.send(`/Study/${rowsPath}`)).json['exception']).toMatch(/declaration/)
  })
})

describe('PHI columns', () => {
  const expected: readonly (readonly [string, readonly string[]])[] = [
    ['NotPHI', ['Key', 'Name', 'Score', 'Active']],
    ['Limited', ['Key', 'Name', 'Initials', 'Score', 'Active']],
    ['PHI', ['Key', 'Name', 'Initials', 'Born', 'Score', 'Active']],
    ['Restricted', ['Key', 'Name', 'Initials', 'Born', 'Secret', 'Score', 'Active']],
  ]
  test.each(expected)('at %s are %j, in rows and metadata', async (phi, columns) => {
    const browser = openBrowser(seededServer())
    await browser.logIn('editor')
    await browser.declare(phi)
    const all = 'Key,Name,Initials,Born,Secret,Score,Active'
    for (const extra of [
      '',
      `&query.columns=${all}`,
      '&query.columns=*',
      `&query.columns=*,${all}`,
    ]) {
      const { json } = await browser.send(`/Study/${rowsPath}${extra}`)
      const rows = json['rows'] as { data: object }[]
      const { fields } = json['metaData'] as { fields: { name: string }[] }
      expect(Object.keys(rows[0]?.data ?? {})).toEqual(columns)
      expect(fields.map(({ name }) => name)).toEqual(columns)
    }
  })

  test('above the level cannot be found out by filter, sort, search or lookup', async () => {
    const browser = openBrowser(seededServer())
    await browser.logIn('editor')
    await browser.declare('NotPHI')
    const get = async (query: string): Promise<Record<string, unknown>> =>
      (await browser.send(`/Study/query-selectRows.api?schemaName=lists&${query}`)).json
    const plain = await get('query.queryName=People')
    const filtered = await get('query.queryName=People&query.Secret~eq=s1')
    expect(filtered['rows']).toEqual(plain['rows'])
    expect(JSON.stringify(filtered['messages'])).toContain('Secret')
    const sorted = await get('query.queryName=People&query.sort=-Secret')
    expect(sorted['rows']).toEqual(plain['rows'])
    expect((await get('query.queryName=People&query~q=s1'))['rowCount']).toBe(0)
    const lookups = await get(
      'query.queryName=Visits&query.columns=Id,Person,Person/Initials,Person/Name',
    )
    expect(JSON.stringify(lookups)).not.toContain('Initials"')
    const rows = await get('query.queryName=Visits&apiVersion=13.2&includeDisplayValues=true')
    expect(JSON.stringify(rows)).not.toContain('displayValue')
    const secret = await get('query.queryName=Visits&query.Person/Secret~eq=s1')
    expect(secret['rowCount']).toBe(3)
  })
})

test('a declaration belongs to its container, not to a path that another one gets later', async () => {
  const containers = [
    { path: '/Study', protected: true },
    { path: '/Other', protected: true },
  ]
  const table = { ...people, containers: ['/Study', '/Other'] }
  const server = seededServer({ containers, tables: [table] })
  const browser = await signedIn(server)
  await browser.declare('PHI')
  const admin = openBrowser(server)
  await admin.logIn('admin')
  const rename = async (from: string, name: string): Promise<number> =>
    (await admin.post(`/${from}/admin-renameContainer.api`, { name })).status
  expect([await rename('Study', 'Archive'), await rename('Other', 'Study')]).toEqual([200, 200])
  const refused = await browser.send(`/Study/${rowsPath}`)
  expect([refused.status, refused.json['exception']]).toEqual([
    403,
    expect.stringContaining('PHI level at /Study/compliance-declare.view'),
  ])
  expect((await browser.send(`/Archive/${rowsPath}`)).status).toBe(200)
  expect(server.audit.at(-1)).toMatchObject({ container: '/Archive', phiLevel: 'PHI' })
})
