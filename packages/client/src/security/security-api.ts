import type { CallOptions } from '../call-options.ts'
import type { Group, GroupMembersOptions, ListGroupsOptions } from './groups.ts'
import type { ImpersonateUserOptions } from './impersonate.ts'
import type { CreateGroupOptions, DeleteGroupOptions, RenameGroupOptions } from './change-groups.ts'
import type {
  ContainerGroups,
  GetGroupPermissionsOptions,
  GetUserPermissionsOptions,
  GetUsersWithPermissionsOptions,
  HasPermissionOptions,
  UserPermissions,
} from './permissions.ts'
import type {
  GetSecurableResourcesOptions,
  PolicyDetails,
  PolicyOptions,
  SavePolicyOptions,
  SecurableResource,
} from './policies.ts'
import type { CurrentUser } from './sign-in.ts'
import type { AssignRoleOptions, Role } from './roles.ts'
import type {
  ChangeUsersOptions,
  CreatedUser,
  CreateUserOptions,
  GetUsersOptions,
  ResetPasswordOptions,
  SiteUser,
} from './users.ts'
import type { User } from './who-am-i.ts'

/** Who one is, and, for administrators, who there is and who may do what. */
export interface SecurityApi {
  /**
   * Asks the server who the client is.
   *
   * Servers: all.
   *
   * @throws {LabKeyAuthenticationError} `ERR_LABKEY_GUEST` for a guest in spite of a credential
   * @example
   * ```ts
   * const { displayName, impersonated } = await labkey.security.whoAmI()
   * ```
   */
  whoAmI(): Promise<User>
  /**
   * Acts as another user from now on; for administrators.
   *
   * The impersonation lives in the session that the client's cookies name. When the session ends (after half
   * an hour without a call, or with the server), the key goes on to count, and calls are made as its own user
   * again: `whoAmI` says so in `impersonated`.
   *
   * Servers: all.
   *
   * @throws {LabKeyError} `ERR_LABKEY_SERVER` for a user who is not there, or while impersonating already
   * @example
   * ```ts
   * await labkey.security.impersonateUser({ email: 'ann@example.org' })
   * ```
   */
  impersonateUser(options: ImpersonateUserOptions): Promise<void>
  /**
   * Is oneself again.
   *
   * Servers: LabKey 19.3 and newer.
   *
   * @throws {LabKeyError} `ERR_LABKEY_SERVER` for one who impersonates nobody
   * @example
   * ```ts
   * await labkey.security.stopImpersonating()
   * ```
   */
  stopImpersonating(options?: CallOptions): Promise<void>
  /**
   * Lists the users of the site. E-mail addresses are there for those who may see them.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const [ann] = await labkey.security.getUsers({ name: 'ann@example.org' })
   * ```
   */
  getUsers(options?: GetUsersOptions): Promise<readonly SiteUser[]>
  /**
   * Makes an account. One that is there already is no error: `isNew` is false.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who may not add users
   * @example
   * ```ts
   * const { id, isNew } = await labkey.security.createUser({ email: 'new@example.org' })
   * ```
   */
  createUser(options: CreateUserOptions): Promise<CreatedUser>
  /**
   * Lets users sign in again, all of them or none. Gives their ids.
   *
   * Servers: LabKey 20.7 and newer.
   *
   * @throws {LabKeyPermissionError} for those who may not change users
   * @example
   * ```ts
   * await labkey.security.activateUsers({ userIds: [1004] })
   * ```
   */
  activateUsers(options: ChangeUsersOptions): Promise<readonly number[]>
  /**
   * Locks users out, all of them or none, and keeps what is theirs. Gives their ids.
   *
   * Servers: LabKey 20.7 and newer.
   *
   * @throws {LabKeyPermissionError} for those who may not change users
   * @example
   * ```ts
   * await labkey.security.deactivateUsers({ userIds: [1004] })
   * ```
   */
  deactivateUsers(options: ChangeUsersOptions): Promise<readonly number[]>
  /**
   * Deletes users for good, all of them or none. Gives their ids.
   *
   * Servers: LabKey 20.7 and newer.
   *
   * @throws {LabKeyPermissionError} for those who may not delete users
   * @example
   * ```ts
   * await labkey.security.deleteUsers({ userIds: [1004] })
   * ```
   */
  deleteUsers(options: ChangeUsersOptions): Promise<readonly number[]>
  /**
   * Makes a password void, and has LabKey write to its user how to set a new one.
   *
   * Servers: LabKey 20.1 and newer.
   *
   * @throws {LabKeyPermissionError} for those who may not change users
   * @example
   * ```ts
   * await labkey.security.resetPassword({ email: 'ann@example.org' })
   * ```
   */
  resetPassword(options: ResetPasswordOptions): Promise<void>
  /**
   * Lists the groups of the project, or, at the root, of the site.
   *
   * Servers: LabKey 19.2 and newer.
   *
   * @example
   * ```ts
   * const groups = await labkey.security.listGroups({ includeSiteGroups: true })
   * ```
   */
  listGroups(options?: ListGroupsOptions): Promise<readonly Group[]>
  /**
   * Gives the ids of those who were not in the group before.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who may not change the group
   * @example
   * ```ts
   * await labkey.security.addGroupMembers({ groupId: 1200, principalIds: [1004] })
   * ```
   */
  addGroupMembers(options: GroupMembersOptions): Promise<readonly number[]>
  /**
   * Gives the ids of those who were in the group before.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who may not change the group
   * @example
   * ```ts
   * await labkey.security.removeGroupMembers({ groupId: 1200, principalIds: [1004] })
   * ```
   */
  removeGroupMembers(options: GroupMembersOptions): Promise<readonly number[]>
  /**
   * Lists the roles that there are.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const roles = await labkey.security.getRoles()
   * ```
   */
  getRoles(options?: CallOptions): Promise<readonly Role[]>
  /**
   * Gives a user a role in the container.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who are no administrators there
   * @example
   * ```ts
   * const role = 'org.labkey.api.security.roles.ReaderRole'
   * await labkey.security.addRole({ role, userId: 1004 })
   * ```
   */
  addRole(options: AssignRoleOptions): Promise<void>
  /**
   * Takes a role from a user in the container.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who are no administrators there
   * @example
   * ```ts
   * const role = 'org.labkey.api.security.roles.ReaderRole'
   * await labkey.security.removeRole({ role, email: 'ann@example.org' })
   * ```
   */
  removeRole(options: AssignRoleOptions): Promise<void>
  /**
   * Demands a login, and says what the user may do in the container.
   *
   * Servers: all.
   *
   * @throws {LabKeyAuthenticationError} for a guest
   * @example
   * ```ts
   * const { displayName, isAdmin } = await labkey.security.ensureLogin()
   * ```
   */
  ensureLogin(options?: CallOptions): Promise<CurrentUser>
  /**
   * Ends the session that the client's cookies name. A session key of that session is void then; an API key lives
   * on.
   *
   * Servers: LabKey 19.3 and newer.
   *
   * @example
   * ```ts
   * await labkey.security.logOut()
   * ```
   */
  logOut(options?: CallOptions): Promise<void>
  /**
   * Lists the users who have all of the given permissions in the container.
   *
   * Servers: LabKey 17.2 and newer.
   *
   * @throws {LabKeyPermissionError} for those who may not see users
   * @example
   * ```ts
   * const editors = await labkey.security.getUsersWithPermissions({
   *   permissions: ['org.labkey.api.security.permissions.UpdatePermission'],
   * })
   * ```
   */
  getUsersWithPermissions(
    options: GetUsersWithPermissionsOptions,
  ): Promise<
    readonly { readonly id: number; readonly displayName: string; readonly email?: string }[]
  >
  /**
   * Makes a group of the project, or, at the root, of the site.
   *
   * Servers: all.
   *
   * @throws {LabKeyServerError} for a name that is taken
   * @example
   * ```ts
   * const { id } = await labkey.security.createGroup({ name: 'Technicians' })
   * ```
   */
  createGroup(options: CreateGroupOptions): Promise<{ readonly id: number; readonly name: string }>
  /**
   * Deletes a group for good; its members stay.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a group that is not there
   * @example
   * ```ts
   * await labkey.security.deleteGroup({ groupId: 1200 })
   * ```
   */
  deleteGroup(options: DeleteGroupOptions): Promise<void>
  /**
   * Gives a group another name.
   *
   * Servers: all.
   *
   * @throws {LabKeyServerError} for a name that is taken
   * @example
   * ```ts
   * await labkey.security.renameGroup({ groupId: 1200, newName: 'Staff' })
   * ```
   */
  renameGroup(options: RenameGroupOptions): Promise<void>
  /**
   * Lists the groups of the user, those of the site among them.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const mine = await labkey.security.getGroupsForCurrentUser()
   * ```
   */
  getGroupsForCurrentUser(
    options?: CallOptions,
  ): Promise<readonly { readonly id: number; readonly name: string }[]>
  /**
   * Tells what groups may do in the container, and in those inside of it on request.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who are no administrators there
   * @example
   * ```ts
   * const { groups } = await labkey.security.getGroupPermissions({ includeSubfolders: true })
   * ```
   */
  getGroupPermissions(options?: GetGroupPermissionsOptions): Promise<ContainerGroups>
  /**
   * Tells what a user may do in the container, and in those inside of it on request.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who may not see it
   * @example
   * ```ts
   * const { container } = await labkey.security.getUserPermissions({ email: 'ann@example.org' })
   * console.log(container.roles)
   * ```
   */
  getUserPermissions(options: GetUserPermissionsOptions): Promise<UserPermissions>
  /**
   * Says whether a user has a permission in the container.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who may not see it
   * @example
   * ```ts
   * const mayInsert = await labkey.security.hasPermission({
   *   userId: 1004,
   *   permission: 'org.labkey.api.security.permissions.InsertPermission',
   * })
   * ```
   */
  hasPermission(options: HasPermissionOptions): Promise<boolean>
  /**
   * Reads the policy that counts for a resource: its own, or a parent's.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a resource that is not in the container
   * @example
   * ```ts
   * const [study] = await labkey.containers.getContainers({ containers: ['/Demo Study'] })
   * const { policy, isInherited } = await labkey.security.getPolicy({ resourceId: study?.id ?? '' })
   * ```
   */
  getPolicy(options: PolicyOptions): Promise<PolicyDetails>
  /**
   * Replaces a policy as a whole: read it, change it, save it with its `modified`.
   *
   * Servers: all; `confirm` from LabKey 20.3 on.
   *
   * @throws {LabKeyConflictError} for a policy that somebody else has changed since
   * @throws {LabKeyDecodeError} for one that takes rights from the user himself, without `confirm`
   * @example
   * ```ts
   * const { policy } = await labkey.security.getPolicy({ resourceId: '6a2d8c1c-3f6e-103d-a1f2-000000000001' })
   * const reader = { userId: 1004, role: 'org.labkey.api.security.roles.ReaderRole' }
   * await labkey.security.savePolicy({
   *   policy: { ...policy, assignments: [...policy.assignments, reader] },
   * })
   * ```
   */
  savePolicy(options: SavePolicyOptions): Promise<void>
  /**
   * Deletes the own policy of a resource: that of its parent counts from then on.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a resource that is not in the container
   * @example
   * ```ts
   * await labkey.security.deletePolicy({ resourceId: '6a2d8c1c-3f6e-103d-a1f2-000000000001' })
   * ```
   */
  deletePolicy(options: PolicyOptions): Promise<void>
  /**
   * Lists what can have a policy: the container, and, as a tree, what is in it.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who are no administrators there
   * @example
   * ```ts
   * const root = await labkey.security.getSecurableResources({ includeSubfolders: true })
   * ```
   */
  getSecurableResources(options?: GetSecurableResourcesOptions): Promise<SecurableResource>
  /**
   * Tells what the user may do with each dataset of the container's study, as class names by the dataset's name.
   *
   * Servers: all, with the module Study.
   *
   * @example
   * ```ts
   * const { Demographics } = await labkey.security.getSchemaPermissions()
   * ```
   */
  getSchemaPermissions(options?: CallOptions): Promise<Readonly<Record<string, readonly string[]>>>
}
