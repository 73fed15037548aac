import { jsonResponse } from '../http/responses.ts'
import type { User } from '../site/user.ts'
import type { Action } from './action.ts'

/**
 * `user-getUserProps.api`: the row of one user in `core.Users`; without such a user an empty object.
 *
 * What LabKey/platform `UserController.GetUserPropsAction` answers; the names are those of a recorded
 * answer in LabKey/labkey-ui-components (`user-getUserProps.json`). The PHI level is not among them.
 */
export const getUserProps: Action = {
  name: 'user-getUserProps',
  answers: 'json',
  method: 'read',
  needs: 'login',
  handle: async ({ site, parameters }) => {
    const user = await site.store.users.byId(Number(parameters.get('userId') ?? 0))
    return jsonResponse(user === undefined ? {} : { success: true, props: propsOf(user) })
  },
}

function propsOf({ id, email, displayName, isActive }: User): object {
  return {
    userId: id,
    email,
    displayName,
    active: isActive,
    hasPassword: true,
    groups: id,
    avatar: id,
    owner: id,
    firstName: null,
    lastName: null,
    phone: null,
    mobile: null,
    pager: null,
    IM: null,
    description: null,
    lastLogin: null,
    expirationDate: null,
  }
}
