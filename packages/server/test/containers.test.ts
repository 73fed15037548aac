import { beforeEach, describe, expect, test } from 'vitest'

import type { Server } from '@wellkey/server'

import { openBrowser, send } from './browser.ts'
import type { Answer, Browser } from './browser.ts'
import { emailOf, seededServer } from './seed.ts'

let server: Server
let admin: Browser
let reader: Browser

beforeEach(async () => {
  server = seededServer()
  admin = openBrowser(server)
  reader = openBrowser(server)
  await admin.logIn('admin')
  await reader.logIn('reader')
})

interface Told {
  readonly name: string
  readonly path: string
  readonly id: string
  readonly children?: readonly Told[]
}
const told = async (browser: Browser, path: string): Promise<Told> =>
  (await browser.send(path)).json as unknown as Told
const pathsOf = ({ path, children = [] }: Told): string[] => [path, ...children.flatMap(pathsOf)]

describe('project-getContainers', () => {
  test('tells one container, in both URL forms, by GET and POST', async () => {
    const { json } = await reader.send('/Study/Sub/project-getContainers.api')
    expect(json).toMatchObject({
      name: 'Sub',
      path: '/Study/Sub',
      parentPath: '/Study',
      title: 'Sub',
      type: 'folder',
      effectivePermissions: ['org.labkey.api.security.permissions.ReadPermission'],
      activeModules: ['Core', 'List', 'Query'],
      startUrl: '/Study/Sub/project-begin.view',
    })
    expect(json).not.toHaveProperty('userPermissions')
    expect(json).not.toHaveProperty('children')
    const post = await reader.post('/project/Study/getContainers.view', { container: 'Study/Sub' })
    expect(post.json['id']).toBe(json['id'])
  })

  test('tells children to a depth, and leaves out what the caller sees nothing of', async () => {
    const all = '/project-getContainers.api?includeSubfolders=true'
    expect(pathsOf(await told(reader, all))).toEqual([
      '/',
      '/home',
      '/Lab',
      '/Study',
      '/Study/Sub',
      '/Public',
    ])
    expect(pathsOf(await told(reader, `${all}&depth=1`))).not.toContain('/Study/Sub')
    const guest = (await send(server, all)).json as unknown as Told
    expect(pathsOf(guest)).toEqual(['/', '/Public'])
    expect(guest).toMatchObject({ folderType: '', activeModules: [], userPermissions: 0 })
  })

  test('tells several when several are asked for', async () => {
    const { json } = await reader.send(
      '/project-getContainers.api?container=/Lab&container=/Public',
    )
    expect((json['containers'] as Told[]).map(({ path }) => path)).toEqual(['/Lab', '/Public'])
    const one = await reader.send('/Lab/project-getContainers.api?multipleContainers=true')
    expect((one.json['containers'] as Told[]).map(({ path }) => path)).toEqual(['/Lab'])
    const filter = await reader.send(
      '/Study/Sub/project-getContainers.api?containerFilter=CurrentAndParents',
    )
    expect((filter.json['containers'] as Told[]).map(({ path }) => path)).toEqual([
      '/Study/Sub',
      '/Study',
    ])
    expect((await reader.send('/project-getContainers.api?container=/Nope')).status).toBe(404)
  })

  test('before 24.8 it tells the bit mask', async () => {
    const old = openBrowser(seededServer({ release: '23.2' }))
    await old.logIn('editor')
    expect((await old.send('/Lab/project-getContainers.api')).json['userPermissions']).toBe(15)
  })

  test('project-getReadableContainers lists paths', async () => {
    const { json } = await send(server, '/project-getReadableContainers.api?includeSubfolders=true')
    expect(json).toEqual({ containers: ['/Public'] })
  })
})

