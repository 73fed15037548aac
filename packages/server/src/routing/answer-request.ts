import { findAction, isController } from '../actions/action-list.ts'
import type { Action, Call } from '../actions/action.ts'
import { recordKeyUse } from '../audit/record-access.ts'
import { authenticateRequest } from '../auth/authenticate-request.ts'
import { renewCaller } from '../auth/renew-caller.ts'
import { csrfTokenOf } from '../auth/csrf.ts'
import { cookieHeader, csrfName, parseCookies, sessionCookie } from '../http/cookies.ts'
import { ActionError, RefusedError } from '../http/failures.ts'
import { readParameters, readUrlParameters } from '../http/parameters.ts'
import { redirectResponse } from '../http/responses.ts'
import { textPartsOf } from '../http/text-response.ts'
import { findAsset } from '../pages/assets.ts'
import { newNote } from '../journal/journal.ts'
import type { RequestNote } from '../journal/journal.ts'
import type { Container } from '../site/container.ts'
import type { Site } from '../site/site.ts'
import { andThen } from '../store/and-then.ts'
import type { Awaitable } from '../store/store.ts'
import { answerWebdav } from '../webdav/answer-webdav.ts'
import { davRoot } from '../webdav/dav-target.ts'
import { checkAccess, checkEntry, refuseCrossSite } from './check-access.ts'
import { failureResponse } from './failure-response.ts'
import { actionUrl } from './links.ts'
import type { ActionPath } from './parse-action-path.ts'

/**
 * Answers a request: credentials, action, container, access, and then the action itself. `note` is told
 * what became known on the way. Answers at once where the store and the action do.
 */
export function answerRequest(
  site: Site,
  request: Request,
  address: string,
  onError: (error: unknown, requestId: string) => void,
  note: RequestNote = newNote(),
): Awaitable<Response> {
  const visit: Visit = { site, request, address, note, outgoing: [], action: undefined }
  const fail = (error: unknown): Response => {
    const response = failureResponse(site, error, visit.action?.answers, onError)
    // Only what an action threw itself keeps the cookies; a refusal is reset first (contract 0.8).
    return error instanceof ActionError ? finish(visit, response) : response
  }
  try {
    const answer = letIn(visit)
    return answer instanceof Promise ? answer.catch(fail) : answer
  } catch (error) {
    return fail(error)
  }
}

/** A request as far as it got. */
interface Visit {
  readonly site: Site
  readonly request: Request
  readonly address: string
  readonly note: RequestNote
  /** Cookies for the answer. */
  readonly outgoing: string[]
  action: Action | undefined
}

function letIn(visit: Visit): Awaitable<Response> {
  const { site, request, address, note, outgoing } = visit
  const target = site.readTarget(request.url)
  const { url, path, isSecure } = target
  refuseKeyInUrl(url)
  refuseCrossSite(request)
  const isFiles = path?.segments[0] === davRoot
  note.action = isFiles ? 'webdav' : (knownAction(path)?.name ?? null)
  note.container = containerOf(site, path)
  const cookies = parseCookies(request.headers.get('Cookie'))
  const csrf = csrfTokenOf(cookies, site.traits.csrfLength)
  const attributes = { contextPath: site.options.contextPath, isSecure }
  if (csrf.isNew) {
    outgoing.push(cookieHeader(csrfName, csrf.value, { ...attributes, isReadableByScripts: true }))
  }
  const setSessionId = (id: string | undefined): void => {
    const options = id === undefined ? { ...attributes, maxAge: 0 } : attributes
    outgoing.push(cookieHeader(sessionCookie, id ?? '', options))
  }
  return andThen(authenticateRequest(site, request.headers, cookies, address), (caller) => {
    note.user = caller.user.email
    note.keyKind = caller.keyKind
    if (caller.newSessionId !== undefined) setSessionId(caller.newSessionId)
    const other = answerOther(site, path)
    if (other !== undefined) return other
    const parameters = readUrlParameters(url)
    const trail = { isRecorded: false }
    const anywhere = {
      site,
      request,
      url,
      pathname: target.pathname,
      parameters,
      caller,
      csrf,
      address,
      trail,
      setSessionId,
    }
    if (isFiles) {
      const answer = answerWebdav(anywhere, path.segments.slice(1))
      return answer.then((response) => finish(visit, response))
    }
    visit.action = requireAction(path)
    return act(visit, visit.action, { ...anywhere, container: requireContainer(site, path) })
  })
}

function act(visit: Visit, action: Action, call: Call): Awaitable<Response> {
  const { method } = call.request
  if (method === 'GET' || method === 'HEAD') return handle(visit, action, call)
  checkEntry(action, call)
  return actWithBody(visit, action, call)
}

// Nobody's body is read who may not come in anyway. While it comes, the session may end.
async function actWithBody(visit: Visit, action: Action, call: Call): Promise<Response> {
  const { site, request, url, caller } = call
  const parameters = await readParameters(request, url, action.body)
  const renewed = await renewCaller(site, caller, request.headers)
  return handle(visit, action, { ...call, parameters, caller: renewed })
}

function handle(visit: Visit, action: Action, call: Call): Awaitable<Response> {
  checkAccess(action, call)
  return andThen(action.handle(call), (answer) =>
    andThen(recordKeyUse(call), () => finish(visit, answer)),
  )
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

function containerOf(site: Site, path: ActionPath | undefined): string | null {
  if (path === undefined) return null
  const { kind, containerPath, segments } = path
  if (kind === 'action') return site.containers.find(containerPath)?.path ?? null
  if (segments[0] !== davRoot) return null
  const files = segments.findIndex((segment) => segment.startsWith('@'))
  const folders = segments.slice(1, files < 0 ? undefined : files)
  return site.containers.find(`/${folders.join('/')}`)?.path ?? null
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

function finish({ site, request, outgoing }: Visit, response: Response): Response {
  const setCookie = lastOfEachName(outgoing)
  const server = `LabKey/${site.options.release}`
  const isPost = request.method === 'POST'
  const parts = textPartsOf(response)
  if (parts === undefined) {
    for (const cookie of setCookie) response.headers.append('Set-Cookie', cookie)
    response.headers.set('Server', server)
    if (isPost) response.headers.set('X-Robots-Tag', 'noindex')
  } else {
    parts.headers['Server'] = server
    if (isPost) parts.headers['X-Robots-Tag'] = 'noindex'
    if (setCookie.length > 0) parts.headers['Set-Cookie'] = setCookie
  }
  return request.method === 'HEAD' ? new Response(null, response) : response
}

function lastOfEachName(cookies: string[]): string[] {
  if (cookies.length < 2) return cookies
  return [...new Map(cookies.map((cookie) => [cookie.split('=', 1)[0], cookie])).values()]
}
