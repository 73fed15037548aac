import type { Call } from '../actions/action.ts'
import { actionUrl } from '../routing/links.ts'
import { parentPath } from './container.ts'
import type { Container } from './container.ts'
import { hasPermission } from './permissions.ts'
import type { Permission } from './permissions.ts'

/** What of a container and its children is told (contract 5.1). */
export interface ContainerShape {
  /** How many levels of children; `Infinity` for all. */
  readonly depth: number
  /** Default of LabKey: true. */
  readonly hasEffectivePermissions: boolean
  /** Default of LabKey: true. */
  readonly hasStandardProperties: boolean
}

/** The type of every folder. */
export const folderType = 'Collaboration'

/** The modules that every folder has. */
export const folderModules: readonly string[] = ['Core', 'List', 'Query']

/** LabKey's permission classes. */
export const permissionClasses: Readonly<Record<Permission, string>> = {
  read: 'org.labkey.api.security.permissions.ReadPermission',
  insert: 'org.labkey.api.security.permissions.InsertPermission',
  update: 'org.labkey.api.security.permissions.UpdatePermission',
  delete: 'org.labkey.api.security.permissions.DeletePermission',
  admin: 'org.labkey.api.security.permissions.AdminPermission',
}

// The bits of LabKey's old access lists, which servers before 24.8 still tell.
const permissionBits: Readonly<Record<Permission, number>> = {
  read: 0x0000_0001,
  insert: 0x0000_0002,
  update: 0x0000_0004,
  delete: 0x0000_0008,
  admin: 0x0000_8000,
}

const formats = {
  dateFormat: 'yyyy-MM-dd',
  dateTimeFormat: 'yyyy-MM-dd HH:mm',
  timeFormat: 'HH:mm:ss',
  numberFormat: null,
}

/** Lists the permissions that the caller has in a container. */
export function permissionsIn({ caller }: Call, container: Container): readonly Permission[] {
  const all = Object.keys(permissionClasses) as Permission[]
  return all.filter((permission) => hasPermission(caller.user, permission, container))
}

/** Tells whether the caller may read a container, or one below it. */
export function isVisible(call: Call, container: Container): boolean {
  const { containers } = call.site
  return containers
    .subtreeOf(container)
    .some((other) => hasPermission(call.caller.user, 'read', other))
}

/**
 * Writes a container as LabKey does (contract 5.1); children that the caller sees nothing of are left
 * out, and of one that is only on the way to another little is told.
 */
export function describeContainer(call: Call, container: Container, shape: ContainerShape): object {
  const { site } = call
  const permissions = permissionsIn(call, container)
  const canRead = permissions.includes('read')
  const parent = site.containers.parentOf(container)
  const mask = permissions.reduce((bits, permission) => bits | permissionBits[permission], 0)
  return {
    id: container.entityId,
    name: container.name,
    path: container.path,
    ...(shape.hasStandardProperties && {
      parentPath: parent === undefined ? null : parentPath(container.path),
      parentId: parent?.entityId ?? null,
      title: container.title ?? container.name,
      ...(container.description !== null && { description: container.description }),
      type: typeOf(container),
      isWorkbook: false,
      isContainerTab: false,
      isArchived: false,
      folderType: canRead ? folderType : '',
      activeModules: canRead ? folderModules : [],
      hasRestrictedActiveModule: false,
      auditCommentsRequired: false,
      startUrl: actionUrl(site, container, 'project-begin.view'),
      iconHref: `${site.options.contextPath}/_icons/folder.gif`,
      sortOrder: 0,
      formats,
    }),
    ...(site.traits.hasPermissionMask && { userPermissions: mask }),
    ...(!site.traits.hasPermissionMask && !canRead && { userPermissions: 0 }),
    ...(shape.hasEffectivePermissions && {
      effectivePermissions: permissions.map((permission) => permissionClasses[permission]),
    }),
    ...(shape.depth > 0 && {
      children: site.containers
        .childrenOf(container)
        .filter((child) => isVisible(call, child))
        .map((child) => describeContainer(call, child, { ...shape, depth: shape.depth - 1 })),
    }),
  }
}

function typeOf({ path }: Container): 'root' | 'project' | 'folder' {
  if (path === '/') return 'root'
  return path.lastIndexOf('/') === 0 ? 'project' : 'folder'
}
