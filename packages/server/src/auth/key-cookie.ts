import type { Site } from '../site/site.ts'

/**
 * Returns the session id that a session key stands for, where the release answers keys with a cookie.
 *
 * LabKey sends the id of the browser's own session. Only digests of ids are kept here, so each key has
 * an id of its own that leads to the same session, and that only somebody with the key can compute.
 */
export function cookieOfKey({ digest }: Site, key: string): string {
  return digest(`cookie of ${key}`)
}
