import type { Container } from './container.ts'
import type { Role, User } from './user.ts'

/** What can be done in a container. */
export type Permission = 'read' | 'insert' | 'update' | 'delete' | 'admin'

const granted: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  reader: new Set(['read']),
  editor: new Set(['read', 'insert', 'update', 'delete']),
  admin: new Set(['read', 'insert', 'update', 'delete', 'admin']),
}

const strengths = ['reader', 'editor', 'admin'] as const satisfies readonly Role[]

/** Returns the one of some roles that grants what all of them do; `guest`, with no right, of none. */
export function strongestRole(roles: readonly Role[]): Role | 'guest' {
  return strengths.findLast((role) => roles.includes(role)) ?? 'guest'
}

/** Tells whether a user may do something in a container. The root is for administrators. */
export function hasPermission(user: User, permission: Permission, container: Container): boolean {
  if (user.role === 'guest') return permission === 'read' && container.hasGuestRead
  if (container.path === '/' && user.role !== 'admin') return false
  return granted[user.role].has(permission)
}
