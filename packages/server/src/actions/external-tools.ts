import { ActionError, RefusedError } from '../http/failures.ts'
import { pageResponse, redirectResponse } from '../http/responses.ts'
import { removeKey } from '../keys/api-key-tables.ts'
import { externalToolsPage } from '../pages/external-tools-page.ts'
import type { ExternalToolsOutcome } from '../pages/external-tools-page.ts'
import { makeKey } from './create-api-key.ts'
import type { Action, Call } from './action.ts'

/** `security-externalToolsView.view`: the page External Tool Access, which works without script. */
export const externalTools: Action = {
  name: 'security-externalToolsView',
  answers: 'page',
  method: 'read',
  needs: 'login',
  handle: async (call) => {
    if (call.request.method !== 'POST') return answer(call, {}, 200)
    try {
      return await answer(call, await act(call), 200)
    } catch (error) {
      if (error instanceof RefusedError && error.redirectTo !== undefined) {
        return redirectResponse(error.redirectTo)
      }
      if (!(error instanceof ActionError)) throw error
      return answer(call, { failure: error.message }, error.status)
    }
  },
}

async function act(call: Call): Promise<ExternalToolsOutcome> {
  const { parameters, caller } = call
  const rowId = parameters.get('deleteRowId')
  if (rowId !== undefined) {
    const owner = caller.impersonator === null ? caller.user.id : undefined
    const isDeleted = await removeKey(call, Number(rowId), owner)
    return isDeleted
      ? { success: 'The API key is deleted, and with it every session made from it.' }
      : { failure: 'There is no such API key of yours.' }
  }
  const type = parameters.get('type') ?? ''
  const key = await makeKey(call, type, parameters.get('description') ?? null)
  return { key, type }
}

async function answer(
  call: Call,
  outcome: ExternalToolsOutcome,
  status: number,
): Promise<Response> {
  const { settings, apiKeys } = call.site.store
  const { caller } = call
  const own = caller.impersonator === null ? await apiKeys.list(caller.user.id) : undefined
  const facts = { settings: await settings.read(), apiKeys: own }
  return pageResponse(externalToolsPage(call, facts, outcome), { status })
}
