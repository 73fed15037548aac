import type { CallOptions } from '../call-options.ts'
import { createUse } from '../create-use.ts'
import type { Caller } from '../query/ask-query.ts'
import type { Group, GroupMembersOptions, ListGroupsOptions } from './groups.ts'
import type { ImpersonateUserOptions } from './impersonate.ts'
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
  /** Asks the server who the client is; being a guest in spite of a credential is an error. */
  whoAmI(): Promise<User>
  /**
   * Acts as another user from now on; for administrators.
   *
   * The impersonation lives in the session that the client's cookies name. When the session ends (after half
   * an hour without a call, or with the server), the key goes on to count, and calls are made as its own user
   * again: `whoAmI` says so in `impersonated`.
   *
   * @throws {LabKeyError} `ERR_LABKEY_SERVER` for a user who is not there, or while impersonating already
   */
  impersonateUser(options: ImpersonateUserOptions): Promise<void>
  /** Is oneself again. */
  stopImpersonating(options?: CallOptions): Promise<void>
  /** Lists the users of the site. E-mail addresses are there for those who may see them. */
  getUsers(options?: GetUsersOptions): Promise<readonly SiteUser[]>
  /** Makes an account. One that is there already is no error: `isNew` is false. */
  createUser(options: CreateUserOptions): Promise<CreatedUser>
  /** Lets users sign in again, all of them or none. Gives their ids. */
  activateUsers(options: ChangeUsersOptions): Promise<readonly number[]>
  /** Locks users out, all of them or none, and keeps what is theirs. Gives their ids. */
  deactivateUsers(options: ChangeUsersOptions): Promise<readonly number[]>
  /** Deletes users for good, all of them or none. Gives their ids. */
  deleteUsers(options: ChangeUsersOptions): Promise<readonly number[]>
  /** Makes a password void, and has LabKey write to its user how to set a new one. */
  resetPassword(options: ResetPasswordOptions): Promise<void>
  /** Lists the groups of the project, or, at the root, of the site. */
  listGroups(options?: ListGroupsOptions): Promise<readonly Group[]>
  /** Gives the ids of those who were not in the group before. */
  addGroupMembers(options: GroupMembersOptions): Promise<readonly number[]>
  /** Gives the ids of those who were in the group before. */
  removeGroupMembers(options: GroupMembersOptions): Promise<readonly number[]>
  /** Lists the roles that there are. */
  getRoles(options?: CallOptions): Promise<readonly Role[]>
  /** Gives a user a role in the container. */
  addRole(options: AssignRoleOptions): Promise<void>
  /** Takes a role from a user in the container. */
  removeRole(options: AssignRoleOptions): Promise<void>
}

/** Makes the security functions of a client. What they are made of is loaded with the first call. */
export function createSecurityApi(caller: Caller): SecurityApi {
  const use = createUse(() => import('./security-functions.ts'))
  return Object.freeze<SecurityApi>({
    whoAmI: () => use(undefined, ({ whoAmI }) => whoAmI(caller.client, caller.perform)),
    impersonateUser: (options) =>
      use(options, ({ impersonateUser }, own) => impersonateUser(own, caller)),
    stopImpersonating: (options = {}) =>
      use(options, ({ stopImpersonating }, own) => stopImpersonating(own, caller)),
    getUsers: (options = {}) => use(options, ({ getUsers }, own) => getUsers(own, caller)),
    createUser: (options) => use(options, ({ createUser }, own) => createUser(own, caller)),
    activateUsers: (options) =>
      use(options, ({ changeUsers }, own) => changeUsers('activate', own, caller)),
    deactivateUsers: (options) =>
      use(options, ({ changeUsers }, own) => changeUsers('deactivate', own, caller)),
    deleteUsers: (options) =>
      use(options, ({ changeUsers }, own) => changeUsers('delete', own, caller)),
    resetPassword: (options) =>
      use(options, ({ resetPassword }, own) => resetPassword(own, caller)),
    listGroups: (options = {}) => use(options, ({ listGroups }, own) => listGroups(own, caller)),
    addGroupMembers: (options) =>
      use(options, ({ changeGroupMembers }, own) => changeGroupMembers('add', own, caller)),
    removeGroupMembers: (options) =>
      use(options, ({ changeGroupMembers }, own) => changeGroupMembers('remove', own, caller)),
    getRoles: (options = {}) => use(options, ({ getRoles }, own) => getRoles(own, caller)),
    addRole: (options) => use(options, ({ changeRole }, own) => changeRole('add', own, caller)),
    removeRole: (options) =>
      use(options, ({ changeRole }, own) => changeRole('remove', own, caller)),
  })
}
