import type { KeyKind } from '../audit/audit-record.ts'
import type { Session } from '../session/session-store.ts'
import type { User } from '../site/user.ts'

/** Who a request runs as, and by which right. */
export interface Caller {
  readonly user: User
  /** `undefined` for guests: nobody has a session before signing in. */
  readonly session: Session | undefined
  readonly keyKind: KeyKind
  readonly keyAccessor: string | null
  /** Id of a session made by this request, for its cookie. */
  readonly newSessionId: string | undefined
}

/** Returns the caller of a session found by its cookie. One made from an API key stays that key's. */
export function sessionCaller(session: Session, newSessionId?: string): Caller {
  const kinds: Readonly<Record<Session['origin'], KeyKind>> = {
    login: 'session',
    basic: 'password',
    'api-key': 'api-key',
  }
  return {
    user: session.user,
    session,
    keyKind: kinds[session.origin],
    keyAccessor: session.apiKeyAccessor,
    newSessionId,
  }
}
