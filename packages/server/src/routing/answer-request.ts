import { isController } from '../actions/action-list.ts'
import type { Action, Call } from '../actions/action.ts'
import { recordKeyUse } from '../audit/record-access.ts'
import { authenticateRequest } from '../auth/authenticate-request.ts'
import type { Caller } from '../auth/caller.ts'
import { csrfTokenOf } from '../auth/csrf.ts'
import type { CsrfToken } from '../auth/csrf.ts'
import { renewCaller } from '../auth/renew-caller.ts'
import { cookieHeader, csrfName, readCookies, sessionCookie } from '../http/cookies.ts'
import { ActionError, RefusedError } from '../http/failures.ts'
import { noParameters, readParameters, readUrlParameters } from '../http/parameters.ts'
import { redirectResponse } from '../http/responses.ts'
import { textPartsOf } from '../http/text-response.ts'
import { findAsset } from '../pages/assets.ts'
import type { RequestNote } from '../journal/journal.ts'
import type { Container } from '../site/container.ts'
import type { Site } from '../site/site.ts'
import type { Awaitable } from '../store/store.ts'
import { answerWebdav } from '../webdav/answer-webdav.ts'
import { davRoot } from '../webdav/dav-target.ts'
import { checkAccess, checkEntry, refuseCrossSite } from './check-access.ts'
import { failureResponse } from './failure-response.ts'
import { actionUrl } from './links.ts'
import type { ActionPath } from './parse-action-path.ts'
import type { RequestTarget } from './read-target.ts'

/**
 * Answers a request: credentials, action, container, access, and then the action itself. `note` is told
 * what became known on the way. Answers at once where the store and the action do.
 */
export function answerRequest(
  site: Site,
  request: Request,
  address: string,
  onError: (error: unknown, requestId: string) => void,
  note: RequestNote,
): Awaitable<Response> {
  const visit: Visit = { site, request, address, note, cookies: [], action: undefined }
  try {
    const answer = letIn(visit)
    return answer instanceof Promise
      ? answer.catch((error: unknown) => fail(visit, error, onError))
      : answer
  } catch (error) {
    return fail(visit, error, onError)
  }
}

/** A request as far as it got. */
interface Visit {
  readonly site: Site
  readonly request: Request
  readonly address: string
  readonly note: RequestNote
  /** For the answer. */
  readonly cookies: string[]
  action: Action | undefined
}

function fail(
  visit: Visit,
  error: unknown,
  onError: (error: unknown, requestId: string) => void,
): Response {
  const response = failureResponse(visit.site, error, visit.action?.answers, onError)
  // Only what an action threw itself keeps the cookies; a refusal is reset first (contract 0.8).
  return error instanceof ActionError ? finish(visit, response) : response
}

function letIn(visit: Visit): Awaitable<Response> {
  const { site, request, address, note } = visit
  const target = site.readTarget(request.url)
  if (target.hasQuery) refuseKeyInUrl(target.url)
  refuseCrossSite(request)
  const { path } = target
  const container = path?.kind === 'action' ? site.containers.find(path.containerPath) : undefined
  note.action = isFiles(path) ? 'webdav' : (target.action?.name ?? null)
  note.container = (container ?? containerOfFiles(site, path))?.path ?? null
  const cookies = readCookies(request.headers.get('Cookie'))
  const csrf = csrfTokenOf(cookies, site.traits.csrfLength)
  if (csrf.isNew) {
    visit.cookies.push(
      cookieHeader(csrfName, csrf.value, {
        contextPath: site.options.contextPath,
        isSecure: target.isSecure,
        isReadableByScripts: true,
      }),
    )
  }
  const caller = authenticateRequest(site, request.headers, cookies, address)
  return caller instanceof Promise
    ? caller.then((found) => answerCaller(visit, target, container, csrf, found))
    : answerCaller(visit, target, container, csrf, caller)
}

