import { RefusedError } from './failures.ts'

/** Name of the session cookie (contract 0.8). */
export const sessionCookie = 'JSESSIONID'

/** Name of the CSRF cookie, header and form field (contract 1.8). */
export const csrfName = 'X-LABKEY-CSRF'

/**
 * Returns the cookies of a `Cookie` header; the first of equal names wins.
 *
 * @throws {RefusedError} 400 if two session cookies differ: nobody could say which one is meant.
 */
export function parseCookies(header: string | null): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=')
    if (equals < 1) continue
    const name = part.slice(0, equals).trim()
    const value = part.slice(equals + 1).trim()
    const before = cookies.get(name)
    if (before === undefined) cookies.set(name, value)
    else if (name === sessionCookie && before !== value) {
      throw new RefusedError(400, 'The request carries two different session cookies.')
    }
  }
  return cookies
}

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
