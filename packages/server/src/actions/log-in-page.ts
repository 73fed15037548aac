import { ActionError } from '../http/failures.ts'
import { pageResponse, redirectResponse } from '../http/responses.ts'
import { loginPage } from '../pages/login-page.ts'
import { actionUrl, safeReturnUrl } from '../routing/links.ts'
import type { Action } from './action.ts'
import { checkLogin } from './login-api.ts'
import { signIn } from './sign-in.ts'

/** `login-login.view`: the page to sign in, and its form. */
export const logInPage: Action = {
  name: 'login-login',
  answers: 'page',
  method: 'read',
  needs: 'nothing',
  handle: async (call) => {
    if (call.request.method !== 'POST') return pageResponse(loginPage(call))
    try {
      await signIn(call, await checkLogin(call), false)
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      const { message, status, headers } = error
      return pageResponse(loginPage(call, message), { status, headers })
    }
    // The root is for administrators only.
    const container = call.container.path === '/' ? '/home' : call.container
    const fallback = actionUrl(call.site, container, 'project-begin.view')
    return redirectResponse(safeReturnUrl(call.site, call.parameters.get('returnUrl'), fallback))
  },
}
