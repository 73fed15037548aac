import { parseSetCookie } from 'set-cookie-parser'

/** A cookie as a server sets it, with every attribute that counts. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  readonly path: string
  /** Milliseconds since 1970; Infinity for a cookie of the session, the past for one that is taken back. */
  readonly expiresAt: number
}

const longestCookie = 4096

/** Reads the `Set-Cookie` headers of a server's answer; what is for another host, or malformed, is left out. */
export function readSetCookie(
  headers: readonly string[],
  base: URL,
  now: number,
): readonly SetCookie[] {
  // LabKey's values are plain; a decoded one could not be sent back as it came.
  return parseSetCookie(headers, { decodeValues: false }).flatMap((cookie) => {
    const { name, value, domain, expires, maxAge } = cookie
    const path = cookie.path?.startsWith('/') === true ? cookie.path : '/'
    const belongsHere =
      (domain === undefined || domainMatches(base.hostname, domain)) &&
      (cookie.secure !== true || base.protocol === 'https:')
    if (!belongsHere || !isCookie(name, value)) return []
    const expiresAt = maxAge === undefined ? (expires?.getTime() ?? Infinity) : now + maxAge * 1000
    return [{ name, value, path, expiresAt }]
  })
}

/** RFC 6265 5.1.3; the parent domain of our own host may set a cookie, nobody else may. */
function domainMatches(hostname: string, domain: string): boolean {
  const wanted = domain.replace(/^\./, '').toLowerCase()
  if (hostname === wanted) return true
  return hostname.endsWith(`.${wanted}`) && wanted !== '' && !/^[\d.]+$|^\[/.test(hostname)
}

function isCookie(name: string, value: string): boolean {
  return (
    name.length + value.length <= longestCookie &&
    /^[!#$%&'*+.^`|~\w-]+$/.test(name) &&
    /^[!#-+\--:<-[\]-~"]*$/.test(value)
  )
}
