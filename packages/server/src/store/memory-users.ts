import type { PasswordHash } from '../auth/password-hash.ts'
import type { User } from '../site/user.ts'

/** Users in memory. Passwords are somewhere else: they are hashed only once somebody signs in. */
export interface MemoryUsers {
  readonly byId: (id: number) => User | undefined
  readonly byEmail: (email: string) => User | undefined
  readonly all: () => readonly User[]
  readonly put: (user: User) => void
  readonly remove: (id: number) => User | undefined
  readonly passwordHash: (id: number) => Promise<PasswordHash | undefined>
}

/** Returns a store of these users. */
export function createMemoryUsers(
  users: readonly User[],
  passwordHashes: () => Promise<ReadonlyMap<number, PasswordHash>>,
): MemoryUsers {
  const byId = new Map(users.map((user) => [user.id, user]))
  const ids = new Map(users.map((user) => [user.email.toLowerCase(), user.id]))
  return {
    byId: (id) => byId.get(id),
    byEmail: (email) => byId.get(ids.get(email.toLowerCase()) ?? -1),
    all: () => [...byId.values()],
    put: (user) => {
      byId.set(user.id, user)
    },
    remove: (id) => {
      const user = byId.get(id)
      byId.delete(id)
      if (user !== undefined) ids.delete(user.email.toLowerCase())
      return user
    },
    passwordHash: async (id) => (byId.has(id) ? (await passwordHashes()).get(id) : undefined),
  }
}
