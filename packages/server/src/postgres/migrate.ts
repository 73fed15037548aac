import { Client } from 'pg'

import { ServerError } from '../server-error.ts'
import { reasonOf, runOn } from './database.ts'
import { migrations as known } from './migrations.ts'
import type { Run } from './statement.ts'

/** Any number that nobody else locks in this database: "wellkey" as bytes. */
const lockNumber = '33607038578419065'
const lockTimeoutMs = 120_000

/**
 * Brings a database to the version of this program, and then calls `seed` for its first content; all in
 * one transaction under a lock, so that of many instances that start at once one does it, and a crash
 * leaves nothing half done.
 *
 * @throws {ServerError} `ERR_SERVER_DATABASE` if it is out of reach, or newer than this program.
 */
export async function migrate<Seeded>(
  url: string,
  seed: (run: Run) => Promise<Seeded>,
  migrations: readonly string[] = known,
): Promise<Seeded> {
  const client = new Client({
    connectionString: url,
    application_name: 'wellkey-server',
    connectionTimeoutMillis: 10_000,
    statement_timeout: lockTimeoutMs,
    query_timeout: lockTimeoutMs + 500,
  })
  // What happens to the connection is told by the statement that needs it.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('BEGIN')
    await client.query(`SELECT pg_advisory_xact_lock(${lockNumber})`)
    await applyMissing(client, migrations)
    const seeded = await seed(runOn(client))
    await client.query('COMMIT')
    return seeded
  } catch (error) {
    if (error instanceof ServerError) throw error
    const message = `The database cannot be used: ${reasonOf(error)}`
    throw new ServerError('ERR_SERVER_DATABASE', message, { cause: error })
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function applyMissing(client: Client, migrations: readonly string[]): Promise<void> {
  const version = await readVersion(client)
  if (version > migrations.length) {
    throw new ServerError(
      'ERR_SERVER_DATABASE',
      `The database has schema version ${version}, and this program knows versions up to ` +
        `${migrations.length}. Start the program that made it, or a newer one.`,
    )
  }
  if (version === 0) {
    await client.query('CREATE SCHEMA IF NOT EXISTS wellkey')
    await client.query('CREATE TABLE wellkey.migrations (version integer PRIMARY KEY)')
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue
    await client.query(sql)
    await client.query('INSERT INTO wellkey.migrations VALUES ($1)', [index + 1])
  }
}

async function readVersion(client: Client): Promise<number> {
  const { rows: tables } = await client.query<{ isThere: boolean }>(
    'SELECT to_regclass(\'wellkey.migrations\') IS NOT NULL AS "isThere"',
  )
  if (tables[0]?.isThere !== true) return 0
  const { rows } = await client.query<{ version: number | null }>(
    'SELECT max(version) AS version FROM wellkey.migrations',
  )
  return rows[0]?.version ?? 0
}
