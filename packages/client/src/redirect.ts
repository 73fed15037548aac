// A LabKey folder alias needs one.
const mostHops = 5
const longestLocation = 8192

/** Where a redirect leads: to a URL that may be asked, or nowhere, for a reason. */
export type RedirectVerdict =
  | { readonly follow: URL }
  | { readonly refused: string; readonly target?: URL }

/** Says whether a status is one of the redirects that name a `Location`. */
export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

/**
 * Judges a redirect. Only a GET goes on, only within its origin (scheme, host and port), and at
 * most five times: credentials and bodies never follow a server's word to elsewhere.
 */
export function judgeRedirect(
  from: URL,
  location: string | undefined,
  method: string,
  hops: number,
): RedirectVerdict {
  if (location === undefined || location.length > longestLocation) {
    return { refused: 'it does not say where to, in a form that can be used' }
  }
  if (/\p{Cc}/u.test(location) || !URL.canParse(location, from.href)) {
    return { refused: 'it does not say where to, in a form that can be used' }
  }
  const target = new URL(location, from)
  if (target.username !== '' || target.password !== '') {
    return { refused: 'its target holds a login' }
  }
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    return { refused: 'its target is not http or https' }
  }
  if (target.origin !== from.origin) return { refused: 'its target is another origin', target }
  if (method !== 'GET') return { refused: `only a GET is sent on, not a ${method}`, target }
  if (hops >= mostHops) return { refused: `there were ${mostHops} hops already`, target }
  target.hash = ''
  return { follow: target }
}
