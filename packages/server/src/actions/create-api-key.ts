import { cookieOfKey } from '../auth/key-cookie.ts'
import { writeUserAudit } from '../auth/user-audit.ts'
import { ActionError, RefusedError, notFound } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { newAccessor } from '../keys/accessor.ts'
import { newKey } from '../keys/key-format.ts'
import type { KeyType } from '../keys/key-format.ts'
import { checkDeclaration } from '../routing/check-declaration.ts'
import type { Awaitable } from '../store/store.ts'
import type { Action, Call } from './action.ts'

/** `security-createApiKey.api`: makes an API key or a session key (contract 2.1). */
export const createApiKey: Action = {
  name: 'security-createApiKey',
  answers: 'json',
  method: 'write',
  needs: 'login',
  handle: async (call) => {
    const { parameters } = call
    const description = parameters.get('description') ?? null
    return jsonResponse({ apikey: await makeKey(call, parameters.get('type'), description) })
  },
}

/**
 * Makes a key of a type and returns its plain text, which exists nowhere else.
 *
 * @throws {ActionError} 404 in LabKey's words if the type is switched off or unknown; 500 without one.
 * @throws {RefusedError} 403 for an API key while impersonating, and for a session key of a session
 *   that lacks a step in this container.
 */
export async function makeKey(
  call: Call,
  type: string | undefined,
  description: string | null,
): Promise<string> {
  const settings = await call.site.store.settings.read()
  switch (type) {
    case undefined:
      throw new ActionError(500, 'Cannot create a key without a type', {
        exceptionClass: 'java.lang.NullPointerException',
      })
    case 'apikey':
      if (!settings.allowApiKeys) throw notFound('Creation of API keys is disabled')
      return makeApiKey(call, settings.apiKeyExpirationSeconds, description)
    case 'session':
      if (!settings.allowSessionKeys) throw notFound('Creation of session keys is disabled')
      return makeSessionKey(call)
    default:
      throw notFound('Invalid type specified')
  }
}

const maxDescription = 256

async function makeApiKey(
  call: Call,
  expirationSeconds: number,
  description: string | null,
): Promise<string> {
  const { site, caller } = call
  if (caller.impersonator !== null) {
    throw new RefusedError(403, "Can't create an API key while impersonating")
  }
  const key = newKeyOf(call, 'apikey')
  const accessor = newAccessor()
  await record(call, `API key ${accessor} created`)
  await site.store.apiKeys.add({
    digest: site.digest(key),
    accessor,
    userId: caller.user.id,
    description: description?.trim().slice(0, maxDescription) || null,
    expiresAt: expirationSeconds < 0 ? null : site.clock.now() + expirationSeconds * 1000,
  })
  return key
}

async function makeSessionKey(call: Call): Promise<string> {
  const { site, caller } = call
  checkDeclaration(call)
  const key = newKeyOf(call, 'session')
  const accessor = newAccessor()
  if (caller.session === undefined) {
    // Before 23.10 an API key signs nobody in: its session is a guest's, and so is a key made in it.
    await record(call, `Session key ${accessor} of a guest's session created`)
    return key
  }
  const added = await site.store.sessions.addKey(caller.session.accessor, {
    digest: site.digest(key),
    accessor,
    ...(site.traits.hasSessionKeyCookie && { cookieDigest: site.digest(cookieOfKey(site, key)) }),
  })
  if (added === 'full') {
    throw new ActionError(
      400,
      'This session has as many session keys as it may. Sign out to end them.',
    )
  }
  if (added === 'ended') throw new ActionError(400, 'There is no session to make a key of.')
  await record(call, `Session key ${accessor} created`)
  return key
}

function newKeyOf({ site }: Call, type: KeyType): string {
  return newKey(site.options.settings.keyFormat ?? site.traits.keyFormat, type)
}

function record({ site, caller, address, container }: Call, what: string): Awaitable<void> {
  const who = { address, caller, container: container.path }
  return writeUserAudit(site, who, `${what} by ${caller.user.email}.`)
}
