import type { Call } from '../actions/action.ts'
import { RefusedError } from '../http/failures.ts'
import { newSessionId } from './session-id.ts'
import type { Session, SessionState } from './session.ts'

/**
 * Changes what the call's session means, and gives the browser a new session id with it; keys of the
 * session stay, unless `endsKeys`.
 *
 * Through a session key the id stays: that request has no cookie, and the browser would be signed out.
 *
 * @throws {RefusedError} 401 if the session ended meanwhile.
 */
export async function changeSession(
  { site, caller, setSessionId }: Call,
  change: (session: Session) => Partial<SessionState>,
  options: { readonly endsKeys?: boolean } = {},
): Promise<Session> {
  const isKey = caller.keyKind === 'session-key'
  const id = isKey ? undefined : newSessionId()
  const changed = await site.store.sessions.change(
    caller.session?.accessor ?? '',
    (session) => ({ ...stateOf(session), ...change(session) }),
    { ...options, ...(id !== undefined && { digest: site.digest(id) }) },
  )
  if (changed === undefined) {
    throw new RefusedError(401, 'Your session has ended. Sign in again.')
  }
  if (id !== undefined) setSessionId(id)
  return changed
}

function stateOf({ termsVersion, declarations, impersonation }: Session): SessionState {
  return { termsVersion, declarations, impersonation }
}
