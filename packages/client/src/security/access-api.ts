import type { CallOptions } from '../call-options.ts'
import type {
  CreateGroupOptions,
  CurrentUserGroup,
  DeleteGroupOptions,
  RenameGroupOptions,
} from './change-groups.ts'
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

/** What groups there are, and who may do what in a container. */
export interface AccessApi {
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
   * @throws {LabKeyError} for a name that is taken, and in a folder below a project
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
  getGroupsForCurrentUser(options?: CallOptions): Promise<readonly CurrentUserGroup[]>
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