function answerCaller(
  visit: Visit,
  target: RequestTarget,
  container: Container | undefined,
  csrf: CsrfToken,
  caller: Caller,
): Awaitable<Response> {
  const { site, request, address, note } = visit
  const { url, pathname, path } = target
  note.user = caller.user.email
  note.keyKind = caller.keyKind
  const setSessionId = (id: string | undefined): void => {
    const attributes = { contextPath: site.options.contextPath, isSecure: target.isSecure }
    const options = id === undefined ? { ...attributes, maxAge: 0 } : attributes
    visit.cookies.push(cookieHeader(sessionCookie, id ?? '', options))
  }
  if (caller.newSessionId !== undefined) setSessionId(caller.newSessionId)
  const other = path?.kind === 'other' ? answerOther(site, path) : undefined
  if (other !== undefined) return other
  const parameters = target.hasQuery ? readUrlParameters(url) : noParameters
  const trail = { isRecorded: false }
  if (isFiles(path)) {
    const call = { site, request, url, pathname, parameters, caller, csrf, address, trail }
    const answer = answerWebdav({ ...call, setSessionId }, path.segments.slice(1))
    return answer.then((response) => finish(visit, response))
  }
  const action = target.action ?? refuseAction(path)
  visit.action = action
  // Written out: to spread what both kinds of call share takes as long as all the rest in here.
  return act(visit, action, {
    site,
    request,
    url,
    pathname,
    parameters,
    container: container ?? refuseContainer(path),
    caller,
    csrf,
    address,
    trail,
    setSessionId,
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
  const answer = action.handle(call)
  return answer instanceof Promise
    ? answer.then((response) => recordAndFinish(visit, call, response))
    : recordAndFinish(visit, call, answer)
}

function recordAndFinish(visit: Visit, call: Call, answer: Response): Awaitable<Response> {
  const recorded = recordKeyUse(call)
  return recorded instanceof Promise
    ? recorded.then(() => finish(visit, answer))
    : finish(visit, answer)
}

// "Key in URL … refuse with 400 and do not log the value."
function refuseKeyInUrl(url: URL): void {
  if (url.searchParams.has('LabKeyTransformSessionId')) {
    throw new RefusedError(400, 'A key must not stand in a URL. Send it as Basic credentials.')
  }
}

function answerOther(site: Site, path: ActionPath): Response | undefined {
  const [folder, name, ...rest] = path.segments
  if (folder === undefined) return redirectResponse(actionUrl(site, '/home', 'project-begin.view'))
  return folder === '_assets' && name !== undefined && rest.length === 0
    ? findAsset(name)
    : undefined
}

function isFiles(path: ActionPath | undefined): path is ActionPath {
  return path?.segments[0] === davRoot
}

function containerOfFiles(site: Site, path: ActionPath | undefined): Container | undefined {
  if (path?.kind !== 'other' || !isFiles(path)) return undefined
  const { segments } = path
  const files = segments.findIndex((segment) => segment.startsWith('@'))
  const folders = segments.slice(1, files < 0 ? undefined : files)
  return site.containers.find(`/${folders.join('/')}`)
}

function refuseAction(path: ActionPath | undefined): never {
  if (path?.kind !== 'action') {
    throw new RefusedError(404, 'There is nothing at this address.', { format: 'html' })
  }
  const { controller, action: name } = path
  const message = isController(controller)
    ? `Unable to find action '${name}' to handle request in controller '${controller}'`
    : `No LabKey Server module registered to handle request for controller: ${controller}`
  throw new RefusedError(404, message, { format: 'html' })
}

function refuseContainer(path: ActionPath | undefined): never {
  const containerPath = path?.containerPath ?? '/'
  const isProject = !containerPath.slice(1).includes('/')
  const what = isProject ? 'No such project' : 'No such folder or workbook'
  throw new RefusedError(404, `${what}: ${containerPath}`)
}

function finish({ site, request, cookies }: Visit, response: Response): Response {
  const { method } = request
  const setCookie = cookies.length < 2 ? cookies : lastOfEachName(cookies)
  const server = `LabKey/${site.options.release}`
  const parts = textPartsOf(response)
  if (parts === undefined) {
    for (const cookie of setCookie) response.headers.append('Set-Cookie', cookie)
    response.headers.set('Server', server)
    if (method === 'POST') response.headers.set('X-Robots-Tag', 'noindex')
  } else {
    parts.headers['Server'] = server
    if (method === 'POST') parts.headers['X-Robots-Tag'] = 'noindex'
    if (setCookie.length > 0) parts.headers['Set-Cookie'] = setCookie
  }
  return method === 'HEAD' ? new Response(null, response) : response
}

function lastOfEachName(cookies: readonly string[]): string[] {
  return [...new Map(cookies.map((cookie) => [cookie.split('=', 1)[0], cookie])).values()]
}
