import { createApp } from './app.ts'
import type { AuditRecord } from './audit/audit-record.ts'
import { verifyAudit } from './audit/verify-audit.ts'
import type { AuditVerdict } from './audit/verify-audit.ts'
import { createPasswords, hashSeededPasswords } from './auth/passwords.ts'
import { createClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { createFaults } from './faults/faults.ts'
import type { Faults } from './faults/faults.ts'
import { buildResponse } from './http/text-response.ts'
import { createJournal } from './journal/journal.ts'
import type { Journal, JournalEntry } from './journal/journal.ts'
import { listen } from './listen/listen.ts'
import type { ListenOptions, Listening } from './listen/listen.ts'
import type { ServerOptions } from './options.ts'
import { resolveOptions } from './resolve-options.ts'
import { sessionLimits } from './session/session-limits.ts'
import { createSite } from './site/site.ts'
import type { Site } from './site/site.ts'
import { createMemoryStore } from './store/memory-store.ts'
import type { MemoryStore } from './store/memory-store.ts'

/** A reference LabKey Server. Holds no secret that could be printed. */
export interface Server {
  /** Answers a request without a socket; the URL's host does not matter. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Listens on loopback. @throws {ServerError} `ERR_SERVER_LISTEN`. */
  readonly listen: (options?: ListenOptions) => Promise<Listening>
  /** Drives session timeouts, key expiry and lock-out. */
  readonly clock: Clock
  /** The audit so far, oldest first; a copy of frozen records. Of a long one, its end. */
  readonly audit: readonly AuditRecord[]
  /** Checks the audit, or a copy of it, against its hash chain and this server's own secret. */
  readonly verifyAudit: (records?: readonly AuditRecord[]) => AuditVerdict
  /** The last requests, oldest first, without their secrets; a copy of frozen entries. */
  readonly journal: readonly JournalEntry[]
  /** Faults that come between a client and the server; none at the start. */
  readonly faults: Faults
  /** Path in front of every URL; empty without one. */
  readonly contextPath: string
  /**
   * Returns to the seed: nobody signed in, no keys, no faults, an empty audit and journal, the real time.
   */
  readonly reset: () => void
}

/**
 * Creates a reference LabKey Server in memory.
 *
 * It is quick: passwords are hashed when it listens, or when somebody first signs in.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` if an option is wrong.
 * @example
 * ```ts
 * const server = createServer({
 *   users: [{ email: 'ann@example.org', password: randomUUID(), role: 'reader' }],
 *   tables: [{ name: 'People', columns: [{ name: 'Key', type: 'int', key: true }], rows: [{ Key: 1 }] }],
 * })
 * const { url, close } = await server.listen({ port: 0 })
 * ```
 */
export function createServer(options: ServerOptions): Server {
  const { auditSink, onError = ignore } = options
  const resolved = resolveOptions(options)
  const clock = createClock(options.clock)
  const { settings, contextPath } = resolved
  // Nothing that lives on refers to `options`, which hold the passwords.
  const plain = options.users.map(({ password }, index) => {
    return [resolved.users[index]?.id ?? 0, password] as const
  })
  const passwordHashes = hashSeededPasswords(plain, settings.passwordCost)
  const passwords = createPasswords(settings.passwordCost)
  const newStore = (): MemoryStore =>
    createMemoryStore({
      clock,
      users: resolved.users,
      passwordHashes,
      limits: sessionLimits(settings),
      settings,
      maxAuditRecords: settings.maxAuditRecords,
      ...(auditSink && { auditSink }),
    })
  let store = newStore()
  const newSite = (): Site => createSite(resolved, clock, passwords, store)
  let site = newSite()
  const faults = createFaults()
  const newJournal = (): Journal => createJournal(resolved.maxJournalEntries)
  let journal = newJournal()
  const app = createApp({ site: () => site, journal: () => journal, faults, onError })
  return Object.freeze({
    fetch: async (request: Request) => buildResponse(await app.fetch(request, {})),
    listen: (listenOptions?: ListenOptions) => {
      void passwordHashes()
      return listen((request, bindings) => app.fetch(request, bindings), contextPath, listenOptions)
    },
    clock,
    faults: Object.freeze({ add: faults.add, clear: faults.clear }),
    contextPath,
    get journal() {
      return journal.entries()
    },
    get audit() {
      return store.audit.records()
    },
    verifyAudit: (records?: readonly AuditRecord[]) => {
      const { audit } = store
      const isOurs = records === undefined
      return verifyAudit(records ?? audit.records(), {
        mac: audit.mac,
        ...(isOurs && { after: audit.anchor(), count: audit.count() }),
      })
    },
    reset: () => {
      clock.reset()
      faults.clear()
      journal = newJournal()
      store = newStore()
      site = newSite()
    },
  })
}

function ignore(): void {
  // An error without a listener is told to the client by its id only.
}
