import { dialectOf, type Grammar } from './dialect.ts'
import type { Syntax } from './netrc-document.ts'
import { NetrcError } from './netrc-error.ts'
import { positionAt } from './position.ts'
import { startOf, type ScanFailure } from './tokens.ts'

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

/** The error of a look-up in a file for which the dialect gives up. */
export function failureOf({ text, tokens, grammar }: Syntax, failure: ScanFailure): NetrcError {
  const { rule, token } = failure
  const place = positionAt(text, startOf({ tokens }, token))
  return new NetrcError(
    'ERR_NETRC_ENTRY',
    `The netrc file cannot be used: ${readerOf(grammar)} stops reading it in line ${place.line} (${rule})`,
    place,
  )
}
