import type { Role, User } from '../site/user.ts'
import type { Declaration } from './declaration.ts'

/** How a session came to be: the login page or API, e-mail and password over Basic, or an API key. */
export type SessionOrigin = 'login' | 'basic' | 'api-key'

/** A signed-in session as it is at one moment. Its id is not here: only the cookie holds it. */
export interface Session extends SessionState {
  /** Public name, for the audit. */
  readonly accessor: string
  /** Who signed in. */
  readonly user: User
  readonly origin: SessionOrigin
  /** Accessor of the API key it was made from. */
  readonly apiKeyAccessor: string | null
}

/** What a session starts with. */
export interface SessionSeed extends Pick<Session, 'user' | 'origin' | 'apiKeyAccessor'> {
  /** Version of the terms of use that were agreed to with the login. Default: none. */
  readonly termsVersion?: string | null
}

/** What may change while a session lives. */
export interface SessionState {
  /** Version of the terms of use agreed to. */
  readonly termsVersion: string | null
  /** Declarations by the entity id of the protected container: another may get its path later. */
  readonly declarations: ReadonlyMap<string, Declaration>
  readonly impersonation: Impersonation | null
}

/**
 * Who an administrator acts as: another user, or itself with the rights of roles or of a group.
 *
 * As another user nothing of the administrator's own session counts; `before` is what comes back at
 * the end. Roles and groups change rights only, and are empty for somebody with no role at all.
 */
export type Impersonation =
  | {
      readonly kind: 'user'
      readonly user: User
      readonly before: Omit<SessionState, 'impersonation'>
    }
  | { readonly kind: 'roles'; readonly roles: readonly Role[] }
  | { readonly kind: 'group'; readonly groupName: string; readonly roles: readonly Role[] }
