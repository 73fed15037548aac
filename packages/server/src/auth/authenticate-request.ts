import { RefusedError } from '../http/failures.ts'
import { sessionCookie } from '../http/cookies.ts'
import type { Site } from '../site/site.ts'
import { guest } from '../site/user.ts'
import { keyUser, readCredentials } from './basic-credentials.ts'
import type { BasicCredentials } from './basic-credentials.ts'
import { sessionCaller } from './caller.ts'
import type { Caller } from './caller.ts'
import { writeUserAudit } from './user-audit.ts'
import { loginFailures, verifyPassword } from './verify-password.ts'
import type { LoginFailure } from './verify-password.ts'

const guestCaller: Caller = {
  user: guest,
  session: undefined,
  keyKind: 'none',
  keyAccessor: null,
  newSessionId: undefined,
}

/**
 * Finds out who a request runs as, in LabKey's order (contract 1.1).
 *
 * Basic, else the `apikey` header. A live session key replaces the request's session by the one it was
 * made in. A session that is signed in decides, and credentials beside it are not looked at. Only then
 * are credentials checked. Without any, the request runs as guest.
 *
 * @throws {RefusedError} 401 as JSON without challenge for credentials that are not right, the same
 *   body for every kind of bad key; 503 if too many passwords are being checked.
 */
export async function authenticateRequest(
  site: Site,
  headers: Headers,
  cookies: ReadonlyMap<string, string>,
  address: string,
): Promise<Caller> {
  const credentials = readCredentials(headers)
  if (credentials?.user === keyUser) {
    const sessionKey = site.sessionKeys.find(credentials.password)
    if (sessionKey !== undefined) {
      const { session, accessor } = sessionKey
      return {
        user: session.user,
        session,
        keyKind: 'session-key',
        keyAccessor: accessor,
        newSessionId: undefined,
      }
    }
  }
  const id = cookies.get(sessionCookie)
  const session = id === undefined ? undefined : site.sessions.find(id)
  if (session !== undefined) return sessionCaller(session)
  if (credentials === undefined) return guestCaller
  return credentials.user === keyUser
    ? callerOfApiKey(site, credentials.password, address)
    : callerOfPassword(site, credentials, address)
}

function callerOfApiKey(site: Site, key: string, address: string): Caller {
  const apiKey = site.apiKeys.find(key)
  if (apiKey === undefined) {
    const attempt = site.limiter.attempt([
      ['address', address],
      ['key', site.digest(key)],
    ])
    if (attempt === undefined) throw refused('paused')
    writeUserAudit(site, { address }, 'apikey failed to login: invalid API key')
    throw refused('wrong')
  }
  if (!apiKey.user.isActive) throw refused('inactive')
  const { user, accessor } = apiKey
  const { id, session } = site.sessions.start({
    user,
    origin: 'api-key',
    apiKeyAccessor: accessor,
  })
  const caller = sessionCaller(session, id)
  writeUserAudit(site, { address, caller }, `${user.email} logged in successfully via an API key.`)
  return caller
}

async function callerOfPassword(
  site: Site,
  { user: name, password }: BasicCredentials,
  address: string,
): Promise<Caller> {
  // `guest` is an explicit guest; a bare name is no valid e-mail and there is no default domain, so the
  // request goes on as guest, without an error (contract 1.2).
  if (name.toLowerCase() === 'guest' || !name.includes('@')) return guestCaller
  const outcome = await verifyPassword(site, name, password, address)
  if ('failure' in outcome) throw refused(outcome.failure)
  const { user } = outcome
  const { id, session } = site.sessions.start({ user, origin: 'basic', apiKeyAccessor: null })
  const caller = sessionCaller(session, id)
  const comment = `${user.email} logged in successfully via Database authentication.`
  writeUserAudit(site, { address, caller }, comment)
  return caller
}

function refused(failure: LoginFailure): RefusedError {
  return new RefusedError(401, loginFailures[failure], {
    format: 'json',
    headers: failure === 'paused' ? { 'Retry-After': '60' } : {},
  })
}
