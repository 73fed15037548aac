import { ActionError } from '../http/failures.ts'
import { pageResponse, redirectResponse } from '../http/responses.ts'
import { impersonatePage } from '../pages/impersonate-page.ts'
import { actionUrl } from '../routing/links.ts'
import {
  impersonateAsGroup,
  impersonateAsUser,
  impersonateWithRoles,
  impersonationUsers,
} from '../session/impersonation.ts'
import type { Action, Call } from './action.ts'

/** `user-impersonate.view`: the page to impersonate a user, a group or roles, and its forms. Ours. */
export const showImpersonate: Action = {
  name: 'user-impersonate',
  answers: 'page',
  method: 'read',
  needs: 'admin',
  handle: async (call) => {
    const users = await impersonationUsers(call)
    if (call.request.method !== 'POST') return pageResponse(impersonatePage(call, users))
    try {
      await start(call)
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      const { message, status } = error
      return pageResponse(impersonatePage(call, users, message), { status })
    }
    return redirectResponse(actionUrl(call.site, '/home', 'project-begin.view'))
  },
}

function start(call: Call): Promise<void> {
  const kind = call.parameters.get('kind')
  if (kind === 'group') return impersonateAsGroup(call)
  return kind === 'roles' ? impersonateWithRoles(call) : impersonateAsUser(call)
}
