import { jsonResponse, redirectResponse } from '../http/responses.ts'
import { actionUrl, safeReturnUrl } from '../routing/links.ts'
import type { Action, Call } from './action.ts'
import { signOut } from './sign-in.ts'

/** `login-logout.view`: signs out and goes on to `returnUrl`. */
export const logOut: Action = {
  name: 'login-logout',
  answers: 'page',
  method: 'write',
  needs: 'nothing',
  handle: async (call) => {
    await signOut(call)
    return redirectResponse(nextPage(call))
  },
}

/** `login-logoutApi.api`: signs out and says where to go. */
export const logOutApi: Action = {
  name: 'login-logoutApi',
  answers: 'json',
  method: 'write',
  needs: 'nothing',
  handle: async (call) => {
    await signOut(call)
    const wanted = call.parameters.get('returnUrl')
    return jsonResponse({ success: true, ...(wanted && { redirectUrl: nextPage(call) }) })
  },
}

function nextPage({ site, parameters }: Call): string {
  const fallback = actionUrl(site, '/home', 'login-login.view')
  return safeReturnUrl(site, parameters.get('returnUrl'), fallback)
}
