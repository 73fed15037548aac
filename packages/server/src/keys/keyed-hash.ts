import { hash, randomBytes } from 'node:crypto'

/** Computes a keyed hash of a text. */
export type KeyedHash = (text: string, encoding: 'hex' | 'base64url') => string

/**
 * Returns a keyed hash with keys of its own, made now and known to nobody else.
 *
 * It is NMAC over SHA-256, the construction behind HMAC: an outer and an inner hash, each behind a
 * random key as long as the hash's block. Two calls of `hash()` take a third of the time of one
 * `createHmac()`, and leave no native object behind for each request.
 */
export function createKeyedHash(): KeyedHash {
  const inner = randomBytes(32).toString('hex')
  const outer = randomBytes(32).toString('hex')
  return (text, encoding) => hash('sha256', outer + hash('sha256', inner + text, 'hex'), encoding)
}
