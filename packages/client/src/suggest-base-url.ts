/**
 * Guesses the base URL that would have needed no redirect: what is left of the target when the
 * part of the request behind its own base URL is taken off, else the target's origin.
 */
export function suggestBaseUrl(base: URL, requested: URL, target: URL): string {
  const rest = requested.pathname.slice(base.pathname.length)
  const path = target.pathname.endsWith(`/${rest}`)
    ? target.pathname.slice(0, -rest.length - 1)
    : ''
  return `${target.origin}${path}`
}
