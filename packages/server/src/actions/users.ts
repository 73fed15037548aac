import { writeUserAudit } from '../auth/user-audit.ts'
import { ActionError, notFound } from '../http/failures.ts'
import { jsonResponse, pageResponse, redirectResponse } from '../http/responses.ts'
import { usersPage } from '../pages/users-page.ts'
import { actionUrl } from '../routing/links.ts'
import type { Action, Call } from './action.ts'

/** `user-showUsers.view`: the people who may sign in. */
export const showUsers: Action = {
  name: 'user-showUsers',
  answers: 'page',
  method: 'read',
  needs: 'admin',
  handle: async (call) => pageResponse(usersPage(call, await call.site.store.users.all())),
}

/** `user-deactivateUsers.view`: locks users out; their sessions and keys are refused from then on. */
export const deactivateUsers: Action = changeAction('user-deactivateUsers', false)

/** `user-activateUsers.view`: lets users in again; their API keys hold again, their sessions do not. */
export const activateUsers: Action = changeAction('user-activateUsers', true)

/** `security-deleteUser.api`: removes a user with all sessions and keys. */
export const deleteUser: Action = {
  name: 'security-deleteUser',
  answers: 'json',
  method: 'write',
  needs: 'admin',
  handle: async (call) => {
    const { site, caller, address, parameters } = call
    const id = Number(parameters.get('id'))
    const user = await site.store.users.byId(id)
    if (user === undefined) throw notFound('User not found')
    refuseOneself(call, id)
    await writeUserAudit(
      site,
      { address, caller },
      `${user.email} was deleted by ${caller.user.email}`,
    )
    await site.store.users.remove(id)
    return jsonResponse({ deleted: id })
  },
}

function changeAction(name: string, isActive: boolean): Action {
  return {
    name,
    answers: 'page',
    method: 'write',
    needs: 'admin',
    handle: (call) => changeUsers(call, isActive),
  }
}

async function changeUsers(call: Call, isActive: boolean): Promise<Response> {
  const { site, caller, address, parameters } = call
  const values = parameters.all.filter(([name]) => name === 'userId').map(([, value]) => value)
  if (values.length === 0) throw new ActionError(400, 'Must specify a userId')
  for (const id of values.map(Number)) {
    const user = await site.store.users.byId(id)
    if (user === undefined) throw notFound(`User not found: ${id}`)
    if (!isActive) refuseOneself(call, id)
    const done = isActive ? 'activated' : 'deactivated'
    await writeUserAudit(
      site,
      { address, caller },
      `${user.email} was ${done} by ${caller.user.email}`,
    )
    await site.store.users.setActive(id, isActive)
  }
  return redirectResponse(actionUrl(site, '/', 'user-showUsers.view'))
}

function refuseOneself({ caller }: Call, id: number): void {
  if (id === caller.user.id || id === caller.impersonator?.id) {
    throw new ActionError(400, 'You cannot deactivate or delete yourself')
  }
}
