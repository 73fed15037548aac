import { writeUserAudit } from '../auth/user-audit.ts'
import { ActionError, badParameter, RefusedError } from '../http/failures.ts'
import { jsonResponse, pageResponse, redirectResponse } from '../http/responses.ts'
import { termsPage } from '../pages/terms-page.ts'
import { actionUrl, safeReturnUrl } from '../routing/links.ts'
import { changeSession } from '../session/change-session.ts'
import { isGuest } from '../site/user.ts'
import type { Action, Call } from './action.ts'

/** `login-getTermsOfUseApi.api`: the terms of use. */
export const getTermsOfUseApi: Action = {
  name: 'login-getTermsOfUseApi',
  answers: 'json',
  method: 'write',
  needs: 'nothing',
  handle: ({ site }) =>
    jsonResponse({
      termsOfUseContent: site.options.termsOfUse.content,
      termsOfUseType: 'PROJECT_LEVEL',
    }),
}

/** `login-acceptTermsOfUseApi.api`: agrees to the terms for the rest of the session. */
export const acceptTermsOfUseApi: Action = {
  name: 'login-acceptTermsOfUseApi',
  answers: 'json',
  method: 'write',
  needs: 'login',
  handle: async (call) => {
    await agree(call)
    return jsonResponse({ success: true })
  },
}

/**
 * `login-isAgreeOnlyApi.api`: true for everybody who is signed in, whether terms are pending or not; a
 * guest gets an empty object (LabKey/platform `LoginController.IsAgreeOnlyApiAction`).
 */
export const isAgreeOnlyApi: Action = {
  name: 'login-isAgreeOnlyApi',
  answers: 'json',
  method: 'write',
  needs: 'nothing',
  handle: ({ caller }) => jsonResponse(isGuest(caller.user) ? {} : { isAgreeOnly: true }),
}

/** `login-agreeToTerms.view`: the page of the terms, and its form. */
export const agreeToTerms: Action = {
  name: 'login-agreeToTerms',
  answers: 'page',
  method: 'read',
  needs: 'login',
  handle: async (call) => {
    if (call.request.method !== 'POST') return pageResponse(termsPage(call))
    try {
      await agree(call)
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      return pageResponse(termsPage(call, error.message), { status: error.status })
    }
    const fallback = actionUrl(call.site, call.container, 'project-begin.view')
    return redirectResponse(safeReturnUrl(call.site, call.parameters.get('returnUrl'), fallback))
  },
}

async function agree(call: Call): Promise<void> {
  const { site, caller, parameters, address, container } = call
  refuseKeys(call, 'agree to the terms of use')
  if (!parameters.flag('approvedTermsOfUse')) {
    throw badParameter(
      'approvedTermsOfUse',
      'To use this project, you must check the box to approve the terms of use.',
    )
  }
  const { version } = site.options.termsOfUse
  const comment = `${caller.user.email} agreed to version ${version} of the terms of use.`
  await writeUserAudit(site, { address, caller, container: container.path }, comment)
  await changeSession(call, () => ({ termsVersion: version }))
}

/**
 * Refuses what only the person in the browser may do: a key has the rights of its session, and must
 * not add to them.
 *
 * @throws {RefusedError} 403.
 */
export function refuseKeys({ caller }: Call, what: string): void {
  if (caller.keyKind === 'session-key' || caller.keyKind === 'api-key') {
    throw new RefusedError(403, `A key cannot ${what}. Sign in with the browser.`)
  }
}
