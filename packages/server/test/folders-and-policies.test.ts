import { describe, expect, test } from 'vitest'

import { openBrowser } from './browser.ts'
import type { Answer } from './browser.ts'
import { seededServer } from './seed.ts'

const server = seededServer()
const admin = openBrowser(server)
await admin.logIn('admin')
const reader = openBrowser(server)
await reader.logIn('reader')
const idOf = async (path: string): Promise<string> =>
  String((await admin.send(`${path}/project-getContainers.api`)).json['id'])

test('a folder has one type, with the modules that its container tells of', async () => {
  const types = (await reader.send('/Lab/core-getFolderTypes.api')).json
  const { json } = await reader.send('/Lab/admin-getModules.api')
  const container = (await reader.send('/Lab/project-getContainers.api')).json
  expect(Object.keys(types)).toEqual([container['folderType']])
  expect(json['folderType']).toBe(container['folderType'])
  const modules = json['modules'] as { name: string; active: boolean }[]
  expect(modules.map(({ name }) => name)).toEqual(container['activeModules'])
  expect(modules.every(({ active }) => active)).toBe(true)
})

describe('what groups may do', () => {
  test('is told of the container and those below it, to administrators', async () => {
    const { json } = await admin.send('/Study/security-getGroupPerms.api?includeSubfolders=true')
    expect(json['container']).toMatchObject({
      path: '/Study',
      children: [{ path: '/Study/Sub', groups: expect.any(Array) }],
    })
    const { groups } = json['container'] as {
      groups: { name: string; effectivePermissions: string[] }[]
    }
    const counts = groups.map(({ name, effectivePermissions }) => [
      name,
      effectivePermissions.length,
    ])
    expect(counts).toEqual([
      ['Administrators', 5],
      ['Users', 0],
      ['Editors', 4],
      ['Readers', 1],
    ])
    expect((await reader.send('/Study/security-getGroupPerms.api')).status).toBe(403)
  })

  test('is the policy, in which guests stand where they may read', async () => {
    const policy = async (path: string): Promise<Answer> =>
      admin.send(`/Lab/security-getPolicy.api?resourceId=${await idOf(path)}`)
    const { json } = await policy('/Lab')
    expect(json['policy']).toMatchObject({ resourceId: await idOf('/Lab') })
    const assigned = (answer: Answer): unknown =>
      (answer.json['policy'] as { assignments: { userId: number }[] }).assignments.map(
        ({ userId }) => userId,
      )
    expect(assigned(await policy('/Lab'))).toEqual([-1, 101, 102])
    expect(assigned(await policy('/Public'))).toEqual([-1, 101, 102, -3])
    expect((await admin.send('/Lab/security-getPolicy.api')).status).toBe(400)
    expect((await admin.send('/Lab/security-getPolicy.api?resourceId=nope')).status).toBe(404)
    expect((await reader.send('/Lab/security-getPolicy.api?resourceId=x')).status).toBe(403)
  })
})

test('securable resources are the containers that the caller sees', async () => {
  const path = 'security-getSecurableResources.api?includeSubfolders=true'
  const { json } = await reader.send(`/Study/${path}&includeEffectivePermissions=true`)
  expect(json['resources']).toMatchObject({
    id: await idOf('/Study'),
    name: 'Study',
    effectivePermissions: ['org.labkey.api.security.permissions.ReadPermission'],
    children: [{ name: 'Sub', children: [] }],
  })
  const shallow = (await reader.send('/Study/security-getSecurableResources.api')).json['resources']
  expect(shallow).toMatchObject({ children: [] })
  expect(shallow).not.toHaveProperty('effectivePermissions')
})
