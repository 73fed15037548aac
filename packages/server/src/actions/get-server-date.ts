import { formatDate } from '../data/dates.ts'
import { jsonResponse } from '../http/responses.ts'
import type { Action } from './action.ts'

/** `query-getServerDate.api`: the server's time, so that clients can tell how far theirs is off. */
export const getServerDate: Action = {
  name: 'query-getServerDate',
  answers: 'json',
  method: 'read',
  needs: 'nothing',
  handle: ({ site }) => jsonResponse({ date: formatDate(site.clock.now()) }),
}
