import { jsonResponse } from '../http/responses.ts'
import { hasPermission } from '../site/permissions.ts'
import type { Permission } from '../site/permissions.ts'
import type { Action } from './action.ts'

/** `login-whoami.api`: who the request runs as; guests are user 0 (contract 3.2). */
export const whoAmI: Action = {
  name: 'login-whoami',
  answers: 'json',
  method: 'read',
  needs: 'nothing',
  handle: ({ caller: { user, impersonator }, csrf }) =>
    jsonResponse({
      id: user.id,
      displayName: user.displayName,
      email: user.email,
      CSRF: csrf.value,
      impersonated: impersonator !== null,
      success: true,
    }),
}

/** `login-csrf.api`: says whether the request carried its token, by answering at all. */
export const checkCsrf: Action = {
  name: 'login-csrf',
  answers: 'json',
  method: 'read',
  needs: 'nothing',
  csrf: 'always',
  handle: () => jsonResponse({ success: true }),
}

/** `security-ensureLogin.api`: the Java client's first call; flags are strings (contract 3.4). */
export const ensureLogin: Action = {
  name: 'security-ensureLogin',
  answers: 'json',
  method: 'read',
  needs: 'login',
  handle: ({ caller: { user }, container }) => {
    const flag = (permission: Permission): string =>
      String(hasPermission(user, permission, container))
    return jsonResponse({
      currentUser: {
        id: user.id,
        displayName: user.displayName,
        email: user.email,
        canInsert: flag('insert'),
        canUpdate: flag('update'),
        canUpdateOwn: flag('update'),
        canDelete: flag('delete'),
        canDeleteOwn: flag('delete'),
        isAdmin: flag('admin'),
      },
    })
  },
}
