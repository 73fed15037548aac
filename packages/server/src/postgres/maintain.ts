import type { SessionLimits } from '../store/memory-sessions.ts'
import { StoreUnavailableError } from '../store/store-unavailable-error.ts'
import type { Database } from './database.ts'
import { sweepSessions } from './session-statements.ts'
import { now } from './statement.ts'
import type { Statement } from './statement.ts'

/** Work that is done every minute until it is stopped. */
export interface Maintenance {
  /** Does it now. */
  readonly run: () => Promise<void>
  /** Waits for what is under way. */
  readonly stop: () => Promise<void>
}

const sweepFailures: Statement = {
  name: 'failures-sweep',
  text: `DELETE FROM wellkey.failures
    WHERE coalesce(times[cardinality(times)], 0) <= (${now} - 60000) * 1000`,
}
// A session is made at most moments after its key was found, and lives no longer than it may.
const sweepEndedKeys: Statement = {
  name: 'ended-keys-sweep',
  text: `DELETE FROM wellkey.ended_api_keys WHERE ended_at < ${now} - 86400000 - $2::bigint`,
}

const everyMs = 60_000

/** Lets go of what is dead already, so that it takes no room: nothing depends on when. */
export function maintain(
  { run }: Database,
  { idleMs, absoluteMs }: SessionLimits,
  at: () => number | null,
  alsoDo: () => Promise<void>,
): Maintenance {
  let underWay: Promise<void> = Promise.resolve()

  async function work(): Promise<void> {
    await run(sweepSessions, [at(), idleMs, absoluteMs])
    await run(sweepFailures, [at()])
    await run(sweepEndedKeys, [at(), absoluteMs])
    await alsoDo()
  }

  const timer = setInterval(() => {
    underWay = work().catch((error: unknown) => {
      // The next minute will do; whoever asks for something is told.
      if (!(error instanceof StoreUnavailableError)) throw error
    })
  }, everyMs)
  timer.unref()
  return {
    run: work,
    stop: async () => {
      clearInterval(timer)
      await underWay
    },
  }
}
