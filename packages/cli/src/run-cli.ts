import { Command, CommanderError } from 'commander'
import { exitCodes } from './cli-error.ts'
import { completeCommand, completionCommand } from './commands/completion.ts'
import { doctorCommand } from './commands/doctor.ts'
import { execCommand } from './commands/exec.ts'
import { keysCommand } from './commands/keys.ts'
import { loginCommand } from './commands/login.ts'
import { logoutCommand } from './commands/logout.ts'
import { netrcCommand } from './commands/netrc.ts'
import { queryCommand } from './commands/query.ts'
import { statusCommand } from './commands/status.ts'
import { whoAmICommand } from './commands/whoami.ts'
import { style } from './style.ts'
import { say, type Terminal } from './terminal.ts'
import { version } from './version.ts'

/**
 * Runs one command line and answers with its exit code.
 *
 * | code | meaning |
 * |---|---|
 * | 0 | ok |
 * | 1 | failed |
 * | 2 | wrong use |
 * | 3 | no credential |
 * | 4 | credential refused |
 * | 5 | server out of reach |
 * | 130 | interrupted by Ctrl-C |
 *
 * Data goes to stdout, talk and errors to stderr. An expected failure is words, never a stack.
 *
 * @param argv without the program's name
 */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await program(terminal).parseAsync(argv, { from: 'user' })
    return exitCodes.ok
  } catch (error) {
    // commander has printed its help or its complaint already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.wrongUse
    if (terminal.signal.aborted) return exitCodes.interrupted
    const words = wordsOf(error)
    // A command that was run for the person has said itself what is wrong.
    if (words !== '') say(terminal, `${style(terminal, 'red', 'wellkey:')} ${words}`)
    return exitCodeFor(error)
  }
}

function program(terminal: Terminal): Command {
  const wellkey = new Command('wellkey')
    .description('Keys for LabKey Server: store them, see which one is used, read data with them')
    .version(version)
    .enablePositionalOptions()
    .addCommand(loginCommand(terminal))
    .addCommand(logoutCommand(terminal))
    .addCommand(statusCommand(terminal))
    .addCommand(whoAmICommand(terminal))
    .addCommand(doctorCommand(terminal))
    .addCommand(keysCommand(terminal))
    .addCommand(execCommand(terminal))
    .addCommand(netrcCommand(terminal))
    .addCommand(queryCommand(terminal))
    .addCommand(completionCommand(terminal))
    .addCommand(completeCommand(terminal), { hidden: true })
    .addHelpText(
      'after',
      `
Environment:
  LABKEY_BASE_URL    the server, with its context path
  LABKEY_CONTAINER   the container, as /Project/Folder
  LABKEY_API_KEY     a key for the server above; it wins over the netrc file
  NETRC              the netrc file, instead of ~/.netrc

Exit codes: 0 ok, 1 failed, 2 wrong use, 3 no credential, 4 credential refused, 5 out of reach,
130 interrupted`,
    )
  prepare(wellkey, terminal)
  return wellkey
}

/** commander gives a subcommand that is added none of its parent's settings. */
function prepare(command: Command, terminal: Terminal): void {
  command.exitOverride().showHelpAfterError('(--help shows how)')
  command.configureOutput({
    writeOut: (text) => terminal.stdout.write(text),
    writeErr: (text) => terminal.stderr.write(text),
    getOutHelpWidth: () => terminal.stdout.columns ?? 80,
    getErrHelpWidth: () => terminal.stdout.columns ?? 80,
    getOutHasColors: () => terminal.isColourful,
    getErrHasColors: () => terminal.isColourful,
  })
  for (const sub of command.commands) prepare(sub, terminal)
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    if (error.code.startsWith('ERR_')) return error.message
  }
  if (error instanceof Error && error.name === 'CliError') return error.message
  // Not expected: the message alone could hide a defect of ours, and no secret is in a stack.
  return `Unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

/** Told by code, not by class: the error may come from a copy of the class that is not ours. */
async function exitCodeFor(error: unknown): Promise<number> {
  if (!(error instanceof Error)) return exitCodes.failed
  if ('exitCode' in error && typeof error.exitCode === 'number') return error.exitCode
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ERR_CREDENTIAL_URL') return exitCodes.wrongUse
  if (code.startsWith('ERR_CREDENTIAL_')) return exitCodes.noCredential
  if (code.startsWith('ERR_LABKEY_')) {
    // Whatever threw one of the client's errors has loaded the client already.
    const { exitCodeOf } = await import('@wellkey/client')
    return exitCodeOf(error)
  }
  return exitCodes.failed
}
