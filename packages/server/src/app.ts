import { Hono } from 'hono'

import { applyFault } from './faults/apply-fault.ts'
import type { FaultTable } from './faults/faults.ts'
import { textPartsOf } from './http/text-response.ts'
import { newNote } from './journal/journal.ts'
import type { Journal } from './journal/journal.ts'
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

/**
 * Returns the web application: faults, then the answer, then the entry in the journal.
 *
 * Its `fetch` rejects with a `ConnectionDroppedError` where a fault wants no answer.
 */
export function createApp(parts: AppParts): Hono<{ Bindings: AppBindings }> {
  const app = new Hono<{ Bindings: AppBindings }>()
  app.all('*', (context) => {
    // Forwarding headers are not believed: anybody can send them.
    const address = context.env?.incoming?.socket?.remoteAddress ?? inProcessAddress
    return answerAndNote(parts, context.req.raw, address)
  })
  app.onError((error) => {
    throw error
  })
  return app
}

function answerAndNote(
  parts: AppParts,
  request: Request,
  address: string,
): Response | Promise<Response> {
  const { journal, faults, onError } = parts
  const began = performance.now()
  const site = parts.site()
  const note = newNote()
  const answer = (): Awaitable<Response> => answerRequest(site, request, address, onError, note)
  const hit = faults.isEmpty()
    ? undefined
    : faults.hit(request.method, nameAction(request.url, site.options.contextPath))
  const noted = (response: Response | undefined): void => {
    const { url, method } = request
    const query = url.indexOf('?')
    journal().add({
      action: note.action,
      container: note.container,
      user: note.user,
      keyKind: note.keyKind,
      at: site.clock.now(),
      // The query is not kept, not even in memory.
      url: query < 0 ? url : url.slice(0, query),
      method,
      status: statusOf(response),
      durationMs: performance.now() - began,
      fault: hit?.kind ?? null,
    })
  }
  const response = hit === undefined ? answer() : applyFault(hit, request.signal, answer)
  if (response instanceof Promise) return noteLater(response, noted)
  noted(response)
  return response
}

async function noteLater(
  answer: Promise<Response>,
  noted: (response: Response | undefined) => void,
): Promise<Response> {
  let response: Response | undefined
  try {
    response = await answer
    return response
  } finally {
    noted(response)
  }
}

// A response that nobody has built yet stays so.
function statusOf(response: Response | undefined): number | null {
  return response === undefined ? null : (textPartsOf(response)?.status ?? response.status)
}
