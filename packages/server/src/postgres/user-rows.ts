import type { User } from '../site/user.ts'

/** The columns of a user `u`, for {@link userOf}. */
export const userColumns: string = 'u.id, u.email, u.display_name, u.role, u.is_active, u.max_phi'

/** A row with {@link userColumns}. */
export interface UserRow {
  readonly id: number
  readonly email: string
  readonly display_name: string
  readonly role: User['role']
  readonly is_active: boolean
  readonly max_phi: User['maxPhi']
}

/** Returns the user of a row. */
export function userOf(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    displayName: row.display_name,
    role: row.role,
    isActive: row.is_active,
    maxPhi: row.max_phi,
  }
}
