import type { Command } from 'commander'
import type { Candidate, Offer } from '../completion/candidate.ts'
import { offerFor, type RemoteNames } from '../completion/offer-for.ts'
import { write, type Terminal } from '../terminal.ts'

/**
 * Answers a shell that wants to complete a line, one candidate a line, a tab before its description.
 * Where names of files are wanted the answer is `:files`. Whatever goes wrong is no answer, since a
 * line under the cursor is no place for an error.
 *
 * @param words those behind `wellkey`; the last one is being typed, and has a dot in front, since some
 *   shells lose an empty one
 */
export async function runComplete(
  root: Command,
  words: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const typed = (words.at(-1) ?? '.').slice(1)
  const line = [...words.slice(0, -1), typed]
  const askServer: RemoteNames = async (kind, position) => {
    const { remoteNames } = await import('../online/complete-names.ts')
    return remoteNames(terminal)(kind, position)
  }
  const offer = await offerFor(root, line, terminal, askServer).catch((): Offer => [])
  if (offer === 'files') {
    write(terminal, 1, ':files\n')
    return
  }
  const wanted = offer.filter(({ value }) => value.startsWith(typed) && isPlain(value))
  write(terminal, 1, wanted.map(lineOf).join(''))
}

/** A name with a control character cannot be typed, and could do harm in a terminal. */
function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text)
}

function lineOf({ value, description }: Candidate): string {
  const words = description?.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 80)
  return words === undefined ? `${value}\n` : `${value}\t${words}\n`
}
