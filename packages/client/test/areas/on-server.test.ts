// The functions of areas whose actions the reference server has: its answers are not written by those who read them here.
import { describe, expect, test } from 'vitest'
import { LabKeyAuthenticationError, LabKeyNotFoundError, createClient } from '@wellkey/client'
import { startDemo } from '../query/demo-server.ts'
import { rejection } from '../recording-server.ts'

describe('containers on the reference server', () => {
  test('getContainers and getFolders', async () => {
    const labkey = await (await startDemo()).clientOf('admin')
    const [root] = await labkey.containers.getContainers({
      container: '/',
      includeSubfolders: true,
    })
    const paths = root?.children?.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['/Demo Study', '/Open Data']))
    const two = await labkey.containers.getContainers({ containers: ['/Demo Study', '/Open Data'] })
    expect(two.map(({ path }) => path)).toEqual(['/Demo Study', '/Open Data'])
    expect(two[1]?.effectivePermissions).toContain(
      'org.labkey.api.security.permissions.ReadPermission',
    )
    const flat = await labkey.containers.getFolders({ container: '/', includeSubfolders: true })
    expect(flat.map(({ path }) => path)).toEqual(expect.arrayContaining(['/Open Data']))
    const missing = labkey.containers.getContainers({ container: '/No such place' })
    expect(await rejection(missing)).toBeInstanceOf(LabKeyNotFoundError)
  })

  test('createContainer, renameContainer, moveContainer, deleteContainer', async () => {
    const labkey = await (await startDemo()).clientOf('admin')
    const made = await labkey.containers.createContainer({ name: 'Visits', title: 'All visits' })
    expect(made).toMatchObject({ path: '/Open Data/Visits', title: 'All visits' })
    const again = labkey.containers.createContainer({ name: 'Visits' })
    expect(await rejection(again)).toHaveProperty('status')
    await labkey.containers.renameContainer({ container: made.path, name: 'Old visits' })
    const moved = await labkey.containers.moveContainer({
      container: '/Open Data/Old visits',
      destination: '/Demo Study',
    })
    expect(moved.path).toBe('/Demo Study/Old visits')
    await labkey.containers.deleteContainer({ container: '/Demo Study/Old visits' })
    const root = await labkey.containers.getFolders({ container: '/', includeSubfolders: true })
    expect(root.map(({ name }) => name)).not.toContain('Old visits')
  })
})

describe('security on the reference server', () => {
  test('ensureLogin says who one is; a guest is refused', async () => {
    const demo = await startDemo()
    const labkey = await demo.clientOf('reader')
    const { id } = await labkey.security.whoAmI()
    expect(await labkey.security.ensureLogin()).toMatchObject({ id, canInsert: false })
    const guest = createClient({ baseUrl: demo.url, credentials: 'anonymous' })
    expect(await rejection(guest.security.ensureLogin())).toBeInstanceOf(LabKeyAuthenticationError)
  })

  test('getUserPermissions, hasPermission, getUsersWithPermissions, getGroupsForCurrentUser', async () => {
    const demo = await startDemo()
    const admin = await demo.clientOf('admin')
    const reader = await (await demo.clientOf('reader')).security.whoAmI()
    const userId = reader.id
    const read = 'org.labkey.api.security.permissions.ReadPermission'
    const update = 'org.labkey.api.security.permissions.UpdatePermission'
    const { container } = await admin.security.getUserPermissions({ userId })
    expect(container.path).toBe('/Open Data')
    expect(container.effectivePermissions).toContain(read)
    expect(await admin.security.hasPermission({ userId, permission: read })).toBe(true)
    expect(await admin.security.hasPermission({ userId, permission: update })).toBe(false)
    const updaters = await admin.security.getUsersWithPermissions({ permissions: [update] })
    expect(updaters.length).toBeGreaterThan(0)
    expect(updaters.map(({ id }) => id)).not.toContain(userId)
    const groups = await admin.security.getGroupsForCurrentUser()
    expect(groups.map(({ id }) => id)).toContain(-2)
  })

  test('logOut ends the session', async () => {
    const browser = await (await startDemo()).browserOf('reader')
    expect((await browser.security.whoAmI()).isGuest).toBe(false)
    await browser.security.logOut()
    expect((await browser.security.whoAmI()).isGuest).toBe(true)
  })
})
