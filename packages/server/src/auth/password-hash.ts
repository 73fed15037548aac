import type { Buffer } from 'node:buffer'
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** Cost of scrypt (RFC 7914): N, r and p. */
export interface PasswordCost {
  /** N, a power of two. */
  readonly cost: number
  /** r. */
  readonly blockSize: number
  /** p. */
  readonly parallelization: number
}

/** A password as it is kept. */
export interface PasswordHash {
  readonly salt: Buffer
  readonly hash: Buffer
}

const hashBytes = 32

/** Hashes a password with a salt of its own. */
export async function hashPassword(password: string, cost: PasswordCost): Promise<PasswordHash> {
  const salt = randomBytes(16)
  return { salt, hash: await derive(password, salt, cost) }
}

/** Tells whether the password is the one that was hashed at the same cost. */
export async function isPassword(
  password: string,
  { salt, hash }: PasswordHash,
  cost: PasswordCost,
): Promise<boolean> {
  return timingSafeEqual(await derive(password, salt, cost), hash)
}

function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  const { cost: N, blockSize: r, parallelization: p } = cost
  const options = { N, r, p, maxmem: 128 * r * (N + p + 2) * 2 }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, hashBytes, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
