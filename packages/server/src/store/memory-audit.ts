import { chainFacts, chainStart, parseRecord } from '../audit/audit-record.ts'
import type { AuditFacts, AuditRecord } from '../audit/audit-record.ts'
import type { Clock } from '../clock.ts'
import { createKeyedHash } from '../keys/keyed-hash.ts'
import { createRecordLog } from './record-log.ts'
import { StoreUnavailableError } from './store-unavailable-error.ts'
import type { AuditAnchor, AuditStore } from './store.ts'

/** Takes each audit record before the answer that it tells of is sent. Throwing stops the answer. */
export type AuditSink = (record: AuditRecord) => void

/** The audit in memory: it answers at once. */
export interface MemoryAudit extends AuditStore {
  readonly append: (facts: AuditFacts) => void
  readonly records: () => readonly AuditRecord[]
  readonly anchor: () => AuditAnchor
  readonly count: () => number
}

/**
 * Returns an empty audit that keeps the last records, at least `limit` of them.
 *
 * Older ones are let go of a quarter at a time, oldest first; the anchor holds where the chain goes on,
 * so that the rest can still be verified. A sink gets every record and keeps what it likes.
 */
export function createMemoryAudit(
  clock: Clock,
  limit: number,
  sink: AuditSink | undefined,
): MemoryAudit {
  const keyed = createKeyedHash()
  const log = createRecordLog()
  let anchor: AuditAnchor = { sequence: 0, hash: chainStart }
  let head = anchor
  const mac = (hash: string): string => keyed(hash, 'hex')

  // Whoever could change what is kept here could ask for its mac, so it is made for those who look.
  function read(json: string): AuditRecord {
    const record = parseRecord(json)
    return Object.freeze({ ...record, mac: mac(record.hash) })
  }

  function letGo(): void {
    const last = parseRecord(log.at(log.size() - limit - 1))
    anchor = { sequence: last.sequence, hash: last.hash }
    log.drop(log.size() - limit)
  }

  return {
    append: (facts) => {
      const { json, hash } = chainFacts(facts, head, clock.now())
      try {
        sink?.(read(json))
      } catch (cause) {
        throw new StoreUnavailableError({ cause })
      }
      log.push(json)
      head = { sequence: head.sequence + 1, hash }
      if (log.size() > limit * 1.25) letGo()
    },
    records: () => Array.from({ length: log.size() }, (_, place) => read(log.at(place))),
    anchor: () => anchor,
    count: () => head.sequence,
    mac,
  }
}
