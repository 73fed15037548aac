import { chainRecord, chainStart, parseRecord } from '../audit/audit-record.ts'
import type { AuditFacts, AuditRecord } from '../audit/audit-record.ts'
import type { AuditAnchor, AuditStore } from '../store/store.ts'
import type { Database } from './database.ts'
import { createGather } from './gather.ts'
import type { Run, Statement } from './statement.ts'

const head: Statement = {
  name: 'audit-head',
  text: 'SELECT sequence, hash FROM wellkey.audit_head',
}
const lockHead: Statement = { name: 'audit-lock', text: `${head.text} FOR UPDATE` }
// Behind `$1`, with hash `$2`, or not at all; the new head is `$3`, `$4`. Records are one a line.
const append: Statement = {
  name: 'audit-append',
  text: `WITH moved AS (
      UPDATE wellkey.audit_head SET sequence = $3, hash = $4
      WHERE id = 1 AND sequence = $1 AND hash = $2 RETURNING 1
    ), written AS (
      INSERT INTO wellkey.audit_records (sequence, record)
      SELECT $1::bigint + r.place, r.record
      FROM moved, unnest(string_to_array($5, E'\\n')) WITH ORDINALITY AS r(record, place)
    )
    SELECT 1 AS written FROM moved`,
}
const after: Statement = {
  name: 'audit-after',
  text: `SELECT record FROM wellkey.audit_records WHERE sequence > $1 ORDER BY sequence LIMIT $2`,
}
const one: Statement = {
  name: 'audit-record',
  text: 'SELECT record FROM wellkey.audit_records WHERE sequence = $1',
}

/** The audit in a database. Every record is kept; `records` gives the last. */
export interface PostgresAudit extends AuditStore {
  readonly append: (facts: AuditFacts) => Promise<void>
  readonly anchor: () => Promise<AuditAnchor>
  readonly count: () => Promise<number>
  /** Head of the chain: the last record that was written. */
  readonly head: () => Promise<AuditAnchor>
  /** The records behind a sequence number, in order, so many at the most. */
  readonly recordsAfter: (sequence: number, limit: number) => Promise<readonly AuditRecord[]>
}

/**
 * Returns the audit of a database: one chain, whichever instance writes.
 *
 * What comes while a statement is under way is written by the next one together. An instance puts its
 * records behind the head it left; if another one was faster, it locks the head and reads it first.
 */
export function createPostgresAudit(
  { run, transact }: Database,
  {
    limit,
    mac,
    clock,
  }: {
    /** Records that `records` gives at least. */
    readonly limit: number
    readonly mac: (hash: string) => string
    readonly clock: () => number
  },
): PostgresAudit {
  const gather = createGather(appendAll, { maxItems: 500, maxRunning: 1, maxWaiting: 5000 })
  /** The head as this instance left it; nothing once a statement fails, which may have been carried out. */
  let left: AuditAnchor | undefined
  /** Whether nobody else wrote since. Where others do, to try without the lock is a wasted turn. */
  let isAlone = true

  async function appendAll(facts: readonly AuditFacts[]): Promise<readonly undefined[]> {
    const before = left
    left = undefined
    left =
      (isAlone && before && (await appendBehind(run, before, facts))) ||
      (await transact(async (runInside) => {
        const locked = await readHead(runInside, lockHead)
        isAlone = locked.sequence === before?.sequence
        return appendBehind(runInside, locked, facts)
      }))
    if (left === undefined) throw new Error('The head of the audit moved although it was locked')
    return facts.map(() => undefined)
  }

  /** Returns the new head, or `undefined` if the chain does not end there any more. */
  async function appendBehind(
    runHere: Run,
    previous: AuditAnchor,
    facts: readonly AuditFacts[],
  ): Promise<AuditAnchor | undefined> {
    const lines: string[] = []
    let last = previous
    for (const fact of facts) {
      const { json, hash } = chainRecord(fact, { previous: last, at: clock(), mac })
      lines.push(json)
      last = { sequence: last.sequence + 1, hash }
    }
    const values = [previous.sequence, previous.hash, last.sequence, last.hash, lines.join('\n')]
    const written = await runHere(append, values)
    return written.length > 0 ? last : undefined
  }

  async function recordsAfter(sequence: number, most: number): Promise<readonly AuditRecord[]> {
    const rows = await run<{ record: string }>(after, [sequence, most])
    return rows.map(({ record }) => parseRecord(record))
  }

  /** Where the records begin that are given. It moves a quarter of them at a time. */
  async function startOf(): Promise<number> {
    const { sequence } = await readHead(run, head)
    const step = Math.ceil(limit / 4)
    const older = sequence - limit
    return older < step ? 0 : older - (older % step)
  }

  return {
    append: gather,
    records: async () => recordsAfter(await startOf(), limit * 2),
    anchor: async () => {
      const sequence = await startOf()
      if (sequence === 0) return { sequence, hash: chainStart }
      const [row] = await run<{ record: string }>(one, [sequence])
      if (row === undefined) throw new Error(`The audit has no record ${sequence}`)
      return { sequence, hash: parseRecord(row.record).hash }
    },
    count: async () => (await readHead(run, head)).sequence,
    head: () => readHead(run, head),
    recordsAfter,
    mac,
  }
}

async function readHead(runHere: Run, statement: Statement): Promise<AuditAnchor> {
  const [row] = await runHere<AuditAnchor>(statement)
  if (row === undefined) throw new Error('The audit has no head')
  return row
}
