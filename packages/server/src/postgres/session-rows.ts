import type { Declaration } from '../session/declaration.ts'
import type { Impersonation, Session, SessionState } from '../session/session.ts'
import { userColumns, userOf } from './user-rows.ts'
import type { UserRow } from './user-rows.ts'

/** The columns of a session `s` and its user `u`, for {@link sessionOf}. */
export const sessionColumns: string = `s.accessor, s.origin, s.api_key_accessor, s.state, ${userColumns}`

/** A row with {@link sessionColumns}. */
export interface SessionRow extends UserRow {
  readonly accessor: string
  readonly origin: Session['origin']
  readonly api_key_accessor: string | null
  readonly state: string
}

/** Returns the session of a row. */
export function sessionOf(row: SessionRow): Session {
  return {
    accessor: row.accessor,
    user: userOf(row),
    origin: row.origin,
    apiKeyAccessor: row.api_key_accessor,
    ...parseState(row.state),
  }
}

/** A state as JSON: maps as their entries. */
interface StateJson {
  readonly termsVersion: string | null
  readonly declarations: readonly (readonly [string, Declaration])[]
}

type ImpersonationJson =
  | Exclude<Impersonation, { kind: 'user' }>
  | (Omit<Extract<Impersonation, { kind: 'user' }>, 'before'> & { readonly before: StateJson })

/** Returns the text that keeps a state. */
export function stringifyState(state: SessionState): string {
  const { impersonation } = state
  const kept: ImpersonationJson | null =
    impersonation?.kind === 'user'
      ? { ...impersonation, before: toJson(impersonation.before) }
      : impersonation
  return JSON.stringify({ ...toJson(state), impersonation: kept })
}

function parseState(text: string): SessionState {
  const json = JSON.parse(text) as StateJson & { readonly impersonation: ImpersonationJson | null }
  const { impersonation } = json
  return {
    ...fromJson(json),
    impersonation:
      impersonation?.kind === 'user'
        ? { ...impersonation, before: fromJson(impersonation.before) }
        : impersonation,
  }
}

function toJson({ termsVersion, declarations }: Omit<SessionState, 'impersonation'>): StateJson {
  return { termsVersion, declarations: [...declarations] }
}

function fromJson({ termsVersion, declarations }: StateJson): Omit<SessionState, 'impersonation'> {
  return { termsVersion, declarations: new Map(declarations) }
}
