import type { Action } from './action.ts'
import {
  createContainer,
  deleteContainer,
  moveContainer,
  renameContainer,
} from './change-containers.ts'
import { getContainers, getReadableContainers } from './get-containers.ts'
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
  getGroupsForCurrentUser,
  getReadableContainers,
  getRoles,
  getUserPerms,
  getUsers,
  getUsersWithPermissions,
  listProjectGroups,
  moveContainer,
  renameContainer,
]
