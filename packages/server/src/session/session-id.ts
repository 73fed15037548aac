import { randomBytes } from 'node:crypto'

/** Returns a new session id: 256 random bits. An id that a client invented is never adopted. */
export function newSessionId(): string {
  return randomBytes(32).toString('base64url')
}
