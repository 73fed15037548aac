import { notFound } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import type { Container } from '../site/container.ts'
import { permissionClasses } from '../site/container-json.ts'
import { groups, roleClassNames, roleLabels, roleNames } from '../site/groups.ts'
import { hasPermission } from '../site/permissions.ts'
import type { Permission } from '../site/permissions.ts'
import type { Role, User } from '../site/user.ts'
import type { Action, Call } from './action.ts'

/**
 * `user-getUsers.api`: the people of the site (contract 5.2), by group, by the start of their names, or
 * by what they may do in the container. Inactive ones only with `active=false`.
 */
export const getUsers: Action = {
  name: 'user-getUsers',
  answers: 'json',
  method: 'read',
  needs: 'login',
  handle: async (call) => {
    const { parameters } = call
    const isActiveOnly = parameters.flag('active', true)
    const users = await chosenUsers(call, !isActiveOnly)
    return jsonResponse({ container: call.container.path, users: users.map(describeUser) })
  },
}

/** `user-getUsersWithPermissions.api`: who may do something; `includeInactive` counts since 23.11. */
export const getUsersWithPermissions: Action = {
  name: 'user-getUsersWithPermissions',
  answers: 'json',
  method: 'read',
  needs: 'login',
  handle: async (call) => {
    const { parameters, site } = call
    const hasInactive = site.traits.hasInactiveUsers && parameters.flag('includeInactive')
    const users = await chosenUsers(call, hasInactive)
    return jsonResponse({ container: call.container.path, users: users.map(describeUser) })
  },
}

/** `security-getGroupsForCurrentUser.api`. */
export const getGroupsForCurrentUser: Action = {
  name: 'security-getGroupsForCurrentUser',
  answers: 'json',
  method: 'read',
  needs: 'login',
  handle: (call) =>
    jsonResponse({
      groups: groups
        .filter((group) => group.hasMember(call.caller.user))
        .map(({ id, name }) => ({ id, name, isProjectGroup: false, isSystemGroup: true })),
    }),
}

/** `security-listProjectGroups.api`: there are none of a project; with `includeSiteGroups` the site's. */
export const listProjectGroups: Action = {
  name: 'security-listProjectGroups',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: ({ parameters }) =>
    jsonResponse({
      groups: parameters.flag('includeSiteGroups')
        ? groups.map(({ id, name }) => ({ Name: name, Id: id, Container: null }))
        : [],
    }),
}

/** `security-getUserPerms.api`: what a user may do in the container, and below it. */
export const getUserPerms: Action = {
  name: 'security-getUserPerms',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: async (call) => {
    const { site, caller, container, parameters } = call
    const user = await wantedUser(call)
    // What others may do is the administrator's business.
    if (user.id !== caller.user.id && !hasPermission(caller.user, 'admin', container)) {
      throw notFound('No user found that matches specified userId or email address')
    }
    const isDeep = parameters.flag('includeSubfolders')
    const describe = (place: Container): object => ({
      id: place.entityId,
      name: place.name,
      path: place.path,
      roles: user.role === 'guest' ? [] : [roleClassNames[user.role]],
      effectivePermissions: permissionsOf(user, place).map((name) => permissionClasses[name]),
      groups: groups
        .filter((group) => group.hasMember(user))
        .map(({ id, name }) => ({ id, name, type: 'g' })),
      ...(isDeep && { children: site.containers.childrenOf(place).map(describe) }),
    })
    return jsonResponse({
      container: describe(container),
      user: { userId: user.id, displayName: user.displayName },
    })
  },
}

/** `security-getRoles.api`: the roles there are, and the permissions they are made of. */
export const getRoles: Action = {
  name: 'security-getRoles',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: ({ caller, container }) => {
    const granted = (role: Role): readonly Permission[] =>
      permissionsOf({ ...caller.user, role }, container)
    return jsonResponse({
      permissions: Object.entries(permissionClasses).map(([name, uniqueName]) => ({
        uniqueName,
        name,
      })),
      roles: roleNames.map((role) => ({
        uniqueName: roleClassNames[role],
        name: roleLabels[role],
        permissions: granted(role).map((name) => permissionClasses[name]),
        excludedPrincipals: [],
      })),
    })
  },
}

async function chosenUsers(call: Call, hasInactive: boolean): Promise<readonly User[]> {
  const { parameters, site, container } = call
  const start = (parameters.get('name') ?? '').toLowerCase()
  const groupName = parameters.get('group')?.toLowerCase()
  const groupId = parameters.get('groupId')
  const group = groups.find(
    ({ id, name }) => name.toLowerCase() === groupName || String(id) === groupId,
  )
  if (group === undefined && (groupName || groupId)) {
    throw notFound(`The group '${groupName ?? groupId ?? ''}' does not exist.`)
  }
  const needed = parameters.all
    .filter(([name]) => name === 'permissions')
    .map(([, value]) => permissionNamed(value))
  const all = await site.store.users.all()
  return all
    .filter((user) => user.isActive || hasInactive)
    .filter((user) => group === undefined || group.hasMember(user))
    .filter(({ email, displayName }) =>
      [email, displayName].some((name) => name.toLowerCase().startsWith(start)),
    )
    .filter((user) =>
      needed.every((name) => name !== undefined && hasPermission(user, name, container)),
    )
}

async function wantedUser({ site, caller, parameters }: Call): Promise<User> {
  const id = parameters.get('userId')
  const email = parameters.get('userEmail')
  if (id === undefined && email === undefined) return caller.user
  const user =
    id === undefined
      ? await site.store.users.byEmail(email ?? '')
      : await site.store.users.byId(Number(id))
  if (user !== undefined) return user
  throw notFound('No user found that matches specified userId or email address')
}

function describeUser({ id, email, displayName, isActive }: User): object {
  return { id, userId: id, email, displayName, active: isActive }
}

function permissionsOf(user: User, container: Container): readonly Permission[] {
  const all = Object.keys(permissionClasses) as Permission[]
  return all.filter((permission) => hasPermission(user, permission, container))
}

// By class name, or by its last part.
function permissionNamed(name: string): Permission | undefined {
  const found = Object.entries(permissionClasses).find(([, className]) =>
    className.toLowerCase().endsWith(name.toLowerCase().replace(/.*\./, '')),
  )
  return found?.[0] as Permission | undefined
}
