import { createApp } from './app.ts'
import type { AuditRecord } from './audit/audit-record.ts'
import type { AuditVerdict } from './audit/verify-audit.ts'
import { createPasswords } from './auth/passwords.ts'
import { createClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { listen } from './listen/listen.ts'
import type { ListenOptions, Listening } from './listen/listen.ts'
import type { ServerOptions } from './options.ts'
import { resolveOptions } from './resolve-options.ts'
import { createSite } from './site/site.ts'
import type { Site } from './site/site.ts'

/** A reference LabKey Server. Holds no secret that could be printed. */
export interface Server {
  /** Answers a request without a socket; the URL's host does not matter. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Listens on loopback. @throws {ServerError} `ERR_SERVER_LISTEN`. */
  readonly listen: (options?: ListenOptions) => Promise<Listening>
  /** Drives session timeouts, key expiry and lock-out. */
  readonly clock: Clock
  /** The audit so far, oldest first; a copy of frozen records. */
  readonly audit: readonly AuditRecord[]
  /** Checks the audit, or a copy of it, against its hash chain and this server's own secret. */
  readonly verifyAudit: (records?: readonly AuditRecord[]) => AuditVerdict
  /** Returns to the seed: nobody signed in, no keys, an empty audit, the real time. */
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
  const plain = options.users.map((seed, index) => [resolved.users[index], seed.password] as const)
  const passwords = createPasswords(plain, settings.passwordCost)
  const newSite = (): Site => createSite(resolved, clock, passwords, auditSink)
  let site = newSite()
  const app = createApp(() => site, onError)
  return Object.freeze({
    fetch: async (request: Request) => app.fetch(request, {}),
    listen: (listenOptions?: ListenOptions) => {
      passwords.warmUp()
      return listen((request, bindings) => app.fetch(request, bindings), contextPath, listenOptions)
    },
    clock,
    get audit() {
      return site.audit.records()
    },
    verifyAudit: (records?: readonly AuditRecord[]) => site.audit.verify(records),
    reset: () => {
      clock.reset()
      site = newSite()
    },
  })
}

function ignore(): void {
  // An error without a listener is told to the client by its id only.
}
