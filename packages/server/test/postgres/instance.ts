import type { Buffer } from 'node:buffer'

import { createPostgresServer, deriveSecret } from '@wellkey/server/postgres'
import type { PostgresServer, PostgresServerOptions } from '@wellkey/server/postgres'

import { seedOptions } from '../seed.ts'

/** Starts one instance on a database, with the seed that most tests have. */
export async function startInstance(
  url: string,
  secret: Buffer,
  options: Partial<PostgresServerOptions> = {},
): Promise<PostgresServer> {
  const { auditSink: _sink, clock: _clock, ...seed } = seedOptions()
  return createPostgresServer({
    ...seed,
    url,
    secret: deriveSecret(secret),
    databaseLimits: { maxConnections: 4 },
    ...options,
    settings: { ...seed.settings, ...options.settings },
  })
}
