export { createGroup, deleteGroup, getGroupsForCurrentUser, renameGroup } from './change-groups.ts'
export {
  getGroupPermissions,
  getUserPermissions,
  getUsersWithPermissions,
  hasPermission,
} from './permissions.ts'
export {
  deletePolicy,
  getPolicy,
  getSchemaPermissions,
  getSecurableResources,
  savePolicy,
} from './policies.ts'
export { ensureLogin, logOut } from './sign-in.ts'
export type {
  CreateGroupOptions,
  CurrentUserGroup,
  DeleteGroupOptions,
  RenameGroupOptions,
} from './change-groups.ts'
export type {
  ContainerGroups,
  ContainerPermissions,
  GetGroupPermissionsOptions,
  GetUserPermissionsOptions,
  GetUsersWithPermissionsOptions,
  GroupPermissions,
  HasPermissionOptions,
  UserPermissions,
} from './permissions.ts'
export type {
  Assignment,
  GetSecurableResourcesOptions,
  Policy,
  PolicyDetails,
  PolicyOptions,
  SavePolicyOptions,
  SecurableResource,
} from './policies.ts'
export type { CurrentUser } from './sign-in.ts'
export { addGroupMembers, listGroups, removeGroupMembers } from './groups.ts'
export { impersonateUser, stopImpersonating } from './impersonate.ts'
export { addRole, getRoles, removeRole } from './roles.ts'
export {
  activateUsers,
  createUser,
  deactivateUsers,
  deleteUsers,
  getUsers,
  resetPassword,
} from './users.ts'
export { whoAmI } from './who-am-i.ts'
export type { Group, GroupMembersOptions, ListGroupsOptions } from './groups.ts'
export type { ImpersonateUserOptions } from './impersonate.ts'
export type { UserChoice } from './principal.ts'
export type { AssignRoleOptions, Role } from './roles.ts'
export type { AccessApi } from './access-api.ts'
export type { SecurityApi } from './security-api.ts'
export type {
  ChangeUsersOptions,
  CreatedUser,
  CreateUserOptions,
  GetUsersOptions,
  ResetPasswordOptions,
  SiteUser,
} from './users.ts'
export type { User } from './who-am-i.ts'
