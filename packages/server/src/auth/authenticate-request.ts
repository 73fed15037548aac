import { RefusedError } from '../http/failures.ts'
import type { OwnCookies } from '../http/cookies.ts'
import { newSessionId } from '../session/session-id.ts'
import type { Site } from '../site/site.ts'
import type { Awaitable, KeySession } from '../store/store.ts'
import { keyUser, readCredentials } from './basic-credentials.ts'
import type { BasicCredentials } from './basic-credentials.ts'
import { guestCaller, keyCaller, sessionCaller } from './caller.ts'
import type { Caller } from './caller.ts'
import { cookieOfKey } from './key-cookie.ts'
import { writeUserAudit } from './user-audit.ts'
import { loginFailures, verifyPassword } from './verify-password.ts'
import type { LoginFailure } from './verify-password.ts'

/**
 * Finds out who a request runs as, in LabKey's order (contract 1.1).
 *
 * Basic, else the `apikey` header. A live session key replaces the request's session by the one it was
 * made in. A session that is signed in decides, and credentials beside it are not looked at. Only then
 * are credentials checked. Without any, the request runs as guest.
 *
 * @throws {RefusedError} 401 as JSON without challenge for credentials that are not right, the same
 *   body for every kind of bad key; 503 if too many passwords are being checked. Before 24.7.1 the
 *   request runs as guest instead of 401.
 */
export function authenticateRequest(
  site: Site,
  headers: Headers,
  cookies: OwnCookies,
  address: string,
): Awaitable<Caller> {
  const caller = findCaller(site, headers, cookies, address)
  return caller instanceof Promise
    ? caller.then((found) => withRolesOf(headers, found))
    : withRolesOf(headers, caller)
}

function findCaller(
  site: Site,
  headers: Headers,
  cookies: OwnCookies,
  address: string,
): Awaitable<Caller> {
  const credentials = readCredentials(headers)
  if (credentials === 'malformed') return refused(site, 'wrong')
  const { session: id } = cookies
  if (credentials?.user !== keyUser) return callerWithoutKey(site, credentials, id, address)
  const { password: key } = credentials
  const goOn = (found: KeySession | undefined): Awaitable<Caller> => {
    if (found === undefined) return callerWithoutKey(site, credentials, id, address)
    const cookie = site.traits.hasSessionKeyCookie ? cookieOfKey(site, key) : id
    return keyCaller(found.session, found.accessor, cookie === id ? undefined : cookie)
  }
  const found = site.store.sessions.findByKey(site.digest(key))
  return found instanceof Promise ? found.then(goOn) : goOn(found)
}

async function callerWithoutKey(
  site: Site,
  credentials: BasicCredentials | undefined,
  id: string | undefined,
  address: string,
): Promise<Caller> {
  const session = id === undefined ? undefined : await site.store.sessions.find(site.digest(id))
  if (session !== undefined) return sessionCaller(session)
  if (credentials === undefined) return guestCaller
  return credentials.user === keyUser
    ? callerOfApiKey(site, credentials.password, address)
    : callerOfPassword(site, credentials, address)
}

/**
 * Returns the caller with the roles that the request wants.
 *
 * "Header `LabKey-Disallow-Global-Roles: true` drops privileged site roles for this request", unless an
 * impersonation decides about roles already. Administrators have no role here but the site's.
 */
export function withRolesOf(headers: Headers, caller: Caller): Caller {
  if (caller.impersonator !== null || caller.user.role !== 'admin') return caller
  if (headers.get('LabKey-Disallow-Global-Roles') !== 'true') return caller
  return { ...caller, user: { ...caller.user, role: 'guest' } }
}

async function callerOfApiKey(site: Site, key: string, address: string): Promise<Caller> {
  const { store, digest, traits } = site
  const keyDigest = digest(key)
  const apiKey = await store.apiKeys.find(keyDigest)
  if (apiKey === undefined) {
    const attempt = await store.failures.attempt([
      ['address', address],
      ['key', keyDigest],
    ])
    if (attempt === undefined) return refused(site, 'paused')
    await writeUserAudit(site, { address }, 'apikey failed to login: invalid API key')
    return refused(site, 'wrong')
  }
  const { user, accessor } = apiKey
  if (!user.isActive) return refused(site, 'inactive')
  if (!traits.hasApiKeySessions) {
    return { ...guestCaller, user, keyKind: 'api-key', keyAccessor: accessor }
  }
  const id = newSessionId()
  const seed = { user, origin: 'api-key', apiKeyAccessor: accessor } as const
  const caller = sessionCaller(await store.sessions.start(digest(id), seed), id)
  const comment = `${user.email} logged in successfully via an API key.`
  await writeUserAudit(site, { address, caller }, comment)
  return caller
}

async function callerOfPassword(
  site: Site,
  { user: name, password }: BasicCredentials,
  address: string,
): Promise<Caller> {
  // Nothing at all, as Perl's guest sends, is wrong (contract 6.7). `guest` is an explicit guest; a bare name is no valid e-mail and there is no default domain, so the
  // request goes on as guest, without an error (contract 1.2).
  if (name === '') return refused(site, 'wrong')
  if (name.toLowerCase() === 'guest' || !name.includes('@')) return guestCaller
  const outcome = await verifyPassword(site, name, password, address)
  if ('failure' in outcome) return refused(site, outcome.failure)
  const { user } = outcome
  const id = newSessionId()
  const seed = { user, origin: 'basic', apiKeyAccessor: null } as const
  const caller = sessionCaller(await site.store.sessions.start(site.digest(id), seed), id)
  const comment = `${user.email} logged in successfully via Database authentication.`
  await writeUserAudit(site, { address, caller }, comment)
  return caller
}

/** Answers credentials that are not right as the release does. @throws {RefusedError} 401. */
export function refused(site: Site, failure: LoginFailure): Caller {
  if (site.traits.badCredentials === 'guest') return guestCaller
  throw new RefusedError(401, loginFailures[failure], {
    format: 'json',
    headers: failure === 'paused' ? { 'Retry-After': '60' } : {},
  })
}
