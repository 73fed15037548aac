import { randomUUID } from 'node:crypto'

import { ActionError, RefusedError, actionErrorBody } from '../http/failures.ts'
import { jsonResponse, pageResponse, redirectResponse } from '../http/responses.ts'
import { barePage } from '../pages/layout.ts'
import type { Site } from '../site/site.ts'
import { StoreUnavailableError } from '../store/store-unavailable-error.ts'

const titles: ReadonlyMap<number, string> = new Map([
  [400, 'Bad request'],
  [401, 'Not signed in'],
  [403, 'Not allowed'],
  [404, 'Not found'],
  [405, 'Method not allowed'],
  [413, 'Too large'],
  [503, 'Not available now'],
])

const storeUnavailable = new RefusedError(
  503,
  'The server cannot reach what it keeps its sessions and keys in. Try again in a moment.',
  { headers: { 'Retry-After': '2' } },
)

/**
 * Turns whatever was thrown into an answer (contract 0.6).
 *
 * `answers` is what the action would have answered with; before an action is known it is JSON, unless
 * the error says otherwise. An error nobody foresaw is told to `onError`, and to the client by an id.
 */
export function failureResponse(
  site: Site,
  error: unknown,
  answers: 'json' | 'page' | undefined,
  onError: (error: unknown, requestId: string) => void,
): Response {
  if (error instanceof ActionError) {
    const { status, headers, message } = error
    return answers === 'page'
      ? failurePage(site, status, message, headers)
      : jsonResponse(actionErrorBody(error), { status, headers })
  }
  if (error instanceof StoreUnavailableError) {
    return failureResponse(site, storeUnavailable, answers, onError)
  }
  if (error instanceof RefusedError) {
    const { status, headers, message, redirectTo, format } = error
    const isPage = format === 'html' || (format === 'auto' && answers === 'page')
    if (isPage && redirectTo !== undefined) return redirectResponse(redirectTo)
    return isPage
      ? failurePage(site, status, message, headers)
      : jsonResponse({ success: false, exception: message }, { status, headers })
  }
  const requestId = randomUUID()
  onError(error, requestId)
  const message = `The server failed to answer. Request id: ${requestId}`
  return answers === 'page'
    ? failurePage(site, 500, message, {})
    : jsonResponse({ success: false, exception: message }, { status: 500 })
}

function failurePage(
  site: Site,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>>,
): Response {
  const html = barePage(site, titles.get(status) ?? 'Something went wrong', message)
  return pageResponse(html, { status, headers })
}
