import type { Dialect, Grammar } from './dialect.ts'
import { NetrcError } from './netrc-error.ts'
import type { Syntax } from './netrc-document.ts'
import { positionAt } from './position.ts'
import { startOf, type FailureRule, type ScanFailure } from './tokens.ts'

const reasons: Readonly<Record<FailureRule, string>> = {
  'netrc/duplicate-host': 'the machine has an entry before',
  'netrc/file-too-long': 'the file is too long',
  'netrc/invalid-utf8': 'the file is not UTF-8',
  'netrc/line-too-long': 'a line is too long',
  'netrc/lone-cr': 'a CR stands where no line ends',
  'netrc/macro-limits': 'the macros are too many or too long',
  'netrc/macro-unterminated': 'no empty line ends the macro',
  'netrc/missing-value': 'a name or value is missing',
  'netrc/token-too-long': 'a value is too long',
  'netrc/unknown-keyword': 'a keyword is due',
  'netrc/unterminated-quote': 'a quote is not closed',
}

const readers: Readonly<Record<Dialect, string>> = {
  consensus: 'a netrc reader',
  curl: 'curl',
  python: 'Python',
  go: 'Go',
  inetutils: 'ftp',
  strict: 'a strict reader',
}

/** The program that a dialect stands for, in a sentence. */
export function readerOf({ dialect }: Grammar): string {
  return readers[dialect]
}

/** The error of a look-up in a file for which the dialect gives up. */
export function failureOf(syntax: Syntax, { rule, token }: ScanFailure): NetrcError {
  const place = positionAt(syntax.text, startOf(syntax, token))
  const reader = readerOf(syntax.grammar)
  return new NetrcError(
    'ERR_NETRC_ENTRY',
    `The netrc file cannot be used: ${reader} stops reading it in line ${place.line}, ${reasons[rule]}`,
    place,
  )
}
