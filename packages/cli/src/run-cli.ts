import { exitCodes } from './cli-error.ts'
import { style } from './style.ts'
import { print, say, type Terminal } from './terminal.ts'
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
    if (argv.length === 1 && isVersionFlag(argv[0])) print(terminal, version)
    else {
      // Not needed for the version, and it takes milliseconds.
      const { createProgram } = await import('./program.ts')
      const line = askedOf(argv)
      await createProgram(line, terminal).parseAsync(line, { from: 'user' })
    }
    return exitCodes.ok
  } catch (error) {
    // commander has printed its help or its complaint already.
    if (isOfCommander(error)) return error.exitCode === 0 ? exitCodes.ok : exitCodes.wrongUse
    if (terminal.signal.aborted) return exitCodes.interrupted
    const words = wordsOf(error)
    // A command that was run for the person has said itself what is wrong.
    if (words !== '') say(terminal, `${style(terminal, 'red', 'wellkey:')} ${words}`)
    return exitCodeFor(error)
  }
}

/** commander's own `help` knows one word: `help netrc get` is `netrc get --help`. */
function askedOf(argv: readonly string[]): readonly string[] {
  const [first, ...words] = argv
  return first === 'help' && words.length > 1 ? [...words, '--help'] : argv
}

function isVersionFlag(word: string | undefined): boolean {
  return word === '--version' || word === '-V'
}

function isOfCommander(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
}

/** What is said of an error: its message, or for a defect of ours its stack, and nothing else of it. */
export function wordsOf(error: unknown): string {
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
    const { exitCodeOf } = await import('./online/exit-code.ts')
    return exitCodeOf(error)
  }
  return exitCodes.failed
}
