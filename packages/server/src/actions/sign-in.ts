import { sessionCaller } from '../auth/caller.ts'
import { writeUserAudit } from '../auth/user-audit.ts'
import type { User } from '../site/user.ts'
import type { Call } from './action.ts'

/**
 * Starts a session for the user under a new id, and ends the one the browser had before.
 *
 * Terms agreed to before by the same user stay agreed to (contract 3.6); declarations do not.
 */
export function signIn(call: Call, user: User, isAgreed: boolean): void {
  const { site, caller, address } = call
  const { id, session } = site.sessions.start({ user, origin: 'login', apiKeyAccessor: null })
  if (isAgreed) session.termsVersion = site.options.termsOfUse.version
  const before = caller.session
  // A session key names somebody else's session, the browser's, which a script must not replace.
  if (before !== undefined && caller.keyKind !== 'session-key') {
    if (before.user === user) session.termsVersion ??= before.termsVersion
    site.sessions.end(before)
  }
  call.setSessionId(id)
  const comment = `${user.email} logged in successfully via Database authentication.`
  writeUserAudit(site, { address, caller: sessionCaller(session) }, comment)
}

/** Ends the session of the call, and with it every key made in it; through a session key, too. */
export function signOut(call: Call): void {
  const { site, caller, address } = call
  call.setSessionId(undefined)
  if (caller.session === undefined) return
  // Ended first: a sign-out must work even when it cannot be recorded.
  site.sessions.end(caller.session)
  writeUserAudit(site, { address, caller }, `${caller.user.email} logged out.`)
}

/**
 * Gives the browser a new session id after its session came to mean more; keys of the session stay.
 *
 * Not for a request through a session key: it has no cookie, and the browser would be signed out.
 */
export function renewSessionId({ site, caller, setSessionId }: Call): void {
  if (caller.session === undefined || caller.keyKind === 'session-key') return
  setSessionId(site.sessions.rotate(caller.session))
}
