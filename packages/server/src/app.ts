import { applyFault } from './faults/apply-fault.ts'
import type { FaultTable } from './faults/faults.ts'
import { textPartsOf } from './http/text-response.ts'
import { newNote } from './journal/journal.ts'
import type { Journal, RequestNote } from './journal/journal.ts'
import { answerRequest } from './routing/answer-request.ts'
import { nameAction } from './routing/name-action.ts'
import type { Site } from './site/site.ts'
import type { Awaitable } from './store/store.ts'

/** What `listen()` hands to the app beside a request; absent for `server.fetch()`. */
export interface AppBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } }
}

/** The address in audit records of requests that came by no socket. */
export const inProcessAddress = 'in-process'

/** What the app looks at for each request; a reset may have changed it since the last. */
export interface AppParts {
  readonly site: () => Site
  readonly journal: () => Journal
  readonly faults: FaultTable
  readonly onError: (error: unknown, requestId: string) => void
}

/** Answers requests. Rejects or throws a `ConnectionDroppedError` where a fault wants no answer. */
export interface App {
  readonly fetch: (request: Request, bindings: AppBindings) => Awaitable<Response>
}

/** Returns the web application: faults, then the answer, then the entry in the journal. */
export function createApp(parts: AppParts): App {
  return {
    fetch: (request, bindings) => {
      const { faults } = parts
      // Forwarding headers are not believed: anybody can send them.
      const address = bindings.incoming?.socket?.remoteAddress ?? inProcessAddress
      const visit = startVisit(parts, request)
      if (!faults.isEmpty()) return answerWithFaults(parts, visit, request, address)
      const response = answerRequest(visit.site, request, address, parts.onError, visit.note)
      return response instanceof Promise ? noteLater(visit, response) : noteDown(visit, response)
    },
  }
}

interface Visit {
  readonly site: Site
  readonly journal: Journal
  readonly note: RequestNote
  readonly began: number
}

function startVisit(parts: AppParts, { url, method }: Request): Visit {
  const site = parts.site()
  const query = url.indexOf('?')
  // The query is not kept, not even in memory.
  const note = newNote(site.clock.now(), method, query < 0 ? url : url.slice(0, query))
  return { site, journal: parts.journal(), note, began: performance.now() }
}

function answerWithFaults(
  parts: AppParts,
  visit: Visit,
  request: Request,
  address: string,
): Awaitable<Response> {
  const { site, note } = visit
  const { method, url, signal } = request
  const answer = (): Awaitable<Response> =>
    answerRequest(site, request, address, parts.onError, note)
  const hit = parts.faults.hit(method, nameAction(url, site.options.contextPath))
  note.fault = hit?.kind ?? null
  const response = hit === undefined ? answer() : applyFault(hit, signal, answer)
  return response instanceof Promise ? noteLater(visit, response) : noteDown(visit, response)
}

async function noteLater(visit: Visit, answer: Promise<Response>): Promise<Response> {
  let response: Response
  try {
    response = await answer
  } catch (error) {
    noteDown(visit, undefined)
    throw error
  }
  return noteDown(visit, response)
}

function noteDown<Answer extends Response | undefined>(visit: Visit, response: Answer): Answer {
  const { note, journal, began } = visit
  // A response that nobody has built yet stays so.
  if (response !== undefined) note.status = textPartsOf(response)?.status ?? response.status
  note.durationMs = performance.now() - began
  journal.add(note)
  return response
}
