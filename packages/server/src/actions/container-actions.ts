import type { Action } from './action.ts'
import {
  createContainer,
  deleteContainer,
  moveContainer,
  renameContainer,
} from './change-containers.ts'
import { getFolderTypes, getModules } from './folder-modules.ts'
import { getContainers, getReadableContainers } from './get-containers.ts'
import { getUserProps } from './get-user-props.ts'
import { getGroupPerms, getPolicy, getSecurableResources } from './security-policies.ts'
import {
  getGroupsForCurrentUser,
  getRoles,
  getUserPerms,
  getUsers,
  getUsersWithPermissions,
  listProjectGroups,
} from './security-reads.ts'

/** The actions on containers, and on who may do what in them. */
export const containerActions: readonly Action[] = [
  createContainer,
  deleteContainer,
  getContainers,
  getFolderTypes,
  getGroupPerms,
  getGroupsForCurrentUser,
  getModules,
  getPolicy,
  getReadableContainers,
  getRoles,
  getSecurableResources,
  getUserPerms,
  getUserProps,
  getUsers,
  getUsersWithPermissions,
  listProjectGroups,
  moveContainer,
  renameContainer,
]
