import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'

/** The commands of a group by name, in the order of its help. */
export type Parts = Readonly<
  Record<string, (terminal: Terminal, words: readonly string[]) => Command>
>

/**
 * Adds the command that the first word names, and no other: to define all of them takes longer than
 * most of them run. Where the word names none, all are added, for the help and for suggestions.
 */
export function addParts(
  group: Command,
  parts: Parts,
  [word = '', ...rest]: readonly string[],
  terminal: Terminal,
): Command {
  const named = Object.hasOwn(parts, word) ? parts[word] : undefined
  if (named !== undefined) return group.addCommand(named(terminal, rest))
  for (const define of Object.values(parts)) group.addCommand(define(terminal, []))
  return group
}
