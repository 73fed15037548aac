import { hash as hashOf } from 'node:crypto'

import { printableLine as line } from '../http/printable-line.ts'
import { isoTime } from './iso-time.ts'

/** What kind of event a record tells of, by LabKey's names; `KeyAccess`, any other use of a key, is ours. */
export type AuditEvent =
  | 'SelectQuery'
  | 'QueryUpdateAuditEvent'
  | 'QueryExportAuditEvent'
  | 'FileSystem'
  | 'ContainerAuditEvent'
  | 'UserAuditEvent'
  | 'GroupAuditEvent'
  | 'AppPropsEvent'
  | 'KeyAccess'

/** Which kind of credential an access was made with. */
export type KeyKind = 'session' | 'session-key' | 'api-key' | 'password' | 'none'

/** The facts of one audited event. Holds no secret: keys are named by their accessors. */
export interface AuditFacts {
  readonly event: AuditEvent
  /** User that the event ran as, so the impersonated one. */
  readonly userId: number
  /** E-mail of that user, or `guest`. */
  readonly user: string
  /** E-mail of the administrator who impersonated a user, roles or a group. */
  readonly impersonatedBy: string | null
  /** Address of the socket; forwarding headers are not believed. */
  readonly address: string
  readonly container: string
  readonly schemaName: string | null
  readonly queryName: string | null
  /** The SQL that was executed, instead of a query's name. */
  readonly sql: string | null
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
  /** Keyed hash of `hash` under a secret of the server, against rewriting of the whole chain. */
  readonly mac: string
}

/** What the first record has as `previous`. */
export const chainStart: string = '0'.repeat(64)

/** The record behind which the next one is put. */
export interface ChainLink {
  readonly sequence: number
  readonly hash: string
}

/** A record of the chain as it is kept: its JSON, and its hash, which stands in there too. */
export interface ChainedJson {
  readonly json: string
  readonly hash: string
}

/**
 * Puts facts into their place in the chain, as the JSON of a record without its `mac`. Every text becomes
 * one printable line of at most 1024 characters. `at` is in milliseconds since 1970.
 */
export function chainFacts(facts: AuditFacts, previous: ChainLink, at: number): ChainedJson {
  // What JSON.stringify() would make of the record, by name, as `hashRecord` does; in a third of the time.
  const open =
    `{"activity":${quote(facts.activity)},"address":${quote(facts.address)},"at":"${isoTime(at)}"` +
    `,"comment":${quote(facts.comment)},"container":${quote(facts.container)}` +
    `,"event":"${facts.event}","impersonatedBy":${quote(facts.impersonatedBy)}` +
    `,"irb":${quote(facts.irb)},"keyAccessor":${quote(facts.keyAccessor)}` +
    `,"keyKind":"${facts.keyKind}","phiLevel":${quote(facts.phiLevel)}` +
    `,"previous":"${previous.hash}","queryName":${quote(facts.queryName)}` +
    `,"rowCount":${facts.rowCount},"schemaName":${quote(facts.schemaName)}` +
    `,"sequence":${previous.sequence + 1},"sql":${quote(facts.sql)}` +
    `,"termsVersion":${quote(facts.termsVersion)},"user":${quote(facts.user)}` +
    `,"userId":${facts.userId}`
  const hash = sha256(`${open}}`)
  return { json: `${open},"hash":"${hash}"}`, hash }
}

/** Where a record is put: behind which, when, and under which secret. */
export interface ChainPlace {
  readonly previous: ChainLink
  /** Milliseconds since 1970. */
  readonly at: number
  readonly mac: (hash: string) => string
}

/** Puts facts into their place in the chain as {@link chainFacts} does, `mac` included. */
export function chainRecord(facts: AuditFacts, { previous, at, mac }: ChainPlace): ChainedJson {
  const { json, hash } = chainFacts(facts, previous, at)
  return { json: `${json.slice(0, -1)},"mac":"${mac(hash)}"}`, hash }
}

/** Returns the record of a JSON text that {@link chainRecord} made. */
export function parseRecord(json: string): AuditRecord {
  return Object.freeze(JSON.parse(json) as AuditRecord)
}

/** Returns the hash a record must have: of its fields but `hash` and `mac`, by name, as JSON. */
export function hashRecord(record: Omit<AuditRecord, 'hash' | 'mac'>): string {
  const fields = Object.entries(record)
    .filter(([name]) => name !== 'hash' && name !== 'mac')
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
  return sha256(JSON.stringify(Object.fromEntries(fields)))
}

function sha256(text: string): string {
  return hashOf('sha256', text, 'hex')
}

// Neither escapes nor a line of another kind than printableLine() makes of it.
const plain = /^[ !#-[\]-~]*$/

function quote(text: string | null): string {
  if (text === null) return 'null'
  return text.length <= 1024 && plain.test(text) ? `"${text}"` : JSON.stringify(line(text))
}
