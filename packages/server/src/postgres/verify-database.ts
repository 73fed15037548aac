import type { AuditVerdict } from '../audit/verify-audit.ts'
import { ServerError } from '../server-error.ts'
import { openDatabase, reasonOf } from './database.ts'
import { createPostgresAudit } from './postgres-audit.ts'
import { requireSecret } from './seed-database.ts'
import type { ServerSecret } from './server-secret.ts'
import { verifyStoredAudit } from './verify-stored-audit.ts'

/** What the audit of a database is worth. */
export interface DatabaseVerdict {
  readonly records: number
  readonly verdict: AuditVerdict
}

/**
 * Checks the audit of a database; servers may run on it meanwhile.
 *
 * @throws {ServerError} `ERR_SERVER_DATABASE` if there is none that belongs to the secret.
 */
export async function verifyDatabase(url: string, secret: ServerSecret): Promise<DatabaseVerdict> {
  const database = openDatabase(url)
  try {
    await requireSecret(database.run, secret.check)
    const { mac } = secret
    const audit = createPostgresAudit(database, { limit: 1, mac, clock: Date.now })
    return { records: await audit.count(), verdict: await verifyStoredAudit(audit) }
  } catch (error) {
    if (error instanceof ServerError) throw error
    const cause = error instanceof Error ? (error.cause ?? error) : error
    const message = `The audit cannot be read: ${reasonOf(cause)}`
    throw new ServerError('ERR_SERVER_DATABASE', message, { cause })
  } finally {
    await database.close()
  }
}
