import { readCookies } from '../http/cookies.ts'
import type { Session } from '../session/session.ts'
import type { Site } from '../site/site.ts'
import type { Awaitable } from '../store/store.ts'
import { refused, withRolesOf } from './authenticate-request.ts'
import { readCredentials } from './basic-credentials.ts'
import { guestCaller, keyCaller, sessionCaller } from './caller.ts'
import type { Caller } from './caller.ts'

/**
 * Finds out anew who a request runs as after its body came, which may take as long as its client likes.
 *
 * The right it came by is asked for again: session, session key or API key. Whose browser session ended
 * goes on as guest.
 *
 * @throws {RefusedError} 401 if a key ended; before 24.7.1 the request runs as guest.
 */
export async function renewCaller(site: Site, caller: Caller, headers: Headers): Promise<Caller> {
  const renewed = await findAgain(site, caller, headers)
  return withRolesOf(headers, renewed)
}

async function findAgain(site: Site, caller: Caller, headers: Headers): Promise<Caller> {
  const { store, digest } = site
  const { keyKind, newSessionId } = caller
  const credentials = readCredentials(headers)
  const key = typeof credentials === 'object' ? credentials.password : ''
  if (keyKind === 'session-key') {
    const found = await store.sessions.findByKey(digest(key))
    return found === undefined
      ? refused(site, 'wrong')
      : keyCaller(found.session, found.accessor, newSessionId)
  }
  if (keyKind === 'api-key' && caller.session === undefined) {
    const found = await store.apiKeys.find(digest(key))
    return found?.user.isActive === true ? { ...caller, user: found.user } : refused(site, 'wrong')
  }
  if (caller.session === undefined) return guestCaller
  const session = await findSession(site, newSessionId, headers)
  if (session !== undefined) return sessionCaller(session, newSessionId)
  return newSessionId === undefined ? guestCaller : refused(site, 'wrong')
}

function findSession(
  { store, digest }: Site,
  newId: string | undefined,
  headers: Headers,
): Awaitable<Session | undefined> {
  const id = newId ?? readCookies(headers.get('Cookie')).session
  return id === undefined ? undefined : store.sessions.find(digest(id))
}
