import { createHmac, randomBytes } from 'node:crypto'

import type { Clock } from '../clock.ts'
import { RefusedError } from '../http/failures.ts'
import { chainStart, hashRecord } from './audit-record.ts'
import type { AuditFacts, AuditRecord } from './audit-record.ts'
import { verifyAudit } from './verify-audit.ts'
import type { AuditVerdict } from './verify-audit.ts'

/** Takes each audit record before the answer that it tells of is sent. Throwing stops the answer. */
export type AuditSink = (record: AuditRecord) => void

/** The audit of a server: records can be added and read, nothing else. */
export interface AuditLog {
  /**
   * Writes a record. Must be called before the data goes out.
   *
   * @throws {RefusedError} 503 if the sink cannot record: no access without its record.
   */
  readonly write: (facts: AuditFacts) => void
  readonly records: () => readonly AuditRecord[]
  /** Checks records, by default all, against the chain and this server's secret. */
  readonly verify: (records?: readonly AuditRecord[]) => AuditVerdict
}

const maxText = 1024

/** Returns an empty audit. */
export function createAuditLog(clock: Clock, sink: AuditSink | undefined): AuditLog {
  const secret = randomBytes(32)
  const records: AuditRecord[] = []
  const mac = (hash: string): string => createHmac('sha256', secret).update(hash).digest('hex')
  return {
    write: (facts) => {
      const plain = {
        ...printable(facts),
        sequence: records.length + 1,
        at: new Date(clock.now()).toISOString(),
        previous: records.at(-1)?.hash ?? chainStart,
      }
      const hash = hashRecord(plain)
      const record: AuditRecord = Object.freeze({ ...plain, hash, mac: mac(hash) })
      try {
        sink?.(record)
      } catch {
        throw new RefusedError(
          503,
          'The access cannot be recorded, so it is refused. Try again later.',
        )
      }
      records.push(record)
    },
    records: () => [...records],
    verify: (given) =>
      verifyAudit(given ?? records, { mac, ...(given ? {} : { count: records.length }) }),
  }
}

// A name or query may hold line ends, terminal codes or text direction marks; a log line must not.
const unprintable = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu

function printable(facts: AuditFacts): AuditFacts {
  const clean = Object.entries(facts).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? escape(value).slice(0, maxText) : value,
  ])
  return Object.fromEntries(clean) as AuditFacts
}

function escape(text: string): string {
  return text.replace(
    unprintable,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
