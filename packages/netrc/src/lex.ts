// Where the parts of a file end; each answers for one dialect and knows nothing of entries.

import type { Grammar, Meaning } from './dialect.ts'

/** What a character is to the scanner, see {@link lexiconOf}. */
export const CharacterClass = {
  Letter: 0,
  Blank: 1,
  LineFeed: 2,
  CarriageReturn: 3,
  /** A backslash that escapes outside quotes. */
  Escape: 4,
  /** A NUL that hides the rest of its line. */
  LineEnder: 5,
} as const

/** A grammar made ready for scanning. */
export interface Lexicon {
  /** The class of each UTF-16 code unit. */
  readonly classes: Uint8Array
  /** What each of {@link keywords} means. */
  readonly meanings: readonly (Meaning | undefined)[]
}

/** Every word that is a keyword in some dialect. */
const keywords = [
  'machine',
  'default',
  'macdef',
  'login',
  'password',
  'account',
  'user',
  'passwd',
  'port',
  'protocol',
  'force',
] as const

const lexicons = new Map<Grammar, Lexicon>()

const quote = 34
const backslash = 92
const lineFeed = 10
const carriageReturn = 13
const hash = 35

/** Makes a grammar ready, once. */
export function lexiconOf(grammar: Grammar): Lexicon {
  const known = lexicons.get(grammar)
  if (known !== undefined) return known
  const classes = new Uint8Array(0x1_0000)
  for (const separator of grammar.separators) {
    classes[separator.charCodeAt(0)] = CharacterClass.Blank
  }
  classes[lineFeed] = CharacterClass.LineFeed
  if (classes[carriageReturn] !== 0) classes[carriageReturn] = CharacterClass.CarriageReturn
  if (grammar.bareEscapes !== 'none') classes[backslash] = CharacterClass.Escape
  if (grammar.nul === 'ends the line') classes[0] = CharacterClass.LineEnder
  const lexicon = { classes, meanings: keywords.map((word) => grammar.keywords[word]) }
  lexicons.set(grammar, lexicon)
  return lexicon
}

/** What a word means where a keyword is due. */
export function meaningOf(
  text: string,
  from: number,
  end: number,
  { meanings }: Lexicon,
): Meaning | undefined {
  const keyword = keywordAt(text, from, end)
  return keyword < 0 || !spells(text, from, end, keywords[keyword] ?? '')
    ? undefined
    : meanings[keyword]
}

/** The one keyword that a word can be, by its length and a letter or two; -1 for none. */
function keywordAt(text: string, from: number, end: number): number {
  switch (end - from) {
    case 4:
      return text.charCodeAt(from) === 117 ? 6 : 8
    case 5:
      return text.charCodeAt(from) === 108 ? 3 : 10
    case 6:
      return text.charCodeAt(from) === 109 ? 2 : 7
    case 7: {
      const first = text.charCodeAt(from)
      return first === 109 ? 0 : first === 100 ? 1 : 5
    }
    case 8:
      return text.charCodeAt(from + 1) === 97 ? 4 : 9
    default:
      return -1
  }
}

function spells(text: string, from: number, end: number, word: string): boolean {
  for (let at = from; at < end; at++) {
    if (text.charCodeAt(at) !== word.charCodeAt(at - from)) return false
  }
  return true
}

/** The end of the line, its LF left out. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** The end of a line that CR ends too. */
export function endOfAnyLine(text: string, from: number): number {
  let at = from
  while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++
  return at
}

/** Where the next line starts, for a line that ends here. */
export function afterLineEnd(text: string, end: number): number {
  const isPair = text.charCodeAt(end) === carriageReturn && text.charCodeAt(end + 1) === lineFeed
  return Math.min(end + (isPair ? 2 : 1), text.length)
}

export function hasLineEnd(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isLineEnd(text.charCodeAt(at))) return true
  return false
}

function isLineEnd(code: number): boolean {
  return code === lineFeed || code === carriageReturn
}

/** Where a word without quotes ends. */
export function endOfWord(
  text: string,
  from: number,
  classes: Uint8Array,
  grammar: Grammar,
): number {
  const { length } = text
  let end = grammar.bareEscapes === 'inside' ? from + 1 : from
  for (; end < length; end++) {
    const kind = classes[text.charCodeAt(end)]
    if (kind === CharacterClass.Escape) end = afterEscaped(text, end + 1, grammar) - 1
    else if (kind !== CharacterClass.Letter) break
  }
  return Math.min(end, length)
}

/** Behind an escaped character; a CRLF is one where CR ends lines. */
function afterEscaped(text: string, at: number, grammar: Grammar): number {
  return grammar.cr === 'line end' && text[at] === '\r' ? afterLineEnd(text, at) : at + 1
}

/** Where a quoted token ends; minus that when its quote is not closed. */
export function endOfQuoted(text: string, from: number, grammar: Grammar): number {
  const isOneLine = grammar.quotes === 'line'
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) return at + 1
    if (code === lineFeed) {
      if (isOneLine) return -at
      if (grammar.trimsQuotedLines) at = startOfKept(text, at + 1) - 1
    } else if (code === 0 && grammar.nul === 'ends the line') {
      at = endOfLine(text, at) - 1
    } else if (code === backslash && !(isOneLine && text.charCodeAt(at + 1) === lineFeed)) {
      at++
      if (text.charCodeAt(at) === lineFeed && grammar.trimsQuotedLines) {
        at = startOfKept(text, at + 1) - 1
      }
    }
  }
  return -text.length
}

/** Skips the blanks that open a line, and comment lines. */
function startOfKept(text: string, line: number): number {
  let at = skipBlanks(text, line)
  while (text.charCodeAt(at) === hash) {
    const end = endOfLine(text, at)
    if (end === text.length) return end
    at = skipBlanks(text, end + 1)
  }
  return at
}

/** Skips blanks and tabs. */
export function skipBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

/** Where a macro ends whose body starts at `line`: behind an empty line, or -1 if none follows. */
export function endOfMacro(text: string, line: number, grammar: Grammar): number {
  while (line < text.length) {
    const end = endOfEmpty(text, line, grammar)
    if (end >= 0) return end
    line = (grammar.cr === 'line end' ? afterAnyLine : afterLine)(text, line)
  }
  return -1
}

function afterLine(text: string, line: number): number {
  return endOfLine(text, line) + 1
}

function afterAnyLine(text: string, line: number): number {
  return afterLineEnd(text, endOfAnyLine(text, line))
}

/** Where an empty line ends, its line end included; -1 if the line is not empty. */
function endOfEmpty(text: string, line: number, { macroEnd, cr }: Grammar): number {
  let at = line
  if (macroEnd === 'empty line') {
    const canBeCr = cr === 'line end' || (cr === 'fails alone' && text[at + 1] === '\n')
    const isEmpty = text[at] === '\n' || (canBeCr && text[at] === '\r')
    return isEmpty ? afterLineEnd(text, at) : -1
  }
  if (macroEnd === 'trimmed line') {
    at = skipBlanks(text, at)
    while (text[at] === '\r') at++
  } else {
    while (text[at] === ' ' || text[at] === '\t' || text[at] === '\r') at++
  }
  return at === text.length || text[at] === '\n' ? Math.min(at + 1, text.length) : -1
}
