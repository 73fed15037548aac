import { describe, expect, test } from 'vitest'

import { basic, openBrowser, send } from './browser.ts'
import type { Answer, Browser } from './browser.ts'
import { emailOf, seededServer } from './seed.ts'
import type { Name } from './seed.ts'

const rowsPath = 'query-selectRows.api?schemaName=lists&query.queryName=People'

async function signedIn(server = seededServer(), name: Name = 'admin'): Promise<Browser> {
  const browser = openBrowser(server)
  await browser.logIn(name)
  return browser
}

const asReader = { email: emailOf('reader') }

describe('impersonating a user', () => {
  test('acts as the user everywhere, until it is stopped', async () => {
    const browser = await signedIn()
    expect((await browser.post('/user-impersonateUser.api', asReader)).json).toEqual({
      success: true,
    })
    expect((await browser.send('/login-whoami.api')).json).toMatchObject({
      email: emailOf('reader'),
      impersonated: true,
    })
    expect((await browser.send('/admin-customizeSite.view')).status).toBe(403)
    const { json } = await browser.send('/Lab/security-ensureLogin.api')
    expect(json['currentUser']).toMatchObject({ email: emailOf('reader'), canInsert: 'false' })
    expect((await browser.post('/login-stopImpersonatingApi.api')).json).toEqual({ success: true })
    expect((await browser.send('/login-whoami.api')).json).toMatchObject({
      email: emailOf('admin'),
      impersonated: false,
    })
  })

  test('ends keys made before it, and at its end those made within', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    const before = await browser.createKey('session')
    await browser.post('/user-impersonateUser.api', { userId: 1003 })
    const within = await browser.createKey('session')
    const who = async (key: string): Promise<unknown> => {
      const { status, json } = await send(server, '/login-whoami.api', { headers: basic(key) })
      return status === 200 ? json['email'] : status
    }
    expect([await who(before), await who(within)]).toEqual([401, emailOf('reader')])
    await browser.post('/login-stopImpersonatingApi.api')
    expect([await who(before), await who(within)]).toEqual([401, 401])
    expect(await who(await browser.createKey('session'))).toBe(emailOf('admin'))
  })

  test('has none of the declarations made before, nor leaves its own, and gives them back', async () => {
    const browser = await signedIn()
    await browser.declare('Restricted')
    await browser.post('/user-impersonateUser.api', asReader)
    expect((await browser.send(`/Study/${rowsPath}`)).status).toBe(403)
    await browser.declare('Restricted')
    expect((await browser.send(`/Study/${rowsPath}`)).status).toBe(403)
    await browser.declare('Limited')
    const seen = async (): Promise<string> => (await browser.send(`/Study/${rowsPath}`)).text
    expect(await seen()).not.toContain('Secret')
    await browser.post('/login-stopImpersonatingApi.api')
    expect(await seen()).toContain('Secret')
  })
})

describe('impersonating roles or a group', () => {
  test.each([
    [
      '/user-impersonateRoles.api',
      { roleNames: ['org.labkey.api.security.roles.ReaderRole'] },
      'r',
    ],
    ['/user-impersonateRoles.api', { roleNames: ['ReaderRole', 'EditorRole'] }, 'rw'],
    ['/user-impersonateRoles.api', { roleNames: 'SiteAdminRole' }, 'rwa'],
    ['/user-impersonateGroup.api', { groupId: -1 }, 'rwa'],
    ['/user-impersonateGroup.api', { groupId: -2 }, ''],
    ['/user-impersonateGroup.api', { groupId: 101 }, 'rw'],
  ])('%s %o leaves the rights %j', async (path, body, rights) => {
    const server = seededServer()
    const browser = await signedIn(server)
    const key = await browser.createKey('session')
    expect((await browser.post(path, body)).json).toEqual({ success: true })
    const rightsOf = async (ask: (path: string) => Promise<Answer>): Promise<string> => {
      const { json } = await ask('/Lab/security-ensureLogin.api')
      const user = json['currentUser'] as Record<string, string>
      const mayRead = (await ask(`/Lab/${rowsPath}`)).status === 200
      return `${mayRead ? 'r' : ''}${user['canInsert'] === 'true' ? 'w' : ''}${user['isAdmin'] === 'true' ? 'a' : ''}`
    }
    expect(await rightsOf((url) => browser.send(url))).toBe(rights)
    // A session key follows, and is the same person.
    const byKey = (url: string): Promise<Answer> => send(server, url, { headers: basic(key) })
    expect(await rightsOf(byKey)).toBe(rights)
    expect((await byKey('/login-whoami.api')).json).toMatchObject({
      email: emailOf('admin'),
      impersonated: true,
    })
    await browser.post('/login-stopImpersonatingApi.api')
    expect(await rightsOf(byKey)).toBe('rwa')
  })

  test('keeps terms and declarations', async () => {
    const browser = await signedIn()
    await browser.declare('Limited')
    await browser.post('/user-impersonateRoles.api', { roleNames: ['ReaderRole'] })
    expect((await browser.send(`/Study/${rowsPath}`)).status).toBe(200)
  })
})

