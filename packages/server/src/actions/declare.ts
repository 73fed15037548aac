import { writeUserAudit } from '../auth/user-audit.ts'
import { ActionError } from '../http/failures.ts'
import { pageResponse, redirectResponse } from '../http/responses.ts'
import { declarationPage } from '../pages/declaration-page.ts'
import type { Page } from '../pages/page.ts'
import { signingPage } from '../pages/signing-page.ts'
import { phiLabels } from '../data/phi.ts'
import { actionUrl, safeReturnUrl } from '../routing/links.ts'
import { changeSession } from '../session/change-session.ts'
import { readChoices, readDeclaration } from '../session/declaration.ts'
import type { Action, Call } from './action.ts'
import { refuseKeys } from './terms-of-use.ts'

/**
 * `compliance-declare.view`: the page where role or activity, IRB number and PHI level are declared,
 * and then the one where the terms built from them are signed. A program may do both at once.
 *
 * LabKey's own endpoint is closed source; URL, fields and answers are inferred.
 */
export const declare: Action = {
  name: 'compliance-declare',
  answers: 'page',
  method: 'read',
  needs: 'read',
  handle: async (call) => {
    const { site, container, caller, parameters } = call
    const fallback = actionUrl(site, container, 'project-begin.view')
    const next = safeReturnUrl(site, parameters.get('returnUrl'), fallback)
    if (container.protectedBy === null) return redirectResponse(next)
    if (caller.session?.termsVersion !== site.options.termsOfUse.version) {
      refuseKeys(call, 'declare')
      const here = call.url.pathname + call.url.search
      return redirectResponse(
        actionUrl(site, container, 'login-agreeToTerms.view', { returnUrl: here }),
      )
    }
    if (call.request.method !== 'POST') return pageResponse(declarationPage(call))
    try {
      if (parameters.flag('isReview')) return pageResponse(review(call))
      await sign(call, container.protectedBy)
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      const page =
        error.field === 'acceptTerms' ? review(call, error) : declarationPage(call, error)
      return pageResponse(page, { status: error.status })
    }
    return redirectResponse(next)
  },
}

function review(call: Call, failure?: ActionError): Page {
  const declaration = readChoices(call.parameters, call.caller.user)
  return call.parameters.flag('isChange')
    ? declarationPage(call)
    : signingPage(call, declaration, failure)
}

async function sign(call: Call, protectedBy: string): Promise<void> {
  const { site, caller, parameters, address } = call
  refuseKeys(call, 'declare')
  const declaration = readDeclaration(parameters, caller.user)
  const comment = `${caller.user.email} declared ${phiLabels[declaration.phi]} and signed: ${declaration.terms}`
  await writeUserAudit(site, { address, caller, container: protectedBy }, comment)
  const entityId = site.containers.find(protectedBy)?.entityId ?? ''
  await changeSession(call, ({ declarations }) => ({
    declarations: new Map([...declarations, [entityId, declaration]]),
  }))
}
