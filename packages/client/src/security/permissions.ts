import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { numberOf, objectsOf, present, textOf, textsOf, type Json } from '../read-json.ts'
import { NotFound } from '../found.ts'
import { chosenUser, type UserChoice } from './principal.ts'

/** Whether subfolders count, too. */
export interface GetGroupPermissionsOptions extends CallOptions {
  /** Default: false. */
  readonly includeSubfolders?: boolean
}

/** Whose permissions. */
export type GetUserPermissionsOptions = GetGroupPermissionsOptions & UserChoice

/** Who may do what. */
export type HasPermissionOptions = CallOptions &
  UserChoice & {
    /** A class name, as `org.labkey.api.security.permissions.InsertPermission`. */
    readonly permission: string
  }

/** Which users. */
export interface GetUsersWithPermissionsOptions extends CallOptions {
  /** Class names; all of them are needed. */
  readonly permissions: readonly string[]
  /** Only the members of this group. Not together with `groupId`. */
  readonly group?: string
  readonly groupId?: number
  /** Members of groups within the group as well. Default: false. */
  readonly allMembers?: boolean
  /** The beginning of the e-mail address or display name. */
  readonly name?: string
  /** Default: false. */
  readonly includeInactive?: boolean
}

/** What a group may do in a container. */
export interface GroupPermissions {
  readonly id: number
  readonly name: string
  /** Class names. */
  readonly roles: readonly string[]
  readonly effectivePermissions: readonly string[]
}

/** A container, and what groups may do there. */
export interface ContainerGroups {
  readonly id: string
  readonly path: string
  readonly isInheritingPermissions: boolean
  readonly groups: readonly GroupPermissions[]
  readonly children: readonly ContainerGroups[]
}

/** A container, and what a user may do there. */
export interface ContainerPermissions {
  readonly id: string
  readonly path: string
  /** Class names. */
  readonly roles: readonly string[]
  readonly effectivePermissions: readonly string[]
  readonly groups: readonly { readonly id: number; readonly name: string }[]
  readonly children: readonly ContainerPermissions[]
}

/** What a user may do. */
export interface UserPermissions {
  readonly userId: number
  readonly displayName: string
  readonly container: ContainerPermissions
}

/** `security-getGroupPerms`: labkey-api-js 1.35.3, `src/labkey/security/Permission.ts`. */
export function getGroupPermissions(
  labkey: LabKeyClient,
  options?: GetGroupPermissionsOptions,
): Promise<ContainerGroups> {
  return ask(
    labkey,
    options,
    {
      name: 'security.getGroupPermissions',
      takes: { includeSubfolders: 'flag' },
      get: 'security-getGroupPerms',
    },
    ({ object }) => groupsIn(object('container')),
  )
}

/** `security-getUserPerms`: labkey-api-js 1.35.3, `src/labkey/security/Permission.ts`. */
export function getUserPermissions(
  labkey: LabKeyClient,
  options: GetUserPermissionsOptions,
): Promise<UserPermissions> {
  return ask(
    labkey,
    options,
    {
      name: 'security.getUserPermissions',
      takes: { userId: 'integer', email: 'text', includeSubfolders: 'flag' },
      // A POST, since URLs end in logs.
      read: 'security-getUserPerms',
      sends: ({ includeSubfolders }, read) => ({
        form: { ...Object.fromEntries(whom(read)), includeSubfolders },
      }),
    },
    ({ object }) => {
      const user = object('user')
      return {
        userId: numberOf(user['userId']) ?? 0,
        displayName: textOf(user['displayName']) ?? '',
        container: permissionsIn(object('container')),
      }
    },
  )
}

/** {@link getUserPermissions}, and a look at it: labkey-api-js 1.35.3, `hasEffectivePermission`. */
export function hasPermission(
  labkey: LabKeyClient,
  options: HasPermissionOptions,
): Promise<boolean> {
  return ask(
    labkey,
    options,
    {
      name: 'security.hasPermission',
      takes: { userId: 'integer', email: 'text', permission: 'text!' },
      read: 'security-getUserPerms',
      sends: (_values, read) => ({ form: Object.fromEntries(whom(read)) }),
    },
    ({ object }, { permission }) =>
      permissionsIn(object('container')).effectivePermissions.includes(permission),
  )
}

/** `user-getUsersWithPermissions`: labkey-api-js 1.35.3, `src/labkey/security/User.ts`. */
export function getUsersWithPermissions(
  labkey: LabKeyClient,
  options: GetUsersWithPermissionsOptions,
): Promise<
  readonly { readonly id: number; readonly displayName: string; readonly email?: string }[]
> {
  return ask(
    labkey,
    options,
    {
      name: 'security.getUsersWithPermissions',
      takes: {
        permissions: 'texts!',
        group: 'text',
        groupId: 'integer',
        allMembers: 'flag',
        name: 'text',
        includeInactive: 'flag',
      },
      read: 'user-getUsersWithPermissions',
      // From 23.11 on, the permissions of groups count only when asked for in this form.
      sends: (values) => ({ form: { ...values, apiVersion: '23.11' } }),
    },
    ({ objects }) =>
      objects('users').map((user) => ({
        id: numberOf(user['userId']) ?? numberOf(user['id']) ?? 0,
        displayName: textOf(user['displayName']) ?? textOf(user['email']) ?? '',
        ...present({ email: textOf(user['email']) }),
      })),
  )
}

function whom(read: Parameters<typeof chosenUser>[0]): readonly (readonly [string, string])[] {
  return chosenUser(read, 'userId').map(([name, value]) => [
    name === 'email' ? 'userEmail' : name,
    value,
  ])
}

function groupsIn(json: Json): ContainerGroups {
  return {
    ...placeOf(json),
    isInheritingPermissions: json['isInheritingPerms'] === true,
    groups: objectsOf(json['groups']).map((group) => ({
      id: numberOf(group['id']) ?? 0,
      name: textOf(group['name']) ?? '',
      roles: textsOf(group['roles']),
      effectivePermissions: textsOf(group['effectivePermissions']),
    })),
    children: objectsOf(json['children']).map(groupsIn),
  }
}

function permissionsIn(json: Json): ContainerPermissions {
  return {
    ...placeOf(json),
    roles: textsOf(json['roles']),
    effectivePermissions: textsOf(json['effectivePermissions']),
    groups: objectsOf(json['groups']).map((group) => ({
      id: numberOf(group['id']) ?? 0,
      name: textOf(group['name']) ?? '',
    })),
    children: objectsOf(json['children']).map(permissionsIn),
  }
}

function placeOf(json: Json): { readonly id: string; readonly path: string } {
  const { id, path } = json
  if (typeof id !== 'string' || typeof path !== 'string') throw new NotFound('container')
  return { id, path }
}
