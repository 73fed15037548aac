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
export const impersonateUser: Action = {
  name: 'user-impersonateUser',
  answers: 'json',
  method: 'write',
  needs: 'login',
  handle: (call) => answer(call, impersonateAsUser),
}

/** `user-impersonateGroup.api`: keeps being the administrator, with the rights of a group only. */
export const impersonateGroup: Action = {
  name: 'user-impersonateGroup',
  answers: 'json',
  method: 'write',
  needs: 'login',
  handle: (call) => answer(call, impersonateAsGroup),
}

/** `user-impersonateRoles.api`: keeps being the administrator, with the rights of some roles only. */
export const impersonateRoles: Action = {
  name: 'user-impersonateRoles',
  answers: 'json',
  method: 'write',
  needs: 'login',
  handle: (call) => answer(call, impersonateWithRoles),
}

/** `user-getImpersonationUsers.api`: whom an administrator can impersonate. */
export const getImpersonationUsers: Action = {
  name: 'user-getImpersonationUsers',
  answers: 'json',
  method: 'read',
  needs: 'admin',
  handle: async (call) => {
    const users = await impersonationUsers(call)
    return jsonResponse({
      success: true,
      users: users.map(({ id, email, displayName }) => ({ userId: id, email, displayName })),
    })
  },
}

/** `user-getImpersonationGroups.api`. */
export const getImpersonationGroups: Action = {
  name: 'user-getImpersonationGroups',
  answers: 'json',
  method: 'read',
  needs: 'admin',
  handle: () =>
    jsonResponse({
      success: true,
      groups: groups.map(({ id, name }) => ({ groupId: id, displayName: name })),
    }),
}

/** `user-getImpersonationRoles.api`. */
export const getImpersonationRoles: Action = {
  name: 'user-getImpersonationRoles',
  answers: 'json',
  method: 'read',
  needs: 'admin',
  handle: () =>
    jsonResponse({
      success: true,
      roles: roleNames.map((role) => ({
        roleName: roleClassNames[role],
        displayName: roleLabels[role],
      })),
    }),
}

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

async function answer(call: Call, start: (call: Call) => Promise<void>): Promise<Response> {
  await start(call)
  return jsonResponse({ success: true })
}