describe('impersonation', () => {
  test('allows session keys and refuses API keys', async () => {
    for (const [path, body] of [
      ['/user-impersonateUser.api', asReader],
      ['/user-impersonateRoles.api', { roleNames: ['EditorRole'] }],
      ['/user-impersonateGroup.api', { groupId: 101 }],
    ] as const) {
      const browser = await signedIn()
      await browser.post(path, body)
      const answer = await browser.post('/home/security-createApiKey.api', { type: 'apikey' })
      expect([answer.status, answer.json]).toEqual([
        403,
        { success: false, exception: "Can't create an API key while impersonating" },
      ])
      expect(await browser.createKey('session')).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  test.each([
    ['/user-impersonateUser.api', {}, 'Must specify an email or userId'],
    ['/user-impersonateUser.api', { userId: 7 }, "User doesn't exist"],
    ['/user-impersonateUser.api', { email: 'nobody@example.org' }, "User doesn't exist"],
    ['/user-impersonateUser.api', { email: emailOf('gone') }, "Can't impersonate an inactive user"],
    ['/user-impersonateGroup.api', { groupId: 7 }, "Group doesn't exist"],
    ['/user-impersonateRoles.api', {}, 'Must provide roles'],
    ['/user-impersonateRoles.api', { roleNames: ['Owner'] }, 'Role not found: Owner'],
  ])('%s %o is refused', async (path, body, exception) => {
    const answer = await (await signedIn()).post(path, body)
    expect([answer.status, answer.json['exception']]).toEqual([400, exception])
  })

  test('does not nest, and is for administrators', async () => {
    const browser = await signedIn()
    await browser.post('/user-impersonateUser.api', asReader)
    for (const path of ['/user-impersonateUser.api', '/user-impersonateRoles.api']) {
      const again = await browser.post(path, { ...asReader, roleNames: ['ReaderRole'] })
      expect([again.status, again.json['exception']]).toEqual([
        400,
        "Can't impersonate; you're already impersonating",
      ])
    }
    const editor = await signedIn(seededServer(), 'editor')
    expect((await editor.post('/user-impersonateUser.api', asReader)).status).toBe(403)
    expect((await editor.send('/user-getImpersonationUsers.api')).status).toBe(403)
  })

  test('that is not there cannot be stopped', async () => {
    const browser = await signedIn()
    const api = await browser.post('/login-stopImpersonatingApi.api')
    const message = 'Error: You are not impersonating!'
    expect([api.status, api.json['exception']]).toEqual([400, message])
    const form = await browser.send('/login-stopImpersonating.view', { form: {} })
    expect([form.status, form.text]).toEqual([200, expect.stringContaining(message)])
    await browser.post('/user-impersonateUser.api', asReader)
    const returnUrl = '/Lab/project-begin.view'
    const stopped = await browser.send('/login-stopImpersonating.view', { form: { returnUrl } })
    expect([stopped.status, stopped.headers.get('Location')]).toEqual([302, returnUrl])
  })

  test('gives the browser a new session id at its start and its end', async () => {
    const browser = await signedIn()
    const ids = [browser.cookies.get('JSESSIONID')]
    await browser.post('/user-impersonateUser.api', asReader)
    ids.push(browser.cookies.get('JSESSIONID'))
    await browser.post('/login-stopImpersonatingApi.api')
    ids.push(browser.cookies.get('JSESSIONID'))
    expect(new Set(ids).size).toBe(3)
  })

  test('ends when the impersonated user is locked out', async () => {
    const server = seededServer()
    const [admin, other] = [await signedIn(server), await signedIn(server)]
    await admin.post('/user-impersonateUser.api', asReader)
    await other.send('/user-deactivateUsers.view', { form: { userId: '1003' } })
    expect((await admin.send('/login-whoami.api')).json['email']).toBe('guest')
  })

  test('is recorded under both names', async () => {
    const server = seededServer()
    const browser = await signedIn(server)
    await browser.post('/user-impersonateUser.api', asReader)
    await browser.send(`/Lab/${rowsPath}`)
    await browser.post('/login-stopImpersonatingApi.api')
    const records = server.audit.map(({ user, impersonatedBy, comment }) => [
      user,
      impersonatedBy,
      comment,
    ])
    const [admin, reader] = [emailOf('admin'), emailOf('reader')]
    expect(records.slice(1)).toEqual([
      [admin, null, `${admin} impersonated ${reader}`],
      [reader, admin, `${reader} was impersonated by ${admin}`],
      [reader, admin, expect.stringMatching(/^Columns/)],
      [reader, admin, `${admin} stopped impersonating ${reader}`],
    ])
  })

  test('offers users, groups and roles', async () => {
    const browser = await signedIn()
    const get = async (what: string): Promise<unknown> =>
      (await browser.send(`/user-getImpersonation${what}.api`)).json[what.toLowerCase()]
    expect(await get('Users')).toEqual(
      ['editor', 'reader'].map((name, index) => ({
        userId: 1002 + index,
        email: `${name}@example.org`,
        displayName: name,
      })),
    )
    expect(await get('Groups')).toContainEqual({ groupId: -1, displayName: 'Administrators' })
    expect(await get('Roles')).toContainEqual({
      roleName: 'org.labkey.api.security.roles.ReaderRole',
      displayName: 'Reader',
    })
  })

  test('LabKey-Disallow-Global-Roles drops the rights of a site administrator', async () => {
    const browser = await signedIn()
    const headers = { 'LabKey-Disallow-Global-Roles': 'true' }
    expect((await browser.send('/admin-customizeSite.view', { headers })).status).toBe(403)
    expect((await browser.send('/admin-customizeSite.view')).status).toBe(200)
  })
})
