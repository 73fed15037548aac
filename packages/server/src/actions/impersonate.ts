import { ActionError } from '../http/failures.ts'
import { jsonResponse, pageResponse, redirectResponse } from '../http/responses.ts'
import { messagePage } from '../pages/message-page.ts'
import { actionUrl, safeReturnUrl } from '../routing/links.ts'
import {
  impersonateAsGroup,
  impersonateAsUser,
  impersonateWithRoles,
  impersonationUsers,
  stopImpersonation,
} from '../session/impersonation.ts'
import { groups, roleClassNames, roleLabels, roleNames } from '../site/groups.ts'
import type { Action, Call } from './action.ts'

/** `user-impersonateUser.api`: acts as another user, and ends the session's keys (contract 1.5, 3.5). */
export const impersonateUser: Action = startAction('user-impersonateUser', impersonateAsUser)

/** `user-impersonateGroup.api`: keeps being the administrator, with the rights of a group only. */
export const impersonateGroup: Action = startAction('user-impersonateGroup', impersonateAsGroup)

/** `user-impersonateRoles.api`: keeps being the administrator, with the rights of some roles only. */
export const impersonateRoles: Action = startAction('user-impersonateRoles', impersonateWithRoles)

/** `user-getImpersonationUsers.api`: whom an administrator can impersonate. */
export const getImpersonationUsers: Action = listAction('Users', async (call) => {
  const users = await impersonationUsers(call)
  return users.map(({ id, email, displayName }) => ({ userId: id, email, displayName }))
})

/** `user-getImpersonationGroups.api`. */
export const getImpersonationGroups: Action = listAction('Groups', () =>
  groups.map(({ id, name }) => ({ groupId: id, displayName: name })),
)

/** `user-getImpersonationRoles.api`. */
export const getImpersonationRoles: Action = listAction('Roles', () =>
  roleNames.map((role) => ({ roleName: roleClassNames[role], displayName: roleLabels[role] })),
)

/** `login-stopImpersonatingApi.api`: ends an impersonation. */
export const stopImpersonatingApi: Action = {
  name: 'login-stopImpersonatingApi',
  answers: 'json',
  method: 'write',
  needs: 'nothing',
  handle: async (call) => {
    if (!(await stopImpersonation(call))) throw new ActionError(400, notImpersonating)
    return jsonResponse({ success: true })
  },
}

/** `login-stopImpersonating.view`: the same as a form, with a page when there is nothing to end. */
export const stopImpersonating: Action = {
  name: 'login-stopImpersonating',
  answers: 'page',
  method: 'write',
  needs: 'nothing',
  handle: async (call) => {
    if (!(await stopImpersonation(call))) {
      return pageResponse(messagePage(call, 'Not impersonating', notImpersonating))
    }
    const fallback = actionUrl(call.site, call.container, 'project-begin.view')
    return redirectResponse(safeReturnUrl(call.site, call.parameters.get('returnUrl'), fallback))
  },
}

const notImpersonating = 'Error: You are not impersonating!'

function startAction(name: string, start: (call: Call) => Promise<void>): Action {
  return {
    name,
    answers: 'json',
    method: 'write',
    needs: 'login',
    handle: async (call) => {
      await start(call)
      return jsonResponse({ success: true })
    },
  }
}

function listAction(
  what: 'Users' | 'Groups' | 'Roles',
  list: (call: Call) => readonly object[] | Promise<readonly object[]>,
): Action {
  return {
    name: `user-getImpersonation${what}`,
    answers: 'json',
    method: 'read',
    needs: 'admin',
    handle: async (call) => jsonResponse({ success: true, [what.toLowerCase()]: await list(call) }),
  }
}
