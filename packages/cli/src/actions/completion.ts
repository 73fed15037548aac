import { scripts } from '../completion/scripts.ts'
import type { Shell } from '../completion/shells.ts'
import { print, type Terminal } from '../terminal.ts'

/** Prints the script that makes a shell complete lines of `wellkey`. */
export function runCompletion(shell: Shell, terminal: Terminal): void {
  print(terminal, scripts[shell])
}
