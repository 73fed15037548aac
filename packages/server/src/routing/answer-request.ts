import { findAction, isController } from '../actions/action-list.ts'
import type { Action, Call } from '../actions/action.ts'
import { recordKeyUse } from '../audit/record-access.ts'
import { authenticateRequest } from '../auth/authenticate-request.ts'
import { csrfTokenOf } from '../auth/csrf.ts'
import { cookieHeader, csrfName, parseCookies, sessionCookie } from '../http/cookies.ts'
import { ActionError, RefusedError } from '../http/failures.ts'
import { readParameters } from '../http/parameters.ts'
import { redirectResponse } from '../http/responses.ts'
import { textPartsOf } from '../http/text-response.ts'
import { findAsset } from '../pages/assets.ts'
import type { Container } from '../site/container.ts'
import type { Site } from '../site/site.ts'
import { answerWebdav } from '../webdav/answer-webdav.ts'
import { davRoot } from '../webdav/dav-target.ts'
import { checkAccess } from './check-access.ts'
import { failureResponse } from './failure-response.ts'
import { actionUrl } from './links.ts'
import { parseActionPath } from './parse-action-path.ts'
import type { ActionPath } from './parse-action-path.ts'

/** Answers a request: credentials, action, container, access, and then the action itself. */
export async function answerRequest(
  site: Site,
  request: Request,
  address: string,
  onError: (error: unknown, requestId: string) => void,
): Promise<Response> {
  const outgoing: string[] = []
  let action: Action | undefined
  try {
    const url = new URL(request.url)
    refuseKeyInUrl(url)
    const path = parseActionPath(url.pathname, site.options.contextPath)
    // The body is read before anybody is let in, so that nothing waits between the check and the use.
    const isFiles = path?.segments[0] === davRoot
    const parameters = isFiles
      ? await readParameters(new Request(url), url)
      : await readParameters(request, url, knownAction(path)?.body)
    const cookies = parseCookies(request.headers.get('Cookie'))
    const csrf = csrfTokenOf(cookies, site.traits.csrfLength)
    const attributes = {
      contextPath: site.options.contextPath,
      isSecure: url.protocol === 'https:',
    }
    if (csrf.isNew) {
      outgoing.push(
        cookieHeader(csrfName, csrf.value, { ...attributes, isReadableByScripts: true }),
      )
    }
    const setSessionId = (id: string | undefined): void => {
      const options = id === undefined ? { ...attributes, maxAge: 0 } : attributes
      outgoing.push(cookieHeader(sessionCookie, id ?? '', options))
    }
    const caller = await authenticateRequest(site, request.headers, cookies, address)
    if (caller.newSessionId !== undefined) setSessionId(caller.newSessionId)

    const other = answerOther(site, path)
    if (other !== undefined) return other
    const anywhere = {
      site,
      request,
      url,
      parameters,
      caller,
      csrf,
      address,
      trail: { isRecorded: false },
      setSessionId,
    }
    if (isFiles) {
      const answer = await answerWebdav(anywhere, path.segments.slice(1))
      return finish(site, answer, outgoing, request)
    }
    action = requireAction(path)
    const call: Call = { ...anywhere, container: requireContainer(site, path) }
    checkAccess(action, call)
    const answer = await action.handle(call)
    await recordKeyUse(call)
    return finish(site, answer, outgoing, request)
  } catch (error) {
    const response = failureResponse(site, error, action?.answers, onError)
    // Only what an action threw itself keeps the cookies; a refusal is reset first (contract 0.8).
    return error instanceof ActionError ? finish(site, response, outgoing, request) : response
  }
}

// "Key in URL … refuse with 400 and do not log the value."
function refuseKeyInUrl(url: URL): void {
  if (url.search !== '' && url.searchParams.has('LabKeyTransformSessionId')) {
    throw new RefusedError(400, 'A key must not stand in a URL. Send it as Basic credentials.')
  }
}

function answerOther(site: Site, path: ActionPath | undefined): Response | undefined {
  if (path?.kind !== 'other') return undefined
  const [folder, name, ...rest] = path.segments
  if (folder === undefined) return redirectResponse(actionUrl(site, '/home', 'project-begin.view'))
  return folder === '_assets' && name !== undefined && rest.length === 0
    ? findAsset(name)
    : undefined
}

function knownAction(path: ActionPath | undefined): Action | undefined {
  return path?.kind === 'action' ? findAction(path.controller, path.action) : undefined
}

function requireAction(path: ActionPath | undefined): Action {
  if (path?.kind !== 'action') {
    throw new RefusedError(404, 'There is nothing at this address.', { format: 'html' })
  }
  const { controller, action: name } = path
  const action = knownAction(path)
  if (action !== undefined) return action
  const message = isController(controller)
    ? `Unable to find action '${name}' to handle request in controller '${controller}'`
    : `No LabKey Server module registered to handle request for controller: ${controller}`
  throw new RefusedError(404, message, { format: 'html' })
}

function requireContainer(site: Site, path: ActionPath | undefined): Container {
  const containerPath = path?.containerPath ?? '/'
  const container = site.containers.find(containerPath)
  if (container !== undefined) return container
  const isProject = !containerPath.slice(1).includes('/')
  const what = isProject ? 'No such project' : 'No such folder or workbook'
  throw new RefusedError(404, `${what}: ${containerPath}`)
}

function finish(
  site: Site,
  response: Response,
  cookies: readonly string[],
  request: Request,
): Response {
  const setCookie = lastOfEachName(cookies)
  const headers: Record<string, string> = { Server: `LabKey/${site.options.release}` }
  if (request.method === 'POST') headers['X-Robots-Tag'] = 'noindex'
  const parts = textPartsOf(response)
  if (parts === undefined) {
    for (const cookie of setCookie) response.headers.append('Set-Cookie', cookie)
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  } else {
    Object.assign(parts.headers, headers)
    if (setCookie.length > 0) parts.headers['Set-Cookie'] = setCookie
  }
  return request.method === 'HEAD' ? new Response(null, response) : response
}

function lastOfEachName(cookies: readonly string[]): string[] {
  if (cookies.length < 2) return [...cookies]
  return [...new Map(cookies.map((cookie) => [cookie.split('=', 1)[0], cookie])).values()]
}
