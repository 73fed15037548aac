import { bytesIn } from './bytes-in.ts'
import {
  isOpenQuote,
  isQuoted,
  readablePiece,
  type Outline,
  type Pair,
  type Piece,
} from '../outline.ts'
import type { Finding, Rule } from './rule.ts'

/** Rules about how values and other words are spelled. */
export type ValueRule =
  | 'netrc/hash-value'
  | 'netrc/multiline-quote'
  | 'netrc/garbage-after-quote'
  | 'netrc/quoted-value'
  | 'netrc/ambiguous-escape'
  | 'netrc/backslash-unquoted'
  | 'netrc/single-quote'
  | 'netrc/smart-quote'
  | 'netrc/keyword-as-value'
  | 'netrc/empty-value'
  | 'netrc/token-too-long'

export const valueRules: Readonly<Record<ValueRule, Rule>> = {
  'netrc/hash-value': {
    severity: 'warning',
    finds: 'a value with `#`',
    message:
      'This value holds #: Ruby, netrc-parser and npm netrc cut it there. Ask for a value without it',
  },
  'netrc/multiline-quote': {
    severity: 'error',
    finds: 'a quote that is closed on a later line',
    message:
      'This quote is closed on a later line: curl, Python and ftp read everything up to there as one value, others do not. Close it on its line',
  },
  'netrc/garbage-after-quote': {
    severity: 'error',
    finds: 'characters right behind a closing quote',
    message:
      'No blank follows the closing quote: curl reads the rest as a new word, Python refuses the file, others take all of it for the value. Put a blank there, or escape the inner quote with a backslash',
  },
  'netrc/quoted-value': {
    severity: 'info',
    finds: 'a value in quotes',
    message:
      'wget2, aria2, apt, lftp, Ruby, the Go readers, the npm packages, LabKey for Java and Python up to 3.10 take the quotes for a part of the value. Leave them out if the value has no blank and no backslash',
  },
  'netrc/ambiguous-escape': {
    severity: 'warning',
    finds: 'an escape other than `\\"` and `\\\\` in quotes',
    message:
      'An escape other than \\" and \\\\ stands in the quotes: \\n is a line feed for curl and git, the letter n for Python, Perl, wget and ftp. Write the letter itself, or double the backslash',
  },
  'netrc/backslash-unquoted': {
    severity: 'warning',
    finds: 'a backslash outside quotes',
    message:
      'Python 3.11 and newer, Perl, wget, ftp and uv drop a backslash outside quotes; curl, git, Go and Ruby keep it. Quote the value and double the backslash, or ask for a value without one',
  },
  'netrc/single-quote': {
    severity: 'warning',
    finds: 'a single quote in a value',
    message:
      "A single quote does not quote: nearly all readers take it for a letter, while neon, msmtp and Emacs drop it. Use double quotes if you meant to quote, else ask for a value without '",
  },
  'netrc/smart-quote': {
    severity: 'warning',
    finds: 'typographic quotes',
    message:
      'Typographic quotes are letters to every reader; a word processor may have put them there. Use " or leave them out',
  },
  'netrc/keyword-as-value': {
    severity: 'warning',
    finds: 'a value that spells a keyword',
    message:
      'This value spells a keyword, as if the value before it were missing: most readers take it as the value, Emacs and jdx (mise) read it as the keyword. Add the missing value, or choose another',
  },
  'netrc/empty-value': {
    severity: 'warning',
    finds: 'an empty value, `""`',
    message:
      'An empty quoted word ends the file for ftp, and is the text of two quotes for readers that know none. Leave the field out',
  },
  'netrc/token-too-long': {
    severity: 'warning',
    finds: 'a word over 99, 255, 476 or 4,095 bytes',
    message: 'tnftp refuses the file for a word of more than 99 bytes',
  },
}

const keywords = new Set(['machine', 'login', 'password', 'account', 'default', 'macdef'])
const smartQuotes = /[\u00ab\u00bb\u2018-\u201f\u2032\u2033\u2039\u203a]/

/** Looks at every value, and at the stray words, as they are spelled. */
export function* checkValues(outline: Outline): Generator<Finding<ValueRule>> {
  for (const pair of outline.pairs) {
    if (pair.value !== undefined) yield* checkValue(outline, pair, pair.value)
  }
  for (const piece of outline.pieces) {
    if (piece.spelling.startsWith('"')) yield* checkQuotes(outline, piece)
  }
  for (const { from, to, spelling } of outline.words) {
    if (spelling === '""') yield { rule: 'netrc/empty-value', from, to }
  }
}

function* checkValue(outline: Outline, pair: Pair, value: Piece): Generator<Finding<ValueRule>> {
  const { from, to, spelling } = value
  const find = (rule: ValueRule): Finding<ValueRule> => ({ rule, from, to })
  if (spelling.startsWith('#')) {
    const message =
      'This value starts with #: git and curl 7.84 to 7.88, wget, neon, msmtp, Emacs, Ruby, jdx (mise) and the npm packages take it for a comment and find no value. Ask for a value without it'
    yield { ...find('netrc/hash-value'), message }
  } else if (spelling.includes('#')) {
    yield find('netrc/hash-value')
  }
  if (isQuoted(spelling)) {
    yield find('netrc/quoted-value')
    if (spelling === '""') yield find('netrc/empty-value')
  } else if (!isOpenQuote(spelling)) {
    if (spelling.replace(/\\$/, '').includes('\\')) yield find('netrc/backslash-unquoted')
    if (spelling.includes("'")) yield find('netrc/single-quote')
    const isName = pair.field === 'host' && spelling === 'default'
    if (keywords.has(spelling) && !isName) yield find('netrc/keyword-as-value')
  }
  if (smartQuotes.test(readablePiece(outline, value) ?? '')) yield find('netrc/smart-quote')
  const bytes = bytesIn(spelling, outline.kind)
  if (bytes > 99) yield { ...find('netrc/token-too-long'), message: tooLong(bytes) }
}

function* checkQuotes(outline: Outline, piece: Piece): Generator<Finding<ValueRule>> {
  const { from, to, spelling } = piece
  if (isOpenQuote(spelling)) {
    const isClosedLater = outline.text.indexOf('"', to) >= 0
    if (isClosedLater) yield { rule: 'netrc/multiline-quote', from, to }
    return
  }
  const next = outline.text[to]
  if (next !== undefined && !' \t\r\n'.includes(next)) {
    yield { rule: 'netrc/garbage-after-quote', from, to }
  }
  const escapes = spelling.slice(1, -1).matchAll(/\\([^])/g)
  if ([...escapes].some(([, letter]) => letter !== '"' && letter !== '\\')) {
    yield { rule: 'netrc/ambiguous-escape', from, to }
  }
}

function tooLong(bytes: number): string {
  const hurt = ['tnftp refuses the file for a word of more than 99 bytes']
  if (bytes > 255) hurt.push('lftp and neon cut it at 255')
  if (bytes > 476) hurt.push('msmtp cuts it at 476')
  if (bytes > 4095) hurt.push('curl and git refuse the file at 4,096')
  if (bytes > 8191) hurt.push('inetutils ftp crashes at 8,192')
  return `${hurt.join(', ')}. Ask for a shorter value if you use one of these`
}
