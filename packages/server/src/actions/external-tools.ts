import { ActionError, RefusedError } from '../http/failures.ts'
import { pageResponse, redirectResponse } from '../http/responses.ts'
import { externalToolsPage } from '../pages/external-tools-page.ts'
import { makeKey } from './create-api-key.ts'
import type { Action } from './action.ts'

/** `security-externalToolsView.view`: the page External Tool Access, which works without script. */
export const externalTools: Action = {
  name: 'security-externalToolsView',
  answers: 'page',
  method: 'read',
  needs: 'login',
  handle: (call) => {
    if (call.request.method !== 'POST') return pageResponse(externalToolsPage(call, {}))
    const type = call.parameters.get('type') ?? ''
    try {
      const key = makeKey(call, type, call.parameters.get('description') ?? null)
      return pageResponse(externalToolsPage(call, { key, type }))
    } catch (error) {
      if (error instanceof RefusedError && error.redirectTo !== undefined) {
        return redirectResponse(error.redirectTo)
      }
      if (!(error instanceof ActionError)) throw error
      return pageResponse(externalToolsPage(call, { failure: error.message }), {
        status: error.status,
      })
    }
  },
}
