import { readFile } from 'node:fs/promises'
import { CliError, exitCodes } from './cli-error.ts'
import { systemReason } from './system-reason.ts'

/**
 * The text of a file that the command line names.
 *
 * @throws {CliError} exit code 2 when it cannot be read
 */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${systemReason(error)}`, exitCodes.wrongUse)
  }
}
