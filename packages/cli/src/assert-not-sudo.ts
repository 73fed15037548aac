import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { CliError } from './cli-error.ts'
import type { Terminal } from './terminal.ts'

/**
 * Refuses to store a key in root's file for a person who is root by sudo only: they would not find
 * it again.
 *
 * @throws {CliError} exit code 1
 */
export function assertNotSudo(file: string, { environment }: Terminal): void {
  const person = environment['SUDO_UID']
  if (person === undefined || process.getuid?.() !== 0) return
  if (String(ownerOf(file)) === person) return
  throw new CliError(
    `You are root by sudo, and ${file} is not your own; run it without sudo, or name the file with --file`,
  )
}

function ownerOf(file: string): number | undefined {
  const stats =
    statSync(file, { throwIfNoEntry: false }) ?? statSync(dirname(file), { throwIfNoEntry: false })
  return stats?.uid
}
