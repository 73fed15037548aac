import type { Call } from '../actions/action.ts'
import { recordAccess } from '../audit/record-access.ts'
import { hasCsrfToken } from '../auth/csrf.ts'
import { isBrowserLike } from '../http/caller-type.ts'
import { RefusedError } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { checkDeclaration } from '../routing/check-declaration.ts'
import { isVisible } from '../site/container-json.ts'
import { hasPermission } from '../site/permissions.ts'
import { isGuest } from '../site/user.ts'
import { DavError } from './dav-error.ts'
import { davHandlers } from './dav-methods.ts'
import { findDavTarget } from './dav-target.ts'
import type { DavTarget } from './dav-target.ts'

/** What a GET may be turned into by `?method=` or the header `Method`; a POST into anything. */
const overridesOfGet = new Set(['PROPFIND', 'OPTIONS', 'JSON', 'GET', 'MD5SUM', 'ZIP'])

/**
 * Answers a request below `_webdav` (contract 5.6): who may, the record of it, then the method.
 *
 * Only a POST that is meant as one needs a CSRF token. A caller that wants JSON gets errors with 200 and
 * the status in the body, as R's client expects.
 *
 * @throws {RefusedError} 401 or 403, as for every other address.
 */
export async function answerWebdav(
  call: Omit<Call, 'container'>,
  segments: readonly string[],
): Promise<Response> {
  try {
    const method = methodOf(call)
    const handle = davHandlers.get(method)
    if (handle === undefined) throw new DavError(405, `Method Not Allowed: ${method}`)
    const target = findDavTarget(call.site, segments)
    const inContainer: Call = { ...call, container: target.container }
    checkReadable(inContainer, target)
    if (target.path !== undefined) checkDeclaration(inContainer)
    if (method === 'POST' && !hasCsrfToken(call.csrf, call.request.headers, call.parameters)) {
      throw new RefusedError(401, 'This request has an invalid security context.')
    }
    await recordAccess(inContainer, {
      event: 'FileSystem',
      comment: `${method} ${target.path === undefined ? '' : `@files/${target.path.join('/')}`}`,
    })
    return await handle({ call: inContainer, target })
  } catch (error) {
    if (error instanceof DavError) return davFailure(call.request, error.status, error.message)
    if (error instanceof RefusedError && wantsJson(call.request)) {
      return davFailure(call.request, error.status, error.message)
    }
    throw error
  }
}

function methodOf({ request, url }: Pick<Call, 'request' | 'url'>): string {
  const wanted = request.headers.get('Method') ?? url.searchParams.get('method')
  if (!wanted) return request.method
  const method = wanted.toUpperCase()
  const isAllowed =
    request.method === 'POST' || (request.method === 'GET' && overridesOfGet.has(method))
  if (isAllowed) return method
  throw new DavError(400, `${request.method} cannot stand for ${method}.`)
}

// A container on the way to one that may be read is seen, its files are not.
function checkReadable(call: Call, { container, path }: DavTarget): void {
  const { caller, request, site } = call
  const mayRead = hasPermission(caller.user, 'read', container)
  if (mayRead || (path === undefined && isVisible(call, container))) return
  if (!isGuest(caller.user)) {
    throw new RefusedError(403, 'User does not have permission to perform this operation.')
  }
  const realm = site.options.settings.siteName.replace(/["\\]/g, '')
  throw new RefusedError(401, 'You must log in to view this content.', {
    format: 'json',
    headers: isBrowserLike(request.headers) ? {} : { 'WWW-Authenticate': `Basic realm="${realm}"` },
  })
}

function davFailure(request: Request, status: number, exception: string): Response {
  if (wantsJson(request)) return jsonResponse({ success: false, status, exception })
  return new Response(`${exception}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain;charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

function wantsJson({ headers }: Request): boolean {
  return (
    headers.get('Accept')?.includes('application/json') === true ||
    headers.get('Content-Type') === 'application/json'
  )
}
