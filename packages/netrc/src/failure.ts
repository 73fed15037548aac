import { dialectOf, type Grammar } from './dialect.ts'
import type { Syntax } from './netrc-document.ts'
import { NetrcError } from './netrc-error.ts'
import { positionAt } from './position.ts'
import { startOf, type EntryTokens, type ScanFailure } from './tokens.ts'

const programs: Readonly<Partial<Record<string, string>>> = {
  python: 'Python',
  go: 'Go',
  inetutils: 'ftp',
}

/** The program that a dialect stands for, or its name. */
export function readerOf(grammar: Grammar): string {
  const dialect = dialectOf(grammar)
  return programs[dialect] ?? dialect
}

/** The error of a look-up or an edit that needs an entry which cannot be used. */
export function unusable(syntax: Syntax, { head }: EntryTokens, why: string): NetrcError {
  const place = positionAt(syntax.text, startOf(syntax, head))
  const message = `The netrc entry in line ${place.line} cannot be used: ${why}`
  return new NetrcError('ERR_NETRC_ENTRY', message, place)
}

/** Refuses an entry with an open quote. */
export function assertClosed(syntax: Syntax, entry: EntryTokens): void {
  if (!entry.isBroken) return
  const why = 'a quote in it is not closed; close it with " on the same line'
  throw unusable(syntax, entry, why)
}

/** The error of a look-up in a file for which the dialect gives up. */
export function failureOf(syntax: Syntax, { rule, token }: ScanFailure): NetrcError {
  const place = positionAt(syntax.text, startOf(syntax, token))
  return new NetrcError(
    'ERR_NETRC_ENTRY',
    `The netrc file cannot be used: ${readerOf(syntax.grammar)} stops reading it in line ${place.line} (${rule})`,
    place,
  )
}
