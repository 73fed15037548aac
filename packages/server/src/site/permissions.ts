import type { Container } from './container.ts'
import { isGuest } from './user.ts'
import type { Role, User } from './user.ts'

/** What can be done in a container. */
export type Permission = 'read' | 'insert' | 'update' | 'delete' | 'admin'

const granted: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  reader: new Set(['read']),
  editor: new Set(['read', 'insert', 'update', 'delete']),
  admin: new Set(['read', 'insert', 'update', 'delete', 'admin']),
}

/** Tells whether a user may do something in a container. The root is for administrators. */
export function hasPermission(user: User, permission: Permission, container: Container): boolean {
  if (user.role === 'guest') return permission === 'read' && container.hasGuestRead
  if (container.path === '/' && user.role !== 'admin') return false
  return !isGuest(user) && granted[user.role].has(permission)
}
