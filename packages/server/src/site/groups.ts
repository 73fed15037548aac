import type { Role, User } from './user.ts'

/** A group of the whole site. */
export interface Group {
  readonly id: number
  readonly name: string
  /** What its members may do. */
  readonly roles: readonly Role[]
  readonly hasMember: (user: User) => boolean
}

/**
 * The groups there are: LabKey's own with their ids, and one for each role that users can have.
 *
 * Users have their rights by their role; a group says the same from the other side, so nobody can be
 * put into one. "Site Users" has no rights of its own, as on a fresh LabKey Server.
 */
export const groups: readonly Group[] = [
  { id: -1, name: 'Administrators', roles: ['admin'], hasMember: ({ role }) => role === 'admin' },
  { id: -2, name: 'Users', roles: [], hasMember: ({ role }) => role !== 'guest' },
  { id: 101, name: 'Editors', roles: ['editor'], hasMember: ({ role }) => role === 'editor' },
  { id: 102, name: 'Readers', roles: ['reader'], hasMember: ({ role }) => role === 'reader' },
]

/** LabKey's class names of the roles that users can have. */
export const roleClassNames: Readonly<Record<Role, string>> = {
  admin: 'org.labkey.api.security.roles.SiteAdminRole',
  editor: 'org.labkey.api.security.roles.EditorRole',
  reader: 'org.labkey.api.security.roles.ReaderRole',
}

/** What pages call the roles. */
export const roleLabels: Readonly<Record<Role, string>> = {
  admin: 'Site Administrator',
  editor: 'Editor',
  reader: 'Reader',
}

/** The roles in the order in which pages show them. */
export const roleNames: readonly Role[] = ['admin', 'editor', 'reader']

/** Finds a role by LabKey's class name, with or without its package, or by its own. */
export function findRole(name: string): Role | undefined {
  return roleNames.find((role) => {
    const className = roleClassNames[role]
    return [role, className, className.replace(/^.*\./, '')].includes(name)
  })
}
