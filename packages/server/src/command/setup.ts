import { randomBytes } from 'node:crypto'

import { demoOptions } from '../demo/demo-options.ts'
import type { ServerOptions } from '../options.ts'
import { mergeSeeds, readSeed } from '../seed/read-seed.ts'
import type { SeedUser } from '../seed/read-seed.ts'
import type { Role } from '../site/user.ts'

/** What a server of the command starts with, and what is told about it. */
export interface Setup {
  readonly options: ServerOptions
  /** Users with the password that was made for this run; without, where the seed brought one. */
  readonly users: readonly ToldUser[]
  /** Path of the container to start at. */
  readonly container: string
}

/** A user as the command tells it. */
export interface ToldUser {
  readonly email: string
  readonly password?: string
  readonly role: Role
}

const admin: SeedUser = { email: 'admin@example.org', role: 'admin' }

/**
 * Returns what to start with: the demo, seed files, or one administrator and nothing else.
 *
 * A seed without an administrator gets one. No password is ever the same twice.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS`, see {@link readSeed}.
 */
export function setUp(demo: boolean, files: readonly string[]): Setup {
  if (demo) return demoOptions()
  const seed = mergeSeeds(files.map(readSeed))
  const { users: seeded = [], containers = [] } = seed
  const isAdministered = seeded.some(({ role }) => role === 'admin')
  const users = isAdministered ? seeded : [admin, ...seeded]
  const complete = users.map((user) => ({
    ...user,
    password: user.password ?? randomBytes(12).toString('base64url'),
  }))
  return {
    options: { ...seed, users: complete },
    users: users.map(({ email, role, password }, index) => {
      const made = complete[index]?.password
      return password === undefined && made !== undefined
        ? { email, role, password: made }
        : { email, role }
    }),
    container: containers[0]?.path ?? '/home',
  }
}
