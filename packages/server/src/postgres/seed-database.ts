import type { PasswordCost, PasswordHash } from '../auth/password-hash.ts'
import { ServerError } from '../server-error.ts'
import type { User } from '../site/user.ts'
import type { SiteSettings } from '../store/store.ts'
import type { Run, Statement } from './statement.ts'

/** What a database starts with. */
export interface DatabaseSeed {
  readonly users: readonly User[]
  /** Hashes of the users' passwords by user id; asked for only by the first start. */
  readonly passwordHashes: () => Promise<ReadonlyMap<number, PasswordHash>>
  /** What they are hashed at. */
  readonly passwordCost: PasswordCost
  readonly settings: SiteSettings
  /** What the server's secret is known again by. */
  readonly secretCheck: string
}

/** What a database turned out to be. */
export interface Seeded {
  /** Whether this start was the first, so that its users and passwords are those of the database. */
  readonly isFirst: boolean
  /** What the passwords in it are hashed at. */
  readonly passwordCost: PasswordCost
}

const findSite: Statement = {
  name: 'seed-find',
  text: `SELECT secret_check AS "secretCheck", cost, block_size AS "blockSize", parallelization
    FROM wellkey.site`,
}
const addSite: Statement = {
  name: 'seed-site',
  text: 'INSERT INTO wellkey.site VALUES (1, $1, $2, $3, $4, $5, $6, $7)',
}
const addUser: Statement = {
  name: 'seed-user',
  text: 'INSERT INTO wellkey.users VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
}

/**
 * Puts users and settings into a database that has none; what is there stays as it is.
 *
 * @throws {ServerError} `ERR_SERVER_DATABASE`, see {@link requireSecret}.
 */
export async function seedDatabase(run: Run, seed: DatabaseSeed): Promise<Seeded> {
  const site = await requireSecret(run, seed.secretCheck)
  if (site !== undefined) return { isFirst: false, passwordCost: site }
  const { passwordCost, settings, secretCheck } = seed
  const { cost, blockSize, parallelization } = passwordCost
  const { allowApiKeys, apiKeyExpirationSeconds, allowSessionKeys } = settings
  await run(addSite, [
    secretCheck,
    cost,
    blockSize,
    parallelization,
    allowApiKeys,
    apiKeyExpirationSeconds,
    allowSessionKeys,
  ])
  const hashes = await seed.passwordHashes()
  for (const user of seed.users) {
    const password = hashes.get(user.id)
    if (password === undefined) throw new Error(`User ${user.id} has no password`)
    const { id, email, displayName, role, isActive, maxPhi } = user
    const { salt, hash } = password
    const values = [id, email, email.toLowerCase(), displayName, role, isActive, maxPhi, salt, hash]
    await run(addUser, values)
  }
  return { isFirst: true, passwordCost }
}

/**
 * Returns at what cost the passwords of a database were hashed, or nothing of an empty one.
 *
 * @throws {ServerError} `ERR_SERVER_DATABASE` if the database belongs to another secret: none of its keys
 *   would be found.
 */
export async function requireSecret(run: Run, check: string): Promise<PasswordCost | undefined> {
  const [site] = await run<PasswordCost & { readonly secretCheck: string }>(findSite)
  if (site === undefined) return undefined
  const { secretCheck, cost, blockSize, parallelization } = site
  if (secretCheck === check) return { cost, blockSize, parallelization }
  throw new ServerError(
    'ERR_SERVER_DATABASE',
    'The database was made with another secret. Start every instance with the same one.',
  )
}
