// The grammar, as the most frequent answer of forty readers settles it. There is no standard; the
// nearest thing, the manual of ftp(1), says: tokens separated by spaces, tabs or newlines.
//
//   file     = [ BOM ] *( blank / comment / token )
//   blank    = 1*( SP / TAB / LF / CR )
//   comment  = "#" up to the end of its line: where "#" is the first thing on its line, and, at the
//              start of a token, where a keyword is due. Elsewhere "#" is a letter.
//   token    = quoted / bare
//   quoted   = DQUOTE *( any but DQUOTE, "\" and LF / "\" any but LF ) DQUOTE
//              It ends at its quote, and it is never a keyword. Without a closing quote on the line
//              it ends with the line, and its entry is unusable.
//   bare     = 1*( any but blank ); a backslash and an inner quote are letters
//   entry    = ( "machine" value / "default" ) *( field / macro / word )
//   field    = ( "login" / "user" / "password" / "passwd" / "account" ) value; the last one counts
//   ignored  = ( "port" / "protocol" / "force" ) value
//   value    = token, whatever it spells
//   macro    = "macdef" rest-of-line LF body; the body ends with a line of blanks, or with the file
//   word     = any other token where a keyword is due; it is skipped alone
//
// Every character belongs to exactly one token, so that printing only concatenates.

/** What a token is to the grammar. */
export const TokenKind = {
  Blank: 0,
  Comment: 1,
  Keyword: 2,
  Value: 3,
  Macro: 4,
  Word: 5,
  ByteOrderMark: 6,
} as const

/** Where an entry's tokens are; -1 stands for "not there". */
export interface EntryTokens {
  /** The keyword `machine` or `default`. */
  readonly head: number
  readonly isDefault: boolean
  host: number
  login: number
  password: number
  account: number
  /** The last token that belongs to the entry, blanks and comments behind it left out. */
  last: number
  /** A quote is not closed inside the entry. */
  isBroken: boolean
}

/** A finding of the scanner: a rule and the token it is about. */
export interface ScanProblem {
  readonly rule: 'netrc/unterminated-quote' | 'netrc/missing-value' | 'netrc/orphan'
  readonly token: number
}

/** A text as tokens and entries. */
export interface Scan {
  /** One number a token, in order: where it ends, times {@link kindsPerEnd}, plus its kind. */
  readonly tokens: Uint32Array
  readonly entries: readonly EntryTokens[]
  readonly problems: readonly ScanProblem[]
}

/** See {@link Scan.tokens}; it bounds a text to 2 ** 28 characters. */
export const kindsPerEnd = 16

/** The longest text that {@link scan} takes, in characters. */
export const longestText: number = 2 ** 28 - 1

type Field = 'host' | 'login' | 'password' | 'account'

const tab = 9
const lineFeed = 10
const carriageReturn = 13
const space = 32
const quote = 34
const hash = 35
const backslash = 92
const byteOrderMark = 0xfeff

