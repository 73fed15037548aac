import type { CallOptions } from '../call-options.ts'
import type { Group, GroupMembersOptions, ListGroupsOptions } from './groups.ts'
import type { ImpersonateUserOptions } from './impersonate.ts'
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
import type { AccessApi } from './access-api.ts'

/** Who one is, and, for administrators, who there is and who may do what. */
export interface SecurityApi extends AccessApi {
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
   * Servers: LabKey 19.3 (an estimate) and newer.
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
   * Servers: LabKey 20.7 (an estimate) and newer.
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
   * Servers: LabKey 20.7 (an estimate) and newer.
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
   * Servers: LabKey 20.7 (an estimate) and newer.
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
   * Servers: LabKey 20.1 (an estimate) and newer.
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
   * Servers: LabKey 19.2 (an estimate) and newer.
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
   * Servers: LabKey 19.3 (an estimate) and newer.
   *
   * @example
   * ```ts
   * await labkey.security.logOut()
   * ```
   */
  logOut(options?: CallOptions): Promise<void>
}
