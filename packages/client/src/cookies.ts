import { randomBytes } from 'node:crypto'

/** LabKey's cookie and header of the same value (contract 1.8: double submit). */
export const csrfName = 'X-LABKEY-CSRF'

const mostCookies = 50

/** The cookies of one origin and context path, in memory; nothing outside the transport sees them. */
export interface Cookies {
  /** The `Cookie` header for a path of the origin; `undefined` when there is nothing to send. */
  headerFor(pathname: string): string | undefined
  /** Takes over what a response of the origin set; cookies for elsewhere are dropped. */
  store(setCookie: readonly string[]): Promise<void>
  /** The token that goes with every request but GET; the server's own, once it has sent one. */
  readonly csrfToken: string
  /** Every value held, for the redactor. */
  values(): readonly string[]
}

interface Kept {
  readonly value: string
  readonly path: string
  /** Milliseconds since 1970; Infinity for a cookie of the session. */
  readonly expiresAt: number
}

/** Makes a CSRF token. LabKey >= 23.3 takes any 64 hex digits; it keeps no list of tokens. */
export function mintCsrfToken(): string {
  return randomBytes(32).toString('hex')
}

/**
 * Makes an empty cookie map of a server that starts with a CSRF token of our own: LabKey compares
 * cookie and header only, so no request is needed to get one.
 */
export function createCookies(base: URL, csrfToken: string, now: () => number): Cookies {
  const contextPath = base.pathname.replace(/\/$/, '') || '/'
  const kept = new Map<string, Kept>()
  let token = csrfToken
  kept.set(csrfName, { value: token, path: contextPath, expiresAt: Infinity })

  const headerAt = (pathname: string) => {
    const pairs = [...kept]
      .filter(([, { path, expiresAt }]) => expiresAt > now() && pathMatches(pathname, path))
      .map(([name, { value }]) => `${name}=${value}`)
    return pairs.length === 0 ? undefined : pairs.join('; ')
  }
  // The header of the context path, for as long as no cookie comes or goes.
  let ready: { readonly header: string | undefined; readonly until: number } | undefined
  const inContext = contextPath === '/' ? '/' : `${contextPath}/`

  return {
    get csrfToken() {
      return token
    },
    values: () => [...kept.values()].map(({ value }) => value),
    headerFor(pathname) {
      // Every cookie that is kept is for the whole of the context path.
      if (!pathname.startsWith(inContext)) return headerAt(pathname)
      if (ready === undefined || ready.until <= now()) {
        const ends = [...kept.values()].map(({ expiresAt }) => expiresAt)
        const until = Math.min(...ends.filter((end) => end > now()))
        ready = { header: headerAt(pathname), until }
      }
      return ready.header
    },
    async store(setCookie) {
      // Loaded with the first cookie.
      const { readSetCookie } = await import('./read-set-cookie.ts')
      ready = undefined
      for (const { name, value, path, expiresAt } of readSetCookie(setCookie, base, now())) {
        // One map for one context path: a cookie for a part of it would be sent too widely.
        if (!pathMatches(contextPath, path.replace(/(?<=.)\/$/, ''))) continue
        if (name === csrfName) {
          // Anything else is ignored by LabKey as well, and 32 digits are a server before 23.3.
          if (!/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/.test(value)) continue
          token = value
          kept.set(name, { value, path: contextPath, expiresAt: Infinity })
          continue
        }
        kept.delete(name)
        if (expiresAt > now() && kept.size < mostCookies) kept.set(name, { value, path, expiresAt })
      }
    },
  }
}

/** RFC 6265 5.1.4, for paths without a slash at their end. */
function pathMatches(pathname: string, cookiePath: string): boolean {
  const prefix = cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`
  return pathname === cookiePath || pathname.startsWith(prefix) || cookiePath === '/'
}
