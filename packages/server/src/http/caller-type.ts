/**
 * Tells whether a request comes from a browser or from script in a page (contract 0.7).
 *
 * Such callers never get `WWW-Authenticate`, which would open the browser's own password box.
 */
export function isBrowserLike(headers: Headers): boolean {
  if (headers.get('X-Requested-With') === 'XMLHttpRequest') return true
  return /^(Mozilla|Opera)\//.test(headers.get('User-Agent') ?? '')
}

/**
 * Tells whether the caller asked not to be challenged or redirected (contract 1.7).
 *
 * The value must be exactly `UNAUTHORIZED`; LabKey's JavaScript client always sends it.
 */
export function hasOptedOutOfChallenge(headers: Headers): boolean {
  return headers.get('X-ONUNAUTHORIZED') === 'UNAUTHORIZED'
}
