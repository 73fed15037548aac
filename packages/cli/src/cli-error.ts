/** The exit codes of the command, the same for every subcommand. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  wrongUse: 2,
  noCredential: 3,
  refused: 4,
  outOfReach: 5,
  interrupted: 130,
} as const

/**
 * An expected failure: words for the person and the exit code that goes with them. Without words
 * when all has been said.
 */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: number

  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message)
    this.exitCode = exitCode
  }
}
