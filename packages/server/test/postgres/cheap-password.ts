import { randomBytes } from 'node:crypto'

import type { PasswordCost, PostgresStoreOptions, User } from '@wellkey/server/postgres'

const passwordCost: PasswordCost = { cost: 2, blockSize: 1, parallelization: 1 }

/** Returns a hash of nobody's password for each of the users. */
export function cheapPassword(
  users: readonly User[],
): Pick<PostgresStoreOptions, 'passwordCost' | 'passwordHashes'> {
  const hash = { salt: randomBytes(16), hash: randomBytes(32) }
  return {
    passwordCost,
    passwordHashes: () => Promise.resolve(new Map(users.map(({ id }) => [id, hash]))),
  }
}
