import { createApp } from '../app.ts'
import type { AuditVerdict } from '../audit/verify-audit.ts'
import { createPasswords, hashSeededPasswords } from '../auth/passwords.ts'
import { createFaults } from '../faults/faults.ts'
import { buildResponse } from '../http/text-response.ts'
import { createJournal } from '../journal/journal.ts'
import { listen } from '../listen/listen.ts'
import type { Server } from '../create-server.ts'
import type { ServerOptions } from '../options.ts'
import { resolveOptions } from '../resolve-options.ts'
import { sessionLimits } from '../session/session-limits.ts'
import { createSite } from '../site/site.ts'
import type { PostgresStoreOptions } from './postgres-store.ts'
import { openPostgresStore } from './postgres-store.ts'
import type { PostgresStore } from './postgres-store.ts'
import { verifyStoredAudit } from './verify-stored-audit.ts'

/** What a server on PostgreSQL starts with. Users and settings count for an empty database only. */
export interface PostgresServerOptions
  extends
    Omit<ServerOptions, 'clock' | 'auditSink'>,
    Pick<PostgresStoreOptions, 'url' | 'secret' | 'databaseLimits' | 'onOutage'> {}

/** One instance of a server on PostgreSQL. Holds no secret that could be printed. */
export interface PostgresServer extends Pick<
  Server,
  'fetch' | 'listen' | 'clock' | 'journal' | 'faults' | 'contextPath'
> {
  readonly store: PostgresStore
  /** Whether this start filled the database, so that the users of the options are its users. */
  readonly isFirst: boolean
  /** Checks every audit record there is, of all instances. */
  readonly verifyAudit: () => Promise<AuditVerdict>
  /** Closes the connections to the database; what listens is closed before. */
  readonly close: () => Promise<void>
}

/**
 * Creates an instance of a server whose users, sessions, keys, settings, lock-out counters, declarations
 * and audit live in PostgreSQL, where all instances share them.
 *
 * Containers, rows, views and files stay in the memory of each instance, and so do journal and faults.
 * A clock that is pushed is pushed for this instance only.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` if an option is wrong, `ERR_SERVER_DATABASE` if the database is
 *   out of reach, newer than this program, or was made with another secret.
 */
export async function createPostgresServer(
  options: PostgresServerOptions,
): Promise<PostgresServer> {
  const { url, secret, databaseLimits, onOutage, onError = () => undefined } = options
  const resolved = resolveOptions(options)
  const { settings, contextPath, users } = resolved
  const plain = options.users.map(({ password }, index) => {
    return [users[index]?.id ?? 0, password] as const
  })
  const store = await openPostgresStore({
    url,
    secret,
    users,
    settings,
    passwordHashes: hashSeededPasswords(plain, settings.passwordCost),
    passwordCost: settings.passwordCost,
    limits: sessionLimits(settings),
    maxAuditRecords: settings.maxAuditRecords,
    ...(databaseLimits && { databaseLimits }),
    ...(onOutage && { onOutage }),
  })
  const { clock, seeded } = store
  const passwords = createPasswords(seeded.passwordCost)
  const site = createSite(resolved, clock, passwords, store, secret.digest)
  const faults = createFaults()
  const journal = createJournal(resolved.maxJournalEntries)
  const app = createApp({ site: () => site, journal: () => journal, faults, onError })
  return Object.freeze({
    fetch: async (request: Request) => buildResponse(await app.fetch(request, {})),
    listen: (listenOptions?: Parameters<Server['listen']>[0]) =>
      listen((request, bindings) => app.fetch(request, bindings), contextPath, listenOptions),
    clock,
    store,
    faults: Object.freeze({ add: faults.add, clear: faults.clear }),
    contextPath,
    isFirst: seeded.isFirst,
    get journal() {
      return journal.entries()
    },
    verifyAudit: () => verifyStoredAudit(store.audit),
    close: store.close,
  })
}
