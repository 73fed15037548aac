import { randomBytes } from 'node:crypto'

import type { Awaitable } from '../store/store.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import type { PasswordCost, PasswordHash } from './password-hash.ts'
import { createSlots } from './slots.ts'

/** Checks passwords, a few at a time. */
export interface Passwords {
  /**
   * Tells whether the password is the one that was hashed. Without a hash it works as long and says
   * no, so that its time does not tell who has an account. `undefined`: too many checks are waiting.
   */
  readonly check: (
    findHash: () => Awaitable<PasswordHash | undefined>,
    password: string,
  ) => Promise<boolean | undefined>
}

const maxPassword = 1024
// A hash takes all of one core and 32 MiB; a flood of logins must leave room for everything else.
const slotsRunning = 2
const slotsWaiting = 16

/** Returns a checker of passwords that were hashed at this cost. */
export function createPasswords(cost: PasswordCost): Passwords {
  const slots = createSlots(slotsRunning, slotsWaiting)
  let nobody: Promise<PasswordHash> | undefined
  return {
    check: (findHash, password) =>
      slots.run(async () => {
        nobody ??= hashPassword(randomBytes(16).toString('hex'), cost)
        const [known, other] = [await findHash(), await nobody]
        const isRight = await isPassword(password.slice(0, maxPassword), known ?? other, cost)
        return isRight && known !== undefined && password.length <= maxPassword
      }),
  }
}

/**
 * Returns what hashes seeded passwords, all of them when it is first called.
 *
 * All at once, so that the first login of a user takes no longer than that of a stranger; later, so
 * that a server starts at once. The plain texts are let go of then.
 */
export function hashSeededPasswords(
  seeds: readonly (readonly [id: number, password: string])[],
  cost: PasswordCost,
): () => Promise<ReadonlyMap<number, PasswordHash>> {
  let plain = seeds
  let hashing: Promise<ReadonlyMap<number, PasswordHash>> | undefined

  async function hashAll(): Promise<ReadonlyMap<number, PasswordHash>> {
    const hashes = new Map<number, PasswordHash>()
    const queue = [...plain]
    plain = []
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [id, password] = next
        hashes.set(id, await hashPassword(password, cost))
      }
    }
    await Promise.all(Array.from({ length: slotsRunning }, work))
    return hashes
  }

  return () => (hashing ??= hashAll())
}
