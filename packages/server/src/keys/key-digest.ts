import { createHmac, randomBytes, randomInt } from 'node:crypto'

/** Turns a secret into what may be stored of it. */
export type Digest = (secret: string) => string

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * Returns a digest with a pepper of its own, made now and known to nobody else.
 *
 * Keys and session ids have 256 random bits, so a fast keyed hash is enough, and looking a digest up
 * in a map tells nothing about the secret by its time.
 */
export function createDigest(): Digest {
  const pepper = randomBytes(32)
  return (secret) => createHmac('sha256', pepper).update(secret).digest('base64url')
}

/** Returns a new key as LabKey makes them since 23.3: 64 lower-case hex characters. */
export function newKey(): string {
  return randomBytes(32).toString('hex')
}

/** Returns a new public name for a key or session: 12 random characters, no part of the secret. */
export function newAccessor(): string {
  return Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('')
}
