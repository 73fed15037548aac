import type { EditResult } from '@wellkey/netrc'
import { warning } from './style.ts'
import { say, type Terminal } from './terminal.ts'

/** Tells the person that a netrc file was open to others until now, since its keys may be known. */
export function sayTightened(
  terminal: Terminal,
  file: string,
  { isTightened }: Pick<EditResult, 'isTightened'>,
): void {
  if (!isTightened) return
  say(terminal, `${warning(terminal)} Others could read ${file}; now only you can`)
}