/** Reads a text in one pass. Never fails: what is wrong comes back as problems. */
export function scan(text: string): Scan {
  const length = text.length
  let tokens = new Uint32Array(Math.max(64, length >> 3))
  let count = 0
  const entries: EntryTokens[] = []
  const problems: ScanProblem[] = []
  let entry: EntryTokens | undefined
  let due: Field | 'ignored' | undefined
  let startsLine = true
  let at = 0

  const push = (end: number, kind: number): void => {
    if (count === tokens.length) {
      const larger = new Uint32Array(count * 2)
      larger.set(tokens)
      tokens = larger
    }
    tokens[count++] = end * kindsPerEnd + kind
    at = end
  }
  if (text.charCodeAt(0) === byteOrderMark) push(1, TokenKind.ByteOrderMark)
  while (at < length) {
    const code = text.charCodeAt(at)
    if (isBlank(code)) {
      let end = at
      for (let next = code; isBlank(next); next = text.charCodeAt(end)) {
        if (next === lineFeed) startsLine = true
        if (++end === length) break
      }
      push(end, TokenKind.Blank)
      continue
    }
    if (code === hash && (startsLine || due === undefined)) {
      push(endOfLine(text, at), TokenKind.Comment)
      continue
    }
    startsLine = false
    let end = at
    if (code === quote) {
      end = endOfQuoted(text, at)
      if (end < 0) {
        end = -end
        problems.push({ rule: 'netrc/unterminated-quote', token: count })
        if (entry !== undefined) entry.isBroken = true
      }
    } else {
      while (end < length && !isBlank(text.charCodeAt(end))) end++
    }
    if (due !== undefined) {
      if (entry !== undefined && due !== 'ignored') entry[due] = count
      if (entry !== undefined) entry.last = count
      due = undefined
      push(end, TokenKind.Value)
      continue
    }
    const keyword = code === quote ? undefined : keywordAt(text, at, end)
    if (keyword === 'machine' || keyword === 'default') {
      entry = newEntry(count, keyword === 'default')
      entries.push(entry)
      if (keyword === 'machine') due = 'host'
    } else if (keyword === 'macdef') {
      push(end, TokenKind.Keyword)
      if (at < length) push(endOfMacro(text, at), TokenKind.Macro)
      if (entry !== undefined) entry.last = count - 1
      startsLine = true
      continue
    } else if (keyword !== undefined) {
      due = keyword
      if (entry === undefined) {
        if (keyword !== 'ignored') problems.push({ rule: 'netrc/orphan', token: count })
      } else {
        entry.last = count
      }
    } else if (entry !== undefined) {
      entry.last = count
    }
    push(end, keyword === undefined ? TokenKind.Word : TokenKind.Keyword)
  }
  if (due !== undefined) problems.push({ rule: 'netrc/missing-value', token: count - 1 })
  return { tokens: tokens.subarray(0, count), entries, problems }
}

/** Where a token begins. */
export function startOf(scanned: Pick<Scan, 'tokens'>, token: number): number {
  return token === 0 ? 0 : endOf(scanned, token - 1)
}

/** Where a token ends, exclusive. */
export function endOf(scanned: Pick<Scan, 'tokens'>, token: number): number {
  return Math.floor((scanned.tokens[token] ?? 0) / kindsPerEnd)
}

/** What a token is: one of {@link TokenKind}. */
export function kindOf(scanned: Pick<Scan, 'tokens'>, token: number): number {
  return (scanned.tokens[token] ?? 0) % kindsPerEnd
}

function newEntry(head: number, isDefault: boolean): EntryTokens {
  return {
    head,
    isDefault,
    host: -1,
    login: -1,
    password: -1,
    account: -1,
    last: head,
    isBroken: false,
  }
}

function isBlank(code: number): boolean {
  return code === space || code === lineFeed || code === tab || code === carriageReturn
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** Where a quoted token ends; minus the end of the line when its quote is not closed there. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) return at + 1
    if (code === lineFeed) return -at
    if (code === backslash && text.charCodeAt(at + 1) !== lineFeed) at++
  }
  return -text.length
}

/** The end of a macro whose name follows at `from`: behind its first line of nothing but blanks. */
function endOfMacro(text: string, from: number): number {
  let line = endOfLine(text, from) + 1
  while (line < text.length) {
    const end = endOfLine(text, line)
    let at = line
    while (at < end && isBlank(text.charCodeAt(at))) at++
    if (at === end) return Math.min(end + 1, text.length)
    line = end + 1
  }
  return text.length
}

function keywordAt(
  text: string,
  from: number,
  end: number,
): Field | 'machine' | 'default' | 'macdef' | 'ignored' | undefined {
  const is = (word: string): boolean => text.startsWith(word, from)
  switch (end - from) {
    case 4:
      return is('user') ? 'login' : is('port') ? 'ignored' : undefined
    case 5:
      return is('login') ? 'login' : is('force') ? 'ignored' : undefined
    case 6:
      return is('macdef') ? 'macdef' : is('passwd') ? 'password' : undefined
    case 7:
      if (is('machine')) return 'machine'
      return is('default') ? 'default' : is('account') ? 'account' : undefined
    case 8:
      return is('password') ? 'password' : is('protocol') ? 'ignored' : undefined
    default:
      return undefined
  }
}
