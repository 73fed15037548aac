import type { Call } from '../actions/action.ts'
import { ActionError, actionErrorBody } from '../http/failures.ts'
import { jsonTextResponse } from '../http/responses.ts'
import { queryResponse } from './query-response.ts'
import type { ResponseShape } from './query-response.ts'
import { cellUrls, rowLinks } from './row-links.ts'
import type { Selection } from './select.ts'

/** What of a response's shape the request says. */
export interface AskedShape extends Omit<
  ResponseShape,
  'urlOf' | 'links' | 'isUnsent' | 'failureOf'
> {
  readonly hasDetails: boolean
  readonly hasUpdate: boolean
}

/**
 * Answers with a selection, as a stream if it is long.
 *
 * @throws {ActionError} 400 if a row of the first chunk cannot be made; a later one ends the body.
 */
export function selectionResponse(call: Call, selection: Selection, asked: AskedShape): Response {
  let isUnsent = true
  const response = jsonTextResponse(
    queryResponse(selection, {
      ...asked,
      urlOf: cellUrls(call, selection.table),
      links: rowLinks(call, selection.table, asked),
      isUnsent: () => isUnsent,
      failureOf,
    }),
  )
  isUnsent = false
  return response
}

function failureOf(error: unknown): object {
  const known =
    error instanceof ActionError
      ? error
      : new ActionError(500, 'The server failed to make a row.', {
          exceptionClass: 'java.lang.RuntimeException',
        })
  return actionErrorBody(known)
}
