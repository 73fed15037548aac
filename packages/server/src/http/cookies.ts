import { RefusedError } from './failures.ts'

/** Name of the session cookie (contract 0.8). */
export const sessionCookie = 'JSESSIONID'

/** Name of the CSRF cookie, header and form field (contract 1.8). */
export const csrfName = 'X-LABKEY-CSRF'

/** The cookies of a request that mean something here. */
export interface OwnCookies {
  /** Value of {@link sessionCookie}. */
  readonly session: string | undefined
  /** Value of {@link csrfName}. */
  readonly csrf: string | undefined
}

/**
 * Returns this server's cookies of a `Cookie` header; the first of equal names wins.
 *
 * @throws {RefusedError} 400 if two session cookies differ: nobody could say which one is meant.
 */
export function readCookies(header: string | null): OwnCookies {
  if (header === null) return noCookies
  let session: string | undefined
  let csrf: string | undefined
  for (let start = 0; start < header.length;) {
    const semicolon = header.indexOf(';', start)
    const end = semicolon < 0 ? header.length : semicolon
    const equals = header.indexOf('=', start)
    if (equals > start && equals < end) {
      const name = header.slice(start, equals).trim()
      const value = header.slice(equals + 1, end).trim()
      if (name === csrfName) csrf ??= value
      else if (name === sessionCookie) {
        if (session !== undefined && session !== value) {
          throw new RefusedError(400, 'The request carries two different session cookies.')
        }
        session = value
      }
    }
    start = end + 1
  }
  return { session, csrf }
}

const noCookies: OwnCookies = { session: undefined, csrf: undefined }

/** Returns a `Set-Cookie` value for this server. `maxAge` 0 removes; without it, a session cookie. */
export function cookieHeader(
  name: string,
  value: string,
  options: {
    readonly contextPath: string
    readonly isSecure: boolean
    readonly isReadableByScripts?: boolean
    readonly maxAge?: number
  },
): string {
  const parts = [`${name}=${value}`, `Path=${options.contextPath || '/'}`, 'SameSite=Lax']
  if (!options.isReadableByScripts) parts.push('HttpOnly')
  if (options.isSecure) parts.push('Secure')
  if (options.maxAge !== undefined) parts.push(`Max-Age=${options.maxAge}`)
  return parts.join('; ')
}
