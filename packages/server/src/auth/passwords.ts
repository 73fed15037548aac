import { randomBytes } from 'node:crypto'

import type { User } from '../site/user.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import type { PasswordCost, PasswordHash } from './password-hash.ts'
import { createSlots } from './slots.ts'

/** The passwords of a server's users. */
export interface Passwords {
  /**
   * Tells whether the password is that user's. Without a user it works as long and says no, so that
   * its time does not tell who has an account. `undefined` means too many checks are waiting.
   */
  readonly check: (user: User | undefined, password: string) => Promise<boolean | undefined>
  /** Starts hashing the seeded passwords, so that the first login does not wait for it. */
  readonly warmUp: () => void
}

const maxPassword = 1024
// A hash takes all of one core and 32 MiB; a flood of logins must leave room for everything else.
const slotsRunning = 2
const slotsWaiting = 16

/**
 * Takes the seeded passwords, and hashes all of them when the first is asked for, or at `warmUp()`.
 *
 * All at once, so that the first login of a user takes no longer than that of a stranger; later, so
 * that a server starts at once. The plain texts are let go of then.
 */
export function createPasswords(
  seeds: readonly (readonly [User | undefined, string])[],
  cost: PasswordCost,
): Passwords {
  const slots = createSlots(slotsRunning, slotsWaiting)
  let plain = seeds
  let hashing: Promise<Hashes> | undefined

  async function hashAll(): Promise<Hashes> {
    const byUser = new Map<User, PasswordHash>()
    const queue = [...plain]
    plain = []
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [user, password] = next
        if (user !== undefined) byUser.set(user, await hashPassword(password, cost))
      }
    }
    const nobody = hashPassword(randomBytes(16).toString('hex'), cost)
    await Promise.all(Array.from({ length: slotsRunning }, work))
    return { byUser, nobody: await nobody }
  }

  const hashed = (): Promise<Hashes> => (hashing ??= hashAll())

  return {
    warmUp: () => void hashed(),
    check: (user, password) =>
      slots.run(async () => {
        const { byUser, nobody } = await hashed()
        const known = user && byUser.get(user)
        const text = password.slice(0, maxPassword)
        const isRight = await isPassword(text, known ?? nobody, cost)
        return isRight && known !== undefined && password.length <= maxPassword
      }),
  }
}

interface Hashes {
  readonly byUser: ReadonlyMap<User, PasswordHash>
  readonly nobody: PasswordHash
}
