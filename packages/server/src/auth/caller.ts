import type { KeyKind } from '../audit/audit-record.ts'
import type { Session } from '../session/session.ts'
import { strongestRole } from '../site/permissions.ts'
import { guest } from '../site/user.ts'
import type { User } from '../site/user.ts'

/** Who a request runs as, and by which right. */
export interface Caller {
  /** With the rights it has in this request: another user's, or fewer, while impersonating. */
  readonly user: User
  /** The administrator who impersonates, else `null`. */
  readonly impersonator: User | null
  /** `undefined` for guests: nobody has a session before signing in. */
  readonly session: Session | undefined
  readonly keyKind: KeyKind
  readonly keyAccessor: string | null
  /** Id of the session for the cookie, if the answer has to set it. */
  readonly newSessionId: string | undefined
}

/** A request without credentials. */
export const guestCaller: Caller = {
  user: guest,
  impersonator: null,
  session: undefined,
  keyKind: 'none',
  keyAccessor: null,
  newSessionId: undefined,
}

const kinds: Readonly<Record<Session['origin'], KeyKind>> = {
  login: 'session',
  basic: 'password',
  'api-key': 'api-key',
}

/** Returns the caller of a session found by its cookie. One made from an API key stays that key's. */
export function sessionCaller(session: Session, newSessionId?: string): Caller {
  return {
    user: actingUser(session),
    impersonator: session.impersonation === null ? null : session.user,
    session,
    keyKind: kinds[session.origin],
    keyAccessor: session.apiKeyAccessor,
    newSessionId,
  }
}

/** Returns the caller of a session found by one of its keys. */
export function keyCaller(session: Session, keyAccessor: string, cookieId?: string): Caller {
  return {
    user: actingUser(session),
    impersonator: session.impersonation === null ? null : session.user,
    session,
    keyKind: 'session-key',
    keyAccessor,
    newSessionId: cookieId,
  }
}

/** Returns who acts in a session, with the rights that its impersonation leaves. */
function actingUser({ user, impersonation }: Session): User {
  if (impersonation === null) return user
  return impersonation.kind === 'user'
    ? impersonation.user
    : { ...user, role: strongestRole(impersonation.roles) }
}
