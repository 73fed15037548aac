// Answers as labkey-api-js 1.35.3 reads them, `src/labkey/security`. The older functions are in test/wire.
import type { SecurityApi } from '@wellkey/client/security'
import type { Cases } from './area-case.ts'

const read = 'org.labkey.api.security.permissions.ReadPermission'
const reader = 'org.labkey.api.security.roles.ReaderRole'
const study = { id: '6a2d', path: '/Demo Study' }
const policy = {
  resourceId: '6a2d',
  modified: '2024-10-24 10:00:00.000',
  modifiedMillis: 1729764000000,
  assignments: [{ userId: 1004, role: reader }],
}

type Older =
  | 'whoAmI'
  | 'impersonateUser'
  | 'stopImpersonating'
  | 'getUsers'
  | 'createUser'
  | 'activateUsers'
  | 'deactivateUsers'
  | 'deleteUsers'
  | 'resetPassword'
  | 'listGroups'
  | 'addGroupMembers'
  | 'removeGroupMembers'
  | 'getRoles'
  | 'addRole'
  | 'removeRole'

export const securityCases: Cases<Omit<SecurityApi, Older>> = {
  ensureLogin: {
    options: { container: '/home' },
    asks: 'GET /home/security-ensureLogin',
    answer: {
      currentUser: {
        id: 1004,
        displayName: 'ann',
        email: 'ann@example.org',
        canInsert: 'true',
        canUpdate: 'true',
        canDelete: 'false',
        isAdmin: 'false',
      },
    },
    gives: {
      id: 1004,
      displayName: 'ann',
      email: 'ann@example.org',
      canInsert: true,
      canUpdate: true,
      canDelete: false,
      isAdmin: false,
    },
  },
  logOut: {
    options: {},
    asks: 'POST /Demo Study/login-logoutApi',
    json: {},
    answer: { success: true, redirectUrl: '/home' },
    gives: undefined,
  },
  getUsersWithPermissions: {
    options: {
      permissions: [read, reader],
      group: 'Staff',
      groupId: 1200,
      allMembers: true,
      name: 'an',
      includeInactive: false,
    },
    asks: 'POST /Demo Study/user-getUsersWithPermissions',
    form: [
      ['permissions', read],
      ['permissions', reader],
      ['group', 'Staff'],
      ['groupId', '1200'],
      ['allMembers', 'true'],
      ['name', 'an'],
      ['includeInactive', 'false'],
      ['apiVersion', '23.11'],
    ],
    answer: {
      container: '/Demo Study',
      users: [{ userId: 1004, displayName: 'ann', email: 'a@b.c' }],
    },
    gives: [{ id: 1004, displayName: 'ann', email: 'a@b.c' }],
  },
  createGroup: {
    options: { name: 'Staff' },
    asks: 'POST /Demo Study/security-createGroup',
    json: { name: 'Staff' },
    answer: { id: 1200, name: 'Staff' },
    gives: { id: 1200, name: 'Staff' },
  },
  deleteGroup: {
    options: { groupId: 1200 },
    asks: 'POST /Demo Study/security-deleteGroup',
    json: { id: 1200 },
    answer: { deleted: 1200 },
    gives: undefined,
  },
  renameGroup: {
    options: { groupId: 1200, newName: 'Crew' },
    asks: 'POST /Demo Study/security-renameGroup',
    json: { id: 1200, newName: 'Crew' },
    answer: { success: true, renamed: 1200, oldName: 'Staff', newName: 'Crew' },
    gives: undefined,
  },
  getGroupsForCurrentUser: {
    options: {},
    asks: 'GET /Demo Study/security-getGroupsForCurrentUser',
    answer: {
      groups: [{ id: -2, name: 'Users', isProjectGroup: false, isSystemGroup: true }],
    },
    gives: [{ id: -2, name: 'Users', isProjectGroup: false, isSystemGroup: true }],
  },
  getGroupPermissions: {
    options: { includeSubfolders: true },
    asks: 'GET /Demo Study/security-getGroupPerms',
    params: [['includeSubfolders', 'true']],
    answer: {
      container: {
        ...study,
        name: 'Demo Study',
        isInheritingPerms: false,
        groups: [
          {
            id: -2,
            name: 'Users',
            type: 'g',
            permissions: 1,
            roles: [reader],
            effectivePermissions: [read],
          },
        ],
        children: [{ id: 'c', path: '/Demo Study/sub', isInheritingPerms: true, groups: [] }],
      },
    },
    gives: {
      ...study,
      isInheritingPermissions: false,
      groups: [{ id: -2, name: 'Users', roles: [reader], effectivePermissions: [read] }],
      children: [
        {
          id: 'c',
          path: '/Demo Study/sub',
          isInheritingPermissions: true,
          groups: [],
          children: [],
        },
      ],
    },
  },
  getUserPermissions: {
    options: { email: 'ann@example.org', includeSubfolders: false },
    asks: 'POST /Demo Study/security-getUserPerms',
    form: [
      ['userEmail', 'ann@example.org'],
      ['includeSubfolders', 'false'],
    ],
    answer: {
      user: { userId: 1004, displayName: 'ann' },
      container: {
        ...study,
        roles: [reader],
        effectivePermissions: [read],
        groups: [{ id: -2, name: 'Users' }],
      },
    },
    gives: {
      userId: 1004,
      displayName: 'ann',
      container: {
        ...study,
        roles: [reader],
        effectivePermissions: [read],
        groups: [{ id: -2, name: 'Users' }],
        children: [],
      },
    },
  },
  hasPermission: {
    options: { userId: 1004, permission: read },
    asks: 'POST /Demo Study/security-getUserPerms',
    form: [['userId', '1004']],
    answer: {
      user: { userId: 1004, displayName: 'ann' },
      container: { ...study, effectivePermissions: [read] },
    },
    gives: true,
  },
  getPolicy: {
    options: { resourceId: '7B3E' },
    asks: 'POST /Demo Study/security-getPolicy',
    json: { resourceId: '7B3E' },
    answer: { policy, relevantRoles: [reader] },
    gives: { policy, isInherited: true, relevantRoles: [reader] },
  },
  savePolicy: {
    options: { policy, confirm: true },
    asks: 'POST /Demo Study/security-savePolicy',
    json: { ...policy, confirm: true },
    answer: { success: true },
    gives: undefined,
  },
  deletePolicy: {
    options: { resourceId: '6a2d' },
    asks: 'POST /Demo Study/security-deletePolicy',
    json: { resourceId: '6a2d' },
    answer: { success: true },
    gives: undefined,
  },
  getSecurableResources: {
    options: { includeSubfolders: true, includeEffectivePermissions: true },
    asks: 'GET /Demo Study/security-getSecurableResources',
    params: [
      ['includeSubfolders', 'true'],
      ['includeEffectivePermissions', 'true'],
    ],
    answer: {
      resources: {
        id: '6a2d',
        name: 'Demo Study',
        resourceClass: 'org.labkey.api.data.Container',
        effectivePermissions: [read],
        children: [],
      },
    },
    gives: {
      id: '6a2d',
      name: 'Demo Study',
      resourceClass: 'org.labkey.api.data.Container',
      effectivePermissions: [read],
      children: [],
    },
  },
  getSchemaPermissions: {
    options: {},
    asks: 'GET /Demo Study/security-getSecurableResources',
    params: [['includeEffectivePermissions', 'true']],
    answer: {
      resources: {
        id: '6a2d',
        name: 'Demo Study',
        children: [
          {
            id: 's',
            name: 'Study',
            resourceClass: 'org.labkey.study.model.StudyImpl',
            children: [{ id: 'd', name: 'Demographics', effectivePermissions: [read] }],
          },
        ],
      },
    },
    gives: { Demographics: [read] },
  },
}