describe('changing containers', () => {
  const create = (body: object, parent = '/Study'): Promise<Answer> =>
    admin.post(`${parent}/core-createContainer.api`, body)

  test('create, find by path and id, rename, move, delete', async () => {
    const made = await create({ name: 'New One', title: 'Newest', description: 'd' })
    expect([made.status, made.json]).toEqual([
      200,
      expect.objectContaining({ path: '/Study/New One', title: 'Newest', description: 'd' }),
    ])
    const id = String(made.json['id'])
    expect((await admin.send(`/${id}/login-whoami.api`)).status).toBe(200)
    const renamed = await admin.post('/Study/New%20One/admin-renameContainer.api', {
      name: 'Other',
      title: 'T',
    })
    expect(renamed.json).toMatchObject({ path: '/Study/Other', title: 'T', id })
    expect((await admin.send('/Study/New%20One/login-whoami.api')).status).toBe(404)
    const moved = await admin.post('/Study/Other/core-moveContainer.api', {
      container: '/Study/Other',
      parent: '/Lab',
      addAlias: false,
    })
    expect(moved.json).toEqual({ success: true, newPath: '/Lab/Other' })
    expect((await admin.post('/Lab/Other/core-deleteContainer.api')).json).toEqual({})
    expect((await admin.send('/Lab/Other/login-whoami.api')).status).toBe(404)
    const events = server.audit.filter(({ event }) => event === 'ContainerAuditEvent')
    expect(events).toHaveLength(4)
  })

  test('a renamed folder takes its subfolders, rows and files along', async () => {
    await admin.post('/Lab/query-deleteRows.api', {
      schemaName: 'lists',
      queryName: 'People',
      rows: [{ Key: 1 }],
    })
    await create({ name: 'Deep' }, '/Lab')
    await admin.send('/_webdav/Lab/@files/f.txt', { method: 'PUT', body: 'x' })
    await admin.post('/Lab/admin-renameContainer.api', { name: 'Bench' })
    const { json } = await admin.send(
      '/Bench/query-selectRows.api?schemaName=lists&query.queryName=People',
    )
    expect(json['rowCount']).toBe(5)
    expect((await admin.send('/Bench/Deep/login-whoami.api')).status).toBe(200)
    expect((await admin.send('/_webdav/Bench/@files/f.txt')).text).toBe('x')
    server.reset()
    const again = openBrowser(server)
    await again.logIn('admin')
    expect((await again.send('/Lab/login-whoami.api')).status).toBe(200)
    expect((await again.send('/Bench/login-whoami.api')).status).toBe(404)
  })

  test('protection follows the place', async () => {
    const selected = async (path: string): Promise<number> =>
      (await admin.send(`${path}/query-selectRows.api?schemaName=lists&query.queryName=People`))
        .status
    await create({ name: 'Inner' })
    expect(await selected('/Study/Inner')).toBe(403)
    const move = (container: string, parent: string): Promise<Answer> =>
      admin.post('/core-moveContainer.api', { container, parent, addAlias: true })
    expect((await move('/Public', '/Study')).json['newPath']).toBe('/Study/Public')
    expect(await selected('/Study/Public')).toBe(403)
    expect((await send(server, '/Study/Public/project-begin.view')).status).toBe(302)
    expect((await send(server, '/Study/Public/query-getSchemas.api')).status).toBe(401)
    expect((await move('/Study', '/Lab')).json['newPath']).toBe('/Lab/Study')
    expect(await selected('/Lab/Study/Sub')).toBe(403)
    expect(await selected('/Lab')).toBe(200)
  })

  test.each([
    [{ name: 'Sub' }, /already exists/],
    [{ name: 'SUB' }, /already exists/],
    [{ name: 'a/b' }, /cannot be the name/],
    [{ name: '..' }, /cannot be the name/],
    [{ name: '@files' }, /cannot be the name/],
    [{ name: '_webdav' }, /cannot be the name/],
    [{ name: ' ' }, /cannot be the name/],
    [{}, /cannot be the name/],
  ])('%j makes no folder', async (body, words) => {
    const { status, json } = await create(body)
    expect([status, json['exception']]).toEqual([400, expect.stringMatching(words)])
  })

  test('moves that cannot be', async () => {
    const move = (body: object): Promise<Answer> => admin.post('/core-moveContainer.api', body)
    expect((await move({ container: '/Study', parent: '/Study/Sub', addAlias: true })).status).toBe(
      400,
    )
    expect((await move({ container: '/home', parent: '/Lab', addAlias: true })).status).toBe(400)
    expect((await move({ container: '/Lab', parent: '/Study' })).status).toBe(500)
    expect((await move({ container: '/Nope', parent: '/Study', addAlias: true })).status).toBe(404)
    expect(
      (await move({ container: '/Study/Sub', parent: '/Study', addAlias: true })).json,
    ).toEqual({ success: true })
    expect((await admin.post('/home/core-deleteContainer.api')).status).toBe(400)
  })

  test.each([
    'core-createContainer',
    'core-deleteContainer',
    'core-moveContainer',
    'admin-renameContainer',
  ])('%s is for administrators, by POST, with a token', async (action) => {
    const body = { name: 'X', container: '/Lab', parent: '/Study', addAlias: true }
    expect((await reader.post(`/Lab/${action}.api`, body)).status).toBe(403)
    expect((await admin.send(`/Lab/${action}.api`)).status).toBe(405)
    const noToken = await admin.send(`/Lab/${action}.api`, {
      body,
      headers: { 'X-LABKEY-CSRF': '' },
    })
    expect(noToken.status).toBe(401)
  })

  test('before 23.5 there is no admin-renameContainer', async () => {
    const old = openBrowser(seededServer({ release: '23.2' }))
    await old.logIn('admin')
    expect((await old.post('/Lab/admin-renameContainer.api', { name: 'x' })).status).toBe(404)
  })
})

