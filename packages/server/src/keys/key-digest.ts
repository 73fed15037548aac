import { createKeyedHash } from './keyed-hash.ts'

/** Turns a secret into what may be stored of it: 43 characters of base64url. */
export type Digest = (secret: string) => string

/**
 * Returns a digest under keys of its own, made now and known to nobody else.
 *
 * Keys and session ids have at least 128 random bits, so a fast keyed hash is enough, and looking a
 * digest up in a table tells nothing about the secret by its time.
 */
export function createDigest(): Digest {
  const keyed = createKeyedHash()
  return (secret) => keyed(secret, 'base64url')
}
