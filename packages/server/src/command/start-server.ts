import { createServer } from '../create-server.ts'
import type { Listening } from '../listen/listen.ts'
import type { ServerOptions } from '../options.ts'
import type { PostgresServer } from '../postgres/index.ts'
import { openAuditFile } from './audit-file.ts'
import type { DatabaseArguments, ServeArguments } from './read-arguments.ts'
import type { Setup, ToldUser } from './setup.ts'

/** A server of the command that listens. */
export interface StartedServer {
  readonly listening: Listening
  /** Its users; with their passwords only where this start made them. */
  readonly users: readonly ToldUser[]
  /** Stops it; the very last is what it writes to. */
  readonly stop: () => Promise<void>
}

/** Where a server tells what happens to it, one object a time. */
export type Tell = (event: object) => void

/**
 * Starts a server in memory or on a database.
 *
 * @throws {ServerError} see `createServer()`, `createPostgresServer()` and `listen()`.
 */
export function startServer(
  setup: Setup,
  serve: ServeArguments,
  onError: (error: unknown, requestId: string) => void,
  tell: Tell,
): Promise<StartedServer> {
  const { release, keyFormat, contextPath, database } = serve
  const options: ServerOptions = {
    ...setup.options,
    settings: { ...setup.options.settings, ...(keyFormat && { keyFormat }) },
    contextPath,
    ...(release && { release }),
    onError,
  }
  return database === undefined
    ? startInMemory(setup, serve, options)
    : startOnDatabase(setup, serve, options, database, tell)
}

async function startInMemory(
  { users }: Setup,
  { port, host, audit }: ServeArguments,
  options: ServerOptions,
): Promise<StartedServer> {
  const file = audit === undefined ? undefined : openAuditFile(audit)
  try {
    const server = createServer({ ...options, ...(file && { auditSink: file.sink }) })
    const listening = await server.listen({ port, host })
    const stop = async (): Promise<void> => {
      await listening.close()
      // The very last, so that nothing that was answered is missing.
      file?.close()
    }
    return { listening, users, stop }
  } catch (error) {
    file?.close()
    throw error
  }
}

async function startOnDatabase(
  setup: Setup,
  { port, host }: ServeArguments,
  options: ServerOptions,
  { url, secretFile }: DatabaseArguments,
  tell: Tell,
): Promise<StartedServer> {
  // Nobody else waits for the driver to be loaded.
  const { createPostgresServer, readSecretFile } = await import('../postgres/index.ts')
  const server = await createPostgresServer({
    ...options,
    url,
    secret: readSecretFile(secretFile),
    onOutage: (reason) => tell({ database: reason === undefined ? 'back' : 'away', reason }),
  })
  try {
    const listening = await server.listen({ port, host })
    const stop = async (): Promise<void> => {
      await listening.close()
      await server.close()
    }
    return { listening, users: await toldUsers(setup, server), stop }
  } catch (error) {
    await server.close()
    throw error
  }
}

async function toldUsers(
  setup: Setup,
  { isFirst, store }: Pick<PostgresServer, 'isFirst' | 'store'>,
): Promise<readonly ToldUser[]> {
  if (isFirst) return setup.users
  const users = await store.users.all()
  return users.flatMap(({ email, role }) => (role === 'guest' ? [] : [{ email, role }]))
}
