import { failuresPerMinute } from '../store/memory-failures.ts'
import type { FailureStore, LimitKind } from '../store/store.ts'
import type { Database } from './database.ts'
import { now } from './statement.ts'
import type { Statement } from './statement.ts'

const windowUs = 60_000_000
const nowUs = `(${now} * 1000)`

/** Those of `times` that still count. */
function recent(times: string): string {
  return `ARRAY(SELECT at FROM unnest(${times}) AS at WHERE at > ${nowUs} - ${windowUs} ORDER BY at)`
}

// Looked at first, so that a flood writes nothing and waits for no lock.
const isFull: Statement = {
  name: 'failures-full',
  text: `SELECT 1 FROM wellkey.failures f
    JOIN unnest($2::text[], $3::integer[]) AS w(subject, most) ON w.subject = f.subject
    WHERE cardinality(${recent('f.times')}) >= w.most`,
}
// The row stays locked until all counters of the attempt are counted up: of attempts at once, each sees
// those before. A moment of its own makes each one's entry its own.
const count: Statement = {
  name: 'failures-count',
  text: `INSERT INTO wellkey.failures AS f (subject, times)
    VALUES ($2, ARRAY[${nowUs}])
    ON CONFLICT (subject) DO UPDATE
      SET times = ${recent('f.times')} || greatest(${nowUs}, f.times[cardinality(f.times)] + 1)
      WHERE cardinality(${recent('f.times')}) < $3
    RETURNING times[cardinality(times)] AS at`,
}
const withdraw: Statement = {
  name: 'failures-withdraw',
  text: `UPDATE wellkey.failures f SET times = array_remove(f.times, w.at)
    FROM unnest($1::text[], $2::bigint[]) AS w(subject, at) WHERE f.subject = w.subject`,
}

/** Returns the counters of failed logins in a database, which all instances share. */
export function createPostgresFailures(
  { run, transact }: Database,
  at: () => number | null,
): FailureStore {
  return {
    attempt: async (subjects) => {
      // In one order everywhere, so that no two attempts wait for each other.
      const counted = subjects.map(subjectOf).toSorted((a, b) => (a.name < b.name ? -1 : 1))
      const names = counted.map(({ name }) => name)
      const full = await run(isFull, [at(), names, counted.map(({ most }) => most)])
      if (full.length > 0) return undefined
      const times = await transact(async (runInside) => {
        const moments: number[] = []
        for (const { name, most } of counted) {
          const [row] = await runInside<{ at: number }>(count, [at(), name, most])
          if (row === undefined) return undefined
          moments.push(row.at)
        }
        return moments
      })
      if (times === undefined) return undefined
      return {
        withdraw: async () => {
          await run(withdraw, [names, times])
        },
      }
    },
  }
}

function subjectOf([kind, name]: readonly [LimitKind, string]): { name: string; most: number } {
  // What was typed as an e-mail may hold a NUL, which no text in the database can.
  return { name: `${kind}:${name.replaceAll('\0', '\uFFFD')}`, most: failuresPerMinute[kind] }
}
