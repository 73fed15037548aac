import { loginFailures, verifyPassword } from '../auth/verify-password.ts'
import { ActionError, badParameter } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { actionUrl, safeReturnUrl } from '../routing/links.ts'
import { hasPermission } from '../site/permissions.ts'
import type { Container } from '../site/container.ts'
import type { User } from '../site/user.ts'
import type { Action, Call } from './action.ts'
import { signIn } from './sign-in.ts'

/** `login-loginApi.api`: signs in with e-mail and password from the body (contract 3.3). */
export const loginApi: Action = {
  name: 'login-loginApi',
  answers: 'json',
  method: 'write',
  needs: 'nothing',
  csrf: 'never',
  handle: async (call) => {
    const { site, parameters, container } = call
    const user = await checkLogin(call)
    const isAgreed = parameters.flag('approvedTermsOfUse')
    await signIn(call, user, isAgreed)
    const fallback = actionUrl(site, '/home', 'project-begin.view')
    return jsonResponse({
      success: true,
      user: userProperties(user, container),
      returnUrl: safeReturnUrl(site, parameters.get('returnUrl'), fallback),
      CSRF: call.csrf.value,
      ...(isAgreed && { approvedTermsOfUse: true }),
    })
  },
}

/**
 * Returns the user whose e-mail and password stand in the body.
 *
 * @throws {ActionError} 400 with LabKey's words if they stand in the URL, are missing or are wrong.
 */
export async function checkLogin({ site, parameters, address }: Call): Promise<User> {
  if (parameters.isInUrl('email') || parameters.isInUrl('password')) {
    const message = 'Invalid request. email and/or password are not allowed on the URL.'
    throw new ActionError(400, message)
  }
  const email = parameters.get('email')?.trim() ?? ''
  const password = parameters.get('password') ?? ''
  if (email === '' || password === '') {
    throw badParameter('email', 'Please sign in using your email address and password.')
  }
  const outcome = await verifyPassword(site, email, password, address)
  if ('user' in outcome) return outcome.user
  const headers = outcome.failure === 'paused' ? { 'Retry-After': '60' } : {}
  throw new ActionError(400, loginFailures[outcome.failure], { headers })
}

function userProperties(user: User, container: Container): object {
  const isAdmin = user.role === 'admin'
  return {
    id: user.id,
    email: user.email,
    phone: null,
    displayName: user.displayName,
    avatar: null,
    canInsert: hasPermission(user, 'insert', container),
    canUpdate: hasPermission(user, 'update', container),
    canUpdateOwn: hasPermission(user, 'update', container),
    canDelete: hasPermission(user, 'delete', container),
    canDeleteOwn: hasPermission(user, 'delete', container),
    isAdmin: hasPermission(user, 'admin', container),
    isRootAdmin: isAdmin,
    isSystemAdmin: isAdmin,
    canImpersonateSiteRoles: false,
    isGuest: false,
    isDeveloper: false,
    isAnalyst: false,
    isTrusted: false,
    isSignedIn: true,
    isSystem: true,
    maxAllowedPhi: user.maxPhi,
  }
}
