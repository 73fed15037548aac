import { createHash } from 'node:crypto'

/** What kind of event a record tells of, by LabKey's names. */
export type AuditEvent = 'SelectQuery' | 'UserAuditEvent'

/** Which kind of credential an access was made with. */
export type KeyKind = 'session' | 'session-key' | 'api-key' | 'password' | 'none'

/** The facts of one audited event. Holds no secret: keys are named by their accessors. */
export interface AuditFacts {
  readonly event: AuditEvent
  readonly userId: number
  /** E-mail of the user, or `guest`. */
  readonly user: string
  /** E-mail of the impersonating user. Always `null` here: there is no impersonation. */
  readonly impersonatedBy: string | null
  /** Address of the socket; forwarding headers are not believed. */
  readonly address: string
  readonly container: string
  readonly schemaName: string | null
  readonly queryName: string | null
  /** What was declared for the container in the session, else `null`. */
  readonly activity: string | null
  readonly irb: string | null
  readonly phiLevel: string | null
  /** Version of the terms of use agreed to in the session. */
  readonly termsVersion: string | null
  readonly keyKind: KeyKind
  readonly keyAccessor: string | null
  /** Number of rows returned. */
  readonly rowCount: number | null
  readonly comment: string
}

/** One record of the audit, in its place in the chain. */
export interface AuditRecord extends AuditFacts {
  /** 1 for the first, without gaps. */
  readonly sequence: number
  /** Moment of the event, ISO 8601 in UTC. */
  readonly at: string
  /** `hash` of the record before; 64 zeros for the first. */
  readonly previous: string
  /** SHA-256 over the record without `hash` and `mac`, so over `previous` too. */
  readonly hash: string
  /** HMAC-SHA-256 of `hash` under a secret of the server, against rewriting of the whole chain. */
  readonly mac: string
}

/** What the first record has as `previous`. */
export const chainStart: string = '0'.repeat(64)

/** Returns the hash a record must have. */
export function hashRecord(record: Omit<AuditRecord, 'hash' | 'mac'>): string {
  const fields = Object.entries(record)
    .filter(([name]) => name !== 'hash' && name !== 'mac')
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}
