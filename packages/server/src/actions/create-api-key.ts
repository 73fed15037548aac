import { writeUserAudit } from '../auth/user-audit.ts'
import { ActionError, notFound } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { checkDeclaration } from '../routing/check-declaration.ts'
import type { Action, Call } from './action.ts'

/** `security-createApiKey.api`: makes an API key or a session key (contract 2.1). */
export const createApiKey: Action = {
  name: 'security-createApiKey',
  answers: 'json',
  method: 'write',
  needs: 'login',
  handle: (call) => {
    const { parameters } = call
    return jsonResponse({
      apikey: makeKey(call, parameters.get('type'), parameters.get('description') ?? null),
    })
  },
}

/**
 * Makes a key of a type and returns its plain text, which exists nowhere else.
 *
 * @throws {ActionError} 404 in LabKey's words if the type is switched off or unknown; 500 without one.
 * @throws {RefusedError} 403 for a session key of a session that lacks a step in this container.
 */
export function makeKey(call: Call, type: string | undefined, description: string | null): string {
  const { site, caller } = call
  const { settings } = site.options
  switch (type) {
    case undefined:
      throw new ActionError(500, 'Cannot create a key without a type', {
        exceptionClass: 'java.lang.NullPointerException',
      })
    case 'apikey': {
      if (!settings.allowApiKeys) throw notFound('Creation of API keys is disabled')
      const { key, apiKey } = site.apiKeys.create(caller.user, {
        description,
        expirationSeconds: settings.apiKeyExpirationSeconds,
      })
      record(call, `API key ${apiKey.accessor} created`)
      return key
    }
    case 'session': {
      if (!settings.allowSessionKeys) throw notFound('Creation of session keys is disabled')
      checkDeclaration(call)
      const made = caller.session && site.sessionKeys.create(caller.session)
      if (made === undefined) {
        throw new ActionError(
          400,
          'This session has as many session keys as it may. Sign out to end them.',
        )
      }
      record(call, `Session key ${made.sessionKey.accessor} created`)
      return made.key
    }
    default:
      throw notFound('Invalid type specified')
  }
}

function record({ site, caller, address, container }: Call, what: string): void {
  const who = { address, caller, container: container.path }
  writeUserAudit(site, who, `${what} by ${caller.user.email}.`)
}
