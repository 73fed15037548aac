import { sessionCaller } from '../auth/caller.ts'
import { writeUserAudit } from '../auth/user-audit.ts'
import { newSessionId } from '../session/session-id.ts'
import type { User } from '../site/user.ts'
import type { Call } from './action.ts'

/**
 * Starts a session for the user under a new id, and ends the one the browser had before.
 *
 * Terms agreed to before by the same user stay agreed to (contract 3.6); declarations do not.
 */
export async function signIn(call: Call, user: User, isAgreed: boolean): Promise<void> {
  const { site, caller, address } = call
  const { sessions } = site.store
  // A session key names somebody else's session, the browser's, which a script must not replace.
  const before = caller.keyKind === 'session-key' ? undefined : caller.session
  const kept = before?.user.id === user.id ? before.termsVersion : null
  const termsVersion = isAgreed ? site.options.termsOfUse.version : kept
  const id = newSessionId()
  const seed = { user, origin: 'login', apiKeyAccessor: null, termsVersion } as const
  const session = await sessions.start(site.digest(id), seed)
  if (before !== undefined) await sessions.end(before.accessor)
  call.setSessionId(id)
  const comment = `${user.email} logged in successfully via Database authentication.`
  await writeUserAudit(site, { address, caller: sessionCaller(session) }, comment)
}

/** Ends the session of the call, and with it every key made in it; through a session key, too. */
export async function signOut(call: Call): Promise<void> {
  const { site, caller, address } = call
  call.setSessionId(undefined)
  if (caller.session === undefined) return
  // Ended first: a sign-out must work even when it cannot be recorded.
  await site.store.sessions.end(caller.session.accessor)
  await writeUserAudit(site, { address, caller }, `${caller.user.email} logged out.`)
}
