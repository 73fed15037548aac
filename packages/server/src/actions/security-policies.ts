import { badParameter, notFound } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import type { Container } from '../site/container.ts'
import { isVisible, permissionClasses, permissionsIn } from '../site/container-json.ts'
import { groups, roleClassNames, roleLabels, roleNames } from '../site/groups.ts'
import type { Group } from '../site/groups.ts'
import { hasPermission, strongestRole } from '../site/permissions.ts'
import type { Permission } from '../site/permissions.ts'
import type { Action, Call } from './action.ts'

const guests = { id: -3, name: 'Guests' }
const containerClass = 'org.labkey.api.data.Container'

/** `security-getGroupPerms.api`: what the groups may do in the container, and below it. */
export const getGroupPerms: Action = {
  name: 'security-getGroupPerms',
  answers: 'json',
  method: 'read',
  needs: 'admin',
  handle: (call) => {
    const { site, container, parameters } = call
    const isDeep = parameters.flag('includeSubfolders')
    const describe = (place: Container): object => ({
      id: place.entityId,
      name: place.name,
      path: place.path,
      groups: groups.map((group) => describeGroup(call, group, place)),
      ...(isDeep && { children: site.containers.childrenOf(place).map(describe) }),
    })
    return jsonResponse({ container: describe(container) })
  },
}

/**
 * `security-getPolicy.api`: who has which role in a container, by groups. Rights come from the site here,
 * so the policy is the same everywhere, but for the guests that may read.
 */
export const getPolicy: Action = {
  name: 'security-getPolicy',
  answers: 'json',
  method: 'read',
  needs: 'admin',
  handle: (call) => {
    const resourceId = call.parameters.get('resourceId')
    if (!resourceId) throw badParameter('resourceId', 'You must supply a resourceId parameter!')
    const container = call.site.containers.find(`/${resourceId}`)
    if (container === undefined || !hasPermission(call.caller.user, 'admin', container)) {
      throw notFound(`No resource with the id '${resourceId}'`)
    }
    const assignments = groups.flatMap(({ id, roles }) =>
      roles.map((role) => ({ userId: id, role: roleClassNames[role] })),
    )
    const ofGuests = { userId: guests.id, role: roleClassNames.reader }
    return jsonResponse({
      policy: {
        resourceId: container.entityId,
        modified: null,
        assignments: container.hasGuestRead ? [...assignments, ofGuests] : assignments,
      },
      relevantRoles: roleNames.map((role) => roleClassNames[role]),
    })
  },
}

/** `security-getSecurableResources.api`: the container, and with `includeSubfolders` those below it. */
export const getSecurableResources: Action = {
  name: 'security-getSecurableResources',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: (call) => {
    const { site, container, parameters } = call
    const isDeep = parameters.flag('includeSubfolders')
    const hasPermissions = parameters.flag('includeEffectivePermissions')
    const describe = (place: Container): object => {
      const parent = site.containers.parentOf(place)
      return {
        id: place.entityId,
        name: place.name,
        description: place.description ?? '',
        resourceClass: containerClass,
        sourceModule: 'Core',
        parentId: parent?.entityId ?? null,
        parentContainerPath: parent?.path ?? null,
        ...(hasPermissions && {
          effectivePermissions: permissionsIn(call, place).map((name) => permissionClasses[name]),
        }),
        children: isDeep
          ? site.containers
              .childrenOf(place)
              .filter((child) => isVisible(call, child))
              .map(describe)
          : [],
      }
    }
    return jsonResponse({ resources: describe(container) })
  },
}

function describeGroup({ caller }: Call, group: Group, container: Container): object {
  const role = strongestRole(group.roles)
  const all = Object.keys(permissionClasses) as Permission[]
  const granted = all.filter((name) => hasPermission({ ...caller.user, role }, name, container))
  return {
    id: group.id,
    name: group.name,
    type: 'g',
    roleLabel: role === 'guest' ? '' : roleLabels[role],
    role: role === 'guest' ? '' : roleClassNames[role],
    roles: group.roles.map((name) => roleClassNames[name]),
    effectivePermissions: granted.map((name) => permissionClasses[name]),
    isProjectGroup: false,
    isSystemGroup: group.id < 0,
  }
}
