import type { Action, Call } from '../actions/action.ts'
import { hasCsrfToken } from '../auth/csrf.ts'
import { hasOptedOutOfChallenge, isBrowserLike } from '../http/caller-type.ts'
import { RefusedError } from '../http/failures.ts'
import { hasPermission } from '../site/permissions.ts'
import { isGuest } from '../site/user.ts'
import { checkDeclaration } from './check-declaration.ts'
import { actionUrl } from './links.ts'

const csrfFailure =
  'This request has an invalid security context. You may have signed in or signed out of this session. ' +
  "Try again by using the 'back' and 'refresh' button in your browser."

/**
 * Refuses what a page of another site sends in its visitor's name, also where no token is asked for: a
 * login, a file. Browsers say so themselves, scripts cannot change it, other clients do not send it.
 *
 * @throws {RefusedError} 401.
 */
export function refuseCrossSite({ method, headers }: Request): void {
  if (method === 'GET' || method === 'HEAD') return
  if (headers.get('Sec-Fetch-Site') === 'cross-site') throw new RefusedError(401, csrfFailure)
}

/**
 * Lets a call through to its action or refuses it, in LabKey's order: method, permission, CSRF, terms
 * and declaration (contract 1.7).
 *
 * @throws {RefusedError} 405, 401, 403, or a redirect for a browser that asked for a page.
 */
export function checkAccess(action: Action, call: Call): void {
  checkEntry(action, call)
  const isRead = isReading(call)
  const needsToken = action.csrf === 'always' || (!isRead && action.csrf !== 'never')
  if (needsToken && !hasCsrfToken(call.csrf, call.request.headers, call.parameters)) {
    throw new RefusedError(401, csrfFailure, { headers: challenge(action, call) })
  }
  if (action.showsData) checkDeclaration(call)
}

/**
 * The part of {@link checkAccess} that can be said before a body is read: method and permission.
 *
 * @throws {RefusedError} 405, 401, 403, or a redirect for a browser that asked for a page.
 */
export function checkEntry(action: Action, call: Call): void {
  const { method } = call.request
  const isRead = isReading(call)
  if (method !== 'POST' && !(isRead && action.method === 'read')) {
    const allowed = action.method === 'read' ? 'GET, HEAD, POST' : 'POST'
    throw new RefusedError(405, `Method Not Allowed: ${method}`, { headers: { Allow: allowed } })
  }
  if (!isPermitted(action, call)) throw unauthorized(action, call, isRead)
}

function isReading({ request: { method } }: Call): boolean {
  return method === 'GET' || method === 'HEAD'
}

function isPermitted(action: Action, { caller, container }: Call): boolean {
  switch (action.needs) {
    case 'nothing':
      return true
    case 'login':
      return !isGuest(caller.user)
    case 'read':
    case 'admin':
      return hasPermission(caller.user, action.needs, container)
  }
}

function unauthorized(action: Action, call: Call, isRead: boolean): RefusedError {
  const message = isRead
    ? 'You must log in to view this content.'
    : 'User does not have permission to perform this operation.'
  if (!isGuest(call.caller.user)) {
    return new RefusedError(403, 'User does not have permission to perform this operation.')
  }
  if (action.answers === 'page' && isRead && !hasOptedOutOfChallenge(call.request.headers)) {
    const returnUrl = call.url.pathname + call.url.search
    const redirectTo = actionUrl(call.site, call.container, 'login-login.view', { returnUrl })
    return new RefusedError(401, message, { redirectTo })
  }
  return new RefusedError(401, message, { headers: challenge(action, call) })
}

// For API actions only, never for browsers: they would open their own password box.
function challenge(action: Action, { caller, request, site }: Call): Record<string, string> {
  const { headers } = request
  if (action.answers !== 'json' || !isGuest(caller.user)) return {}
  if (isBrowserLike(headers) || hasOptedOutOfChallenge(headers)) return {}
  const realm = site.options.settings.siteName.replace(/["\\]|[^ -~]/g, '')
  return { 'WWW-Authenticate': `Basic realm="${realm}"` }
}
