import { openAuditFile, verifyAuditFile } from './command/audit-file.ts'
import type { AuditFile } from './command/audit-file.ts'
import { readArguments } from './command/read-arguments.ts'
import type { Command, ServeArguments } from './command/read-arguments.ts'
import { setUp } from './command/setup.ts'
import type { Setup } from './command/setup.ts'
import { createServer } from './create-server.ts'
import { printableLine } from './http/printable-line.ts'
import type { Listening } from './listen/listen.ts'
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
  { port, host, contextPath, demo, seeds, release, keyFormat, audit, json }: ServeArguments,
): Promise<number> {
  const setup = setUp(demo, seeds)
  const settings = { ...setup.options.settings, ...(keyFormat && { keyFormat }) }
  const start = async (file: AuditFile | undefined): Promise<Listening> => {
    const server = createServer({
      ...setup.options,
      settings,
      contextPath,
      ...(release && { release }),
      ...(file && { auditSink: file.sink }),
      onError: (error, id) => stderr(`${JSON.stringify({ id, error: describeError(error) })}\n`),
    })
    return server.listen({ port, host })
  }
  const file = audit === undefined ? undefined : openAuditFile(audit)
  try {
    const listening = await start(file)
    stdout(json ? jsonLine(setup, listening, contextPath) : words(setup, listening))
    await stopped
    await listening.close()
    return 0
  } finally {
    // The very last, so that nothing that was answered is missing.
    file?.close()
  }
}

// One line, whatever a client made the error say.
function describeError(error: unknown): string {
  return printableLine(error instanceof Error ? (error.stack ?? error.message) : String(error))
}

function verify({ stdout, stderr }: RunContext, file: string): number {
  const { records, verdict } = verifyAuditFile(file)
  if (verdict.isValid) {
    return print(stdout, `${records} records, each follows the one before\n`)
  }
  stderr(`wellkey-server: record ${verdict.sequence} is bad: ${verdict.reason}\n`)
  return 1
}

function jsonLine({ users, container }: Setup, { url }: Listening, contextPath: string): string {
  const shown = users.map(({ email, password, role }) => ({ email, password, role }))
  return `${JSON.stringify({ url, contextPath, container, users: shown })}\n`
}

function words({ users, container }: Setup, { url }: Listening): string {
  const told = users.map(({ email, password = '(from the seed)', role }) => [email, password, role])
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