describe('users, groups and permissions', () => {
  const emails = async (query: string): Promise<unknown> => {
    const { json } = await reader.send(`/Lab/user-getUsers.api${query}`)
    return (json['users'] as { email: string }[]).map(({ email }) => email.replace(/@.*/, ''))
  }

  test('user-getUsers lists, filters, and needs a login', async () => {
    expect(await emails('')).toEqual(['admin', 'editor', 'reader'])
    expect(await emails('?active=false')).toEqual(['admin', 'editor', 'reader', 'gone'])
    expect(await emails('?name=ed')).toEqual(['editor'])
    expect(await emails('?group=Administrators')).toEqual(['admin'])
    expect(await emails('?groupId=-2')).toEqual(['admin', 'editor', 'reader'])
    expect(
      await emails('?permissions=org.labkey.api.security.permissions.InsertPermission'),
    ).toEqual(['admin', 'editor'])
    expect((await reader.send('/Lab/user-getUsers.api?group=Nobody')).status).toBe(404)
    expect((await send(server, '/Public/user-getUsers.api')).status).toBe(401)
  })

  test('includeInactive counts since 23.11', async () => {
    const path =
      '/Lab/user-getUsersWithPermissions.api?permissions=ReadPermission&includeInactive=true'
    const count = async (browser: Browser): Promise<number> =>
      ((await browser.send(path)).json['users'] as object[]).length
    expect(await count(reader)).toBe(4)
    const old = openBrowser(seededServer({ release: '23.2' }))
    await old.logIn('reader')
    expect(await count(old)).toBe(3)
  })

  test('groups, roles and permissions', async () => {
    const mine = await reader.send('/security-getGroupsForCurrentUser.api')
    expect((mine.json['groups'] as { name: string }[]).map(({ name }) => name)).toEqual([
      'Users',
      'Readers',
    ])
    const site = await reader.send('/Lab/security-listProjectGroups.api?includeSiteGroups=true')
    expect(site.json['groups']).toContainEqual({ Name: 'Administrators', Id: -1, Container: null })
    expect((await reader.send('/Lab/security-listProjectGroups.api')).json).toEqual({ groups: [] })
    const own = await reader.send('/Study/security-getUserPerms.api?includeSubfolders=true')
    expect(own.json).toMatchObject({
      user: { displayName: 'reader' },
      container: {
        path: '/Study',
        effectivePermissions: ['org.labkey.api.security.permissions.ReadPermission'],
        children: [{ path: '/Study/Sub' }],
      },
    })
    const others = `/Lab/security-getUserPerms.api?userEmail=${emailOf('editor')}`
    expect((await reader.send(others)).status).toBe(404)
    expect((await admin.send(others)).json).toMatchObject({ user: { displayName: 'editor' } })
    const roles = await reader.send('/Lab/security-getRoles.api')
    expect(
      (roles.json['roles'] as { permissions: unknown[] }[]).map(
        ({ permissions }) => permissions.length,
      ),
    ).toEqual([5, 4, 1])
  })
})
