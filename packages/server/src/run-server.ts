import { verifyAuditFile } from './command/audit-file.ts'
import type { AuditFileVerdict } from './command/audit-file.ts'
import { readArguments } from './command/read-arguments.ts'
import type { Command, DatabaseArguments, ServeArguments } from './command/read-arguments.ts'
import { setUp } from './command/setup.ts'
import type { Setup } from './command/setup.ts'
import { startServer } from './command/start-server.ts'
import type { StartedServer } from './command/start-server.ts'
import { printableLine } from './http/printable-line.ts'
import { ServerError } from './server-error.ts'
import { usage } from './usage.ts'

/** What the command touches of the world. */
export interface RunContext {
  /** Arguments behind the program's name. */
  readonly argv: readonly string[]
  /** Takes data: the JSON line, or the words that replace it. */
  readonly stdout: (text: string) => void
  /** Takes talk: errors, one JSON object a line once the server runs. */
  readonly stderr: (text: string) => void
  /** Resolves when the command is asked to stop. */
  readonly stopped: Promise<unknown>
  /** What `--version` prints. */
  readonly version: string
}

/**
 * Runs `wellkey-server` until it is stopped, and returns its exit code: 0; 1 if an audit is not whole; 2
 * for wrong use.
 *
 * With `--json` the first line on stdout is one JSON object with the URL and the users, and nothing
 * follows it.
 */
export async function runServer(context: RunContext): Promise<number> {
  const { argv, stdout, stderr, version } = context
  const fail = (message: string): number => {
    stderr(`wellkey-server: ${message}\nTry 'wellkey-server --help'\n`)
    return 2
  }
  let command: Command
  try {
    command = readArguments(argv)
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
  try {
    switch (command.kind) {
      case 'help':
        return print(stdout, usage)
      case 'version':
        return print(stdout, `${version}\n`)
      case 'verify':
        return verify(context, command.file)
      case 'verify-database':
        return await verifyStored(context, command.database)
      case 'serve':
        return await serve(context, command)
    }
  } catch (error) {
    if (error instanceof ServerError) return fail(error.message)
    throw error
  }
}

async function serve(
  { stdout, stderr, stopped }: RunContext,
  command: ServeArguments,
): Promise<number> {
  const setup = setUp(command.demo, command.seeds)
  const tell = (event: object): void => stderr(`${JSON.stringify(event)}\n`)
  const onError = (error: unknown, id: string): void => tell({ id, error: describeError(error) })
  const started = await startServer(setup, command, onError, tell)
  stdout(command.json ? jsonLine(setup, started, command.contextPath) : words(setup, started))
  await stopped
  await started.stop()
  return 0
}

// One line, whatever a client made the error say.
function describeError(error: unknown): string {
  return printableLine(error instanceof Error ? (error.stack ?? error.message) : String(error))
}

function verify(context: RunContext, file: string): number {
  return tellVerdict(context, verifyAuditFile(file))
}

function tellVerdict(
  { stdout, stderr }: Pick<RunContext, 'stdout' | 'stderr'>,
  { records, verdict }: AuditFileVerdict,
): number {
  if (verdict.isValid) {
    return print(stdout, `${records} records, each follows the one before\n`)
  }
  stderr(`wellkey-server: record ${verdict.sequence} is bad: ${verdict.reason}\n`)
  return 1
}

async function verifyStored(
  { stdout, stderr }: RunContext,
  { url, secretFile }: DatabaseArguments,
): Promise<number> {
  const { readSecretFile, verifyDatabase } = await import('./postgres/index.ts')
  return tellVerdict({ stdout, stderr }, await verifyDatabase(url, readSecretFile(secretFile)))
}

function jsonLine(
  { container }: Setup,
  { users, listening: { url } }: StartedServer,
  contextPath: string,
): string {
  const shown = users.map(({ email, password, role }) => ({ email, password, role }))
  return `${JSON.stringify({ url, contextPath, container, users: shown })}\n`
}

function words({ container }: Setup, { users, listening: { url } }: StartedServer): string {
  const told = users.map(({ email, password = '(as set before)', role }) => [email, password, role])
  const width = (column: number): number =>
    Math.max(...told.map((user) => user[column]?.length ?? 0))
  const lines = told.map(
    ([email = '', password = '', role = '']) =>
      `  ${email.padEnd(width(0))}  ${password.padEnd(width(1))}  ${role}`,
  )
  return [
    `A reference LabKey Server listens at ${url}`,
    `Start at ${url}${container.split('/').map(encodeURIComponent).join('/')}/project-begin.view`,
    '',
    'Users, passwords (made for this run, not shown again) and roles:',
    ...lines,
    '',
    'Stop it with Ctrl+C',
    '',
  ].join('\n')
}

function print(stdout: (text: string) => void, text: string): number {
  stdout(text)
  return 0
}
