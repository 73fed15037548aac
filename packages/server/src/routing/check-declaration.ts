import type { Call } from '../actions/action.ts'
import { RefusedError } from '../http/failures.ts'
import type { Declaration } from '../session/declaration.ts'
import { actionUrl } from './links.ts'

/** What was declared for the call's container, or `undefined`, also where nothing has to be. */
export function declarationOf({ site, caller, container }: Call): Declaration | undefined {
  const { protectedBy } = container
  if (protectedBy === null || caller.session === undefined) return undefined
  return caller.session.declarations.get(site.containers.find(protectedBy)?.entityId ?? '')
}

/**
 * Refuses a call in a protected container as long as its session lacks a step: terms, then declaration.
 *
 * How LabKey's compliance module answers is not public; status and words are inferred.
 *
 * @throws {RefusedError} 403 that names the missing step and its page, where a browser is sent to.
 */
export function checkDeclaration(call: Call): void {
  const { caller, container, site } = call
  const { protectedBy } = container
  if (protectedBy === null) return
  if (caller.keyKind === 'api-key' || caller.session?.origin === 'api-key') {
    const page = actionUrl(site, protectedBy, 'security-externalToolsView.view')
    throw new RefusedError(
      403,
      `The data in '${protectedBy}' needs a declaration of role, IRB number and PHI level, which an ` +
        `API key cannot carry. Sign in with the browser and generate a session key at ${page}`,
    )
  }
  const returnUrl = call.url.pathname + call.url.search
  if (caller.session?.termsVersion !== site.options.termsOfUse.version) {
    throw missing(
      call,
      protectedBy,
      'login-agreeToTerms.view',
      returnUrl,
      'terms of use',
      'agree to the terms of use',
    )
  }
  if (declarationOf(call) === undefined) {
    throw missing(
      call,
      protectedBy,
      'compliance-declare.view',
      returnUrl,
      'declaration',
      'declare your role, IRB number and PHI level',
    )
  }
}

function missing(
  { site }: Call,
  path: string,
  action: string,
  returnUrl: string,
  step: string,
  todo: string,
): RefusedError {
  const page = actionUrl(site, path, action)
  return new RefusedError(
    403,
    `A step is missing in this session: ${step}. To see data in '${path}', sign in with the browser ` +
      `and ${todo} at ${page}`,
    { redirectTo: actionUrl(site, path, action, { returnUrl }) },
  )
}
