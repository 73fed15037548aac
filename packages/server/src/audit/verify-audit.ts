import { chainStart, hashRecord } from './audit-record.ts'
import type { AuditRecord } from './audit-record.ts'

/** Whether an audit is whole, or where it first is not. */
export type AuditVerdict =
  | { readonly isValid: true }
  | {
      readonly isValid: false
      /** Sequence number of the first bad record, as it should be. */
      readonly sequence: number
      readonly reason: string
    }

/** What the verifier may know beyond the records. Every field is optional. */
export interface VerifyAuditOptions {
  /** Computes the `mac` of a hash; without it, macs are not looked at. */
  readonly mac?: (hash: string) => string
  /** Number of records ever written; without it, records cut off the end are not noticed. */
  readonly count?: number
  /** The last record before these, for an audit of which only the end is kept. Default: the very start. */
  readonly after?: { readonly sequence: number; readonly hash: string }
}

/**
 * Checks the hash chain of audit records, and names the first bad record.
 *
 * A changed, swapped, missing or inserted record is found from the records alone. Whoever can compute
 * SHA-256 can rewrite the whole chain; that is found only with `mac`, see `server.verifyAudit()`.
 */
export function verifyAudit(
  records: readonly AuditRecord[],
  options: VerifyAuditOptions = {},
): AuditVerdict {
  let { sequence, hash: previous } = options.after ?? { sequence: 0, hash: chainStart }
  for (const record of records) {
    sequence += 1
    const at = sequence
    const bad = (reason: string): AuditVerdict => ({ isValid: false, sequence: at, reason })
    if (record.sequence !== sequence) return bad(`record ${record.sequence} stands in its place`)
    if (record.previous !== previous) return bad('it does not follow the record before')
    if (record.hash !== hashRecord(record)) return bad('its content was changed')
    if (options.mac && record.mac !== options.mac(record.hash)) {
      return bad('this server did not write it')
    }
    previous = record.hash
  }
  if (options.count !== undefined && sequence !== options.count) {
    return { isValid: false, sequence: sequence + 1, reason: 'records are missing at the end' }
  }
  return { isValid: true }
}
