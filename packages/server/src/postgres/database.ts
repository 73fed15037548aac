import { Pool, types } from 'pg'
import type { ClientBase, PoolClient, PoolConfig } from 'pg'

import { StoreUnavailableError } from '../store/store-unavailable-error.ts'
import { isConflict, isOutage } from './is-outage.ts'
import type { Run, Statement } from './statement.ts'

/** A database behind a bounded pool of connections, with a limit on every wait. */
export interface Database {
  /** Runs one statement by itself. @throws {StoreUnavailableError} if the database cannot work now. */
  readonly run: Run
  /**
   * Runs statements as one transaction, and has it committed when it returns. A result of `undefined`
   * takes everything back.
   *
   * @throws {StoreUnavailableError} if the database cannot work now; it may have been committed if the
   *   connection died at that very moment.
   */
  readonly transact: <Result>(
    work: (run: Run) => Promise<Result | undefined>,
  ) => Promise<Result | undefined>
  readonly close: () => Promise<void>
}

/** Limits of a pool. */
export interface DatabaseLimits {
  /** Connections of this instance at the most. Default: 10. */
  readonly maxConnections?: number
  /** How many may wait for a connection; one more is refused at once. Default: 200. */
  readonly maxWaiting?: number
  /** How long one may wait for a connection. Default: 3000. */
  readonly connectTimeoutMs?: number
  /** How long a statement may run. Default: 5000. */
  readonly statementTimeoutMs?: number
}

/** Told when the database goes away, with the reason, and when it is back. */
export type OnOutage = (reason: string | undefined) => void

const maxTries = 4

/** Opens a database without connecting yet. The URL and what is in it never come back in an error. */
export function openDatabase(
  url: string,
  limits: DatabaseLimits = {},
  onOutage: OnOutage = () => undefined,
): Database {
  const { maxConnections = 10, maxWaiting = 200 } = limits
  const pool = new Pool(poolConfig(url, maxConnections, limits))
  let isAway = false
  let pending = 0
  // A connection that breaks is replaced by the next that is needed; one in use tells its statement, too.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))

  function note(error?: unknown): void {
    if (isAway === (error !== undefined)) return
    isAway = error !== undefined
    onOutage(error === undefined ? undefined : reasonOf(error))
  }

  async function attempt<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    if (pending >= maxConnections + maxWaiting) {
      throw new StoreUnavailableError({ cause: new Error('Too many wait for the database') })
    }
    let client: PoolClient | undefined
    pending += 1
    try {
      client = await pool.connect()
      const result = await work(client)
      client.release()
      note()
      return result
    } catch (error) {
      client?.release(true)
      throw error
    } finally {
      pending -= 1
    }
  }

  async function persist<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(work)
      } catch (error) {
        if (isConflict(error) && tries < maxTries) continue
        if (error instanceof StoreUnavailableError || !isOutage(error)) throw error
        note(error)
        throw new StoreUnavailableError({ cause: error })
      }
    }
  }

  return {
    run: (statement, values) => persist((client) => runOn(client)(statement, values)),
    transact: (work) =>
      persist(async (client) => {
        await client.query('BEGIN')
        const result = await work(runOn(client))
        await client.query(result === undefined ? 'ROLLBACK' : 'COMMIT')
        return result
      }),
    close: () => pool.end(),
  }
}

/** Returns what runs named statements on one connection. */
export function runOn(client: ClientBase): Run {
  return async <Row extends object>(
    { name, text }: Statement,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> => {
    const { rows } = await client.query<Row>({ name, text, values: [...values] })
    return rows
  }
}

function poolConfig(url: string, maxConnections: number, limits: DatabaseLimits): PoolConfig {
  const { connectTimeoutMs = 3000, statementTimeoutMs = 5000 } = limits
  return {
    connectionString: url,
    application_name: 'wellkey-server',
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // The database gives up first; the driver does when it does not even say so.
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 500,
    idle_in_transaction_session_timeout: statementTimeoutMs * 2,
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
    // The pool waits for it, whatever its type says.
    onConnect: (client) => requireDurability(client) as unknown,
  }
}

// Row numbers and times are far below 2^53.
function parserOf(
  id: Parameters<typeof types.getTypeParser>[0],
  format?: 'text' | 'binary',
): unknown {
  return id === types.builtins.INT8 ? Number : types.getTypeParser(id, format)
}

/** What is acknowledged must outlive a crash, whatever the database's default is. */
async function requireDurability(client: ClientBase): Promise<void> {
  await client.query(
    "SELECT set_config('synchronous_commit', 'on', false) " +
      "WHERE current_setting('synchronous_commit') IN ('off', 'local')",
  )
}

/** Says in the driver's words what is wrong; those hold the user's name and the host, no password. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}
