import { CliError, exitCodes } from './cli-error.ts'
import type { Terminal } from './terminal.ts'

/** More than any key or password has; whoever pipes more has piped the wrong file. */
const longestSecret = 4096

/**
 * Reads a secret from stdin, where no other user of the machine can see it and no shell remembers
 * it. The line end that `echo` and clipboards add is taken off.
 *
 * @param usage what to type instead, for the error
 * @throws {CliError} exit code 2 when stdin is a terminal (it would show the secret), is empty, or
 *   holds more than one line
 */
export async function readSecret(terminal: Terminal, usage: string): Promise<string> {
  if (terminal.stdin.isTTY === true) {
    throw new CliError(
      `The terminal would show the secret; pipe it in instead, for example: ${usage}`,
      exitCodes.wrongUse,
    )
  }
  let text = ''
  terminal.stdin.setEncoding('utf8')
  for await (const chunk of terminal.stdin) {
    text += String(chunk)
    if (text.length > longestSecret) {
      throw new CliError(
        `There is more than a secret on stdin: over ${longestSecret} characters`,
        exitCodes.wrongUse,
      )
    }
  }
  const secret = text.replace(/^\ufeff/, '').replace(/\r?\n$/, '')
  if (secret.trim() === '') {
    throw new CliError(`There is no secret on stdin; for example: ${usage}`, exitCodes.wrongUse)
  }
  if (/[\r\n]/.test(secret)) {
    throw new CliError(
      'There is more than one line on stdin; give the secret alone',
      exitCodes.wrongUse,
    )
  }
  return secret
}
