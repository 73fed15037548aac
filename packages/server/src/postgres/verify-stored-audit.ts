import { chainStart } from '../audit/audit-record.ts'
import { verifyAudit } from '../audit/verify-audit.ts'
import type { AuditVerdict } from '../audit/verify-audit.ts'
import type { PostgresAudit } from './postgres-audit.ts'

const pageSize = 5000

/**
 * Checks the whole audit of a database, from the first record to the one that was the last when it began.
 *
 * Whoever can write to the database can cut records off the end and put the head back; that shows only
 * beside a sequence number and hash that were noted elsewhere.
 */
export async function verifyStoredAudit(audit: PostgresAudit): Promise<AuditVerdict> {
  const head = await audit.head()
  let last = { sequence: 0, hash: chainStart }
  while (last.sequence < head.sequence) {
    const most = Math.min(pageSize, head.sequence - last.sequence)
    const records = await audit.recordsAfter(last.sequence, most)
    const verdict = verifyAudit(records, { mac: audit.mac, after: last })
    if (!verdict.isValid) return verdict
    const end = records.at(-1)
    if (end === undefined) {
      const reason = 'records are missing at the end'
      return { isValid: false, sequence: last.sequence + 1, reason }
    }
    last = end
  }
  if (last.hash === head.hash) return { isValid: true }
  return { isValid: false, sequence: last.sequence, reason: 'it is not what the head says' }
}
