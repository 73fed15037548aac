import { accessData } from '../data/access-data.ts'
import { applyView } from '../data/apply-view.ts'
import { selectionResponse } from '../data/selection-response.ts'
import type { Action } from './action.ts'
import { readSelectParameters } from './select-parameters.ts'

/** `query-selectRows.api`: rows of a table or saved query (contract 4.2 to 4.5). */
export const selectRowsAction: Action = {
  name: 'query-selectRows',
  answers: 'json',
  method: 'read',
  needs: 'read',
  csrf: 'never',
  handle: async (call) => {
    const asked = readSelectParameters(call.parameters, call.request.headers)
    const selection = await accessData(call, applyView(call, asked))
    return selectionResponse(call, selection, {
      ...asked,
      sort: asked.hasSortParameter ? asked.sort : undefined,
    })
  },
}

/** `query-getQuery.api`: the same under the name that Python's client calls. */
export const getQueryAction: Action = { ...selectRowsAction, name: 'query-getQuery' }
