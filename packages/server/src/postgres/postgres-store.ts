import type { PasswordCost } from '../auth/password-hash.ts'
import type { Clock } from '../clock.ts'
import type { MemoryStoreOptions } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { openDatabase } from './database.ts'
import type { Database, DatabaseLimits, OnOutage } from './database.ts'
import { followDatabaseTime } from './database-time.ts'
import type { DatabaseTime } from './database-time.ts'
import { maintain } from './maintain.ts'
import { migrate } from './migrate.ts'
import { createPostgresApiKeys } from './postgres-api-keys.ts'
import { createPostgresAudit } from './postgres-audit.ts'
import type { PostgresAudit } from './postgres-audit.ts'
import { createPostgresFailures } from './postgres-failures.ts'
import { createPostgresSessions } from './postgres-sessions.ts'
import { createPostgresSettings } from './postgres-settings.ts'
import { createPostgresUsers } from './postgres-users.ts'
import { seedDatabase } from './seed-database.ts'
import type { Seeded } from './seed-database.ts'
import type { ServerSecret } from './server-secret.ts'

/** What a store in PostgreSQL is opened with. Users and settings count for an empty database only. */
export interface PostgresStoreOptions extends Omit<MemoryStoreOptions, 'clock' | 'auditSink'> {
  /** `postgres://user@host:port/database`. A password may stand in `PGPASSWORD` or `~/.pgpass`. */
  readonly url: string
  /** The one that every instance has. */
  readonly secret: ServerSecret
  readonly passwordCost: PasswordCost
  readonly databaseLimits?: DatabaseLimits
  /** Told when the database goes away, and with `undefined` when it is back. Default: nobody. */
  readonly onOutage?: OnOutage
  /** Where the time comes from in a test. Default: the database's clock. */
  readonly clock?: Clock
}

/** A store that any number of servers share. */
export interface PostgresStore extends Store {
  readonly audit: PostgresAudit
  /** The database's clock, or the one of the options. */
  readonly clock: Clock
  readonly seeded: Seeded
  /** Lets go of what is dead, which happens each minute anyway. */
  readonly sweep: () => Promise<void>
  /** Waits for what is under way and closes the connections. */
  readonly close: () => Promise<void>
}

/**
 * Opens a store in PostgreSQL; an empty or older database is brought to the version of this program.
 *
 * Nothing is cached: what one instance ends, all others refuse from their next question on.
 *
 * @throws {ServerError} `ERR_SERVER_DATABASE` if the database is out of reach, newer than this program, or
 *   was made with another secret.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { url, secret, limits, maxAuditRecords } = options
  const seed = { ...options, secretCheck: secret.check }
  const seeded = await migrate(url, (run) => seedDatabase(run, seed))
  const database = openDatabase(url, options.databaseLimits, options.onOutage)
  const { clock, at, adjust } = await timeOf(database, options.clock)
  const maintenance = maintain(database, limits, at, adjust)
  return {
    users: createPostgresUsers(database),
    sessions: createPostgresSessions(database, limits, at),
    apiKeys: createPostgresApiKeys(database, at),
    settings: createPostgresSettings(database),
    failures: createPostgresFailures(database, at),
    audit: createPostgresAudit(database, {
      limit: maxAuditRecords,
      mac: secret.mac,
      clock: clock.now,
    }),
    clock,
    seeded,
    sweep: maintenance.run,
    close: async () => {
      await maintenance.stop()
      await database.close()
    },
  }
}

function timeOf(
  database: Database,
  clock: Clock | undefined,
): DatabaseTime | Promise<DatabaseTime> {
  if (clock === undefined) return followDatabaseTime(database)
  return { clock, at: clock.now, adjust: () => Promise.resolve() }
}
