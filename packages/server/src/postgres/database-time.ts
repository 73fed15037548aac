import { createClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import type { Database } from './database.ts'
import type { Statement } from './statement.ts'

/** The database's time, as statements and as the server see it. */
export interface DatabaseTime {
  /** Follows the database's clock; it can be pushed ahead of it. */
  readonly clock: Clock
  /** For `$1` of a statement: null for the database's own clock, else the moment it was pushed to. */
  readonly at: () => number | null
  /** Looks at the database's clock again. */
  readonly adjust: () => Promise<void>
}

const read: Statement = {
  name: 'time',
  text: 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now',
}

/** Returns the time of a database, looked at now. */
export async function followDatabaseTime({ run }: Database): Promise<DatabaseTime> {
  let skew = 0
  let isPushed = false
  const clock = createClock({ now: () => Date.now() + skew, monotonic: () => performance.now() })
  const adjust = async (): Promise<void> => {
    const sent = Date.now()
    const [row] = await run<{ now: number }>(read)
    if (row !== undefined) skew = Math.round(row.now - (sent + Date.now()) / 2)
  }
  await adjust()
  return {
    clock: {
      ...clock,
      advance: (ms) => {
        clock.advance(ms)
        isPushed = true
      },
      reset: () => {
        clock.reset()
        isPushed = false
      },
    },
    at: () => (isPushed ? Math.round(clock.now()) : null),
    adjust,
  }
}
