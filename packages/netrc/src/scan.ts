// The consensus grammar, as the most frequent answer of forty readers settles it; how the other
// dialects differ stands in dialect.ts. There is no standard; the nearest thing, the manual of
// ftp(1), says: tokens separated by spaces, tabs or newlines.
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

import { decode } from './decode.ts'
import { grammars, type Grammar, type Meaning } from './dialect.ts'
import { endOfFtpMacro, type FtpMacros } from './ftp-macro.ts'
import {
  afterLineEnd,
  CharacterClass,
  endOfAnyLine,
  endOfLine,
  endOfMacro,
  endOfQuoted,
  endOfWord,
  hasLineEnd,
  lexiconOf,
  meaningOf,
  type Lexicon,
} from './lex.ts'
import { byteLength, limitBroken } from './limits.ts'
import {
  endOf,
  kindsPerEnd,
  newEntry,
  startOf,
  TokenKind,
  type EntryTokens,
  type FailureRule,
  type Scan,
  type ScanFailure,
  type ScanProblem,
} from './tokens.ts'

export { endOf, kindOf, longestText, startOf, TokenKind } from './tokens.ts'
export type { EntryTokens, Scan, ScanProblem } from './tokens.ts'

const carriageReturn = 13
const quote = 34
const hash = 35
const byteOrderMark = 0xfeff

/** What a keyword asks for. */
type Due = Exclude<Meaning, 'machine' | 'default'>

/** Tells the machine that a look-up is about from the others. */
export type Wanted = (name: string) => boolean

/**
 * Reads a text in one pass. Never fails: what is wrong comes back as problems, or as the failure
 * from which on the dialect reads nothing.
 *
 * @param isWanted reads as ftp does when it looks for one machine: entries of other machines are
 *   words like any others, and where the wanted one ends, all ends
 */
export function scan(text: string, grammar: Grammar = grammars.consensus, isWanted?: Wanted): Scan {
  return new Scanner(text, grammar, isWanted).run()
}

/** Each step makes the next token, or a few, and keeps what they mean for those behind. */
class Scanner {
  readonly #text: string
  readonly #grammar: Grammar
  readonly #lexicon: Lexicon
  readonly #isWanted: Wanted | undefined
  readonly #hasLineComments: boolean
  readonly #hasKeywordComments: boolean
  readonly #isPython: boolean
  readonly #longestToken: number
  #tokens: Uint32Array
  #count = 0
  readonly #entries: EntryTokens[] = []
  readonly #problems: ScanProblem[] = []
  #failure: ScanFailure | undefined
  #entry: EntryTokens | undefined
  /** What the keyword before asks for. */
  #due: Due | undefined
  #at = 0
  #startsLine = true
  /** Where Python's count of line ends starts: the one that ends a word goes with the word. */
  #fresh = 0
  /** A macro starts with the next line. */
  #opensMacro = false
  #macros: FtpMacros = { count: 0, bytes: 0 }
  /** The wanted entry that ftp left at another login, to come back to it. */
  #left: EntryTokens | undefined

  constructor(text: string, grammar: Grammar, isWanted: Wanted | undefined) {
    this.#text = text
    this.#grammar = grammar
    this.#lexicon = lexiconOf(grammar)
    this.#isWanted = isWanted
    this.#hasKeywordComments = grammar.comments === 'lines and keywords'
    this.#hasLineComments = this.#hasKeywordComments || grammar.comments === 'lines'
    this.#isPython = grammar.comments === 'python'
    this.#longestToken = grammar.longest.token ?? Infinity
    this.#tokens = new Uint32Array(Math.max(64, text.length >> 3))
  }

  run(): Scan {
    const text = this.#text
    const grammar = this.#grammar
    const { classes } = this.#lexicon
    const tooLong = limitBroken(text, grammar)
    if (tooLong !== undefined) this.#fail(tooLong)
    else if (grammar.skipsByteOrderMark && text.charCodeAt(0) === byteOrderMark) {
      this.#push(1, TokenKind.ByteOrderMark)
    }
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at)
      if (isBlank(classes[code])) this.#blanks()
      else if (code === hash && this.#opensComment()) {
        this.#push(endOfLine(text, this.#at), TokenKind.Comment)
      } else {
        this.#word(code === quote && grammar.quotes !== 'none')
        if (this.#opensMacro && !this.#hasFollower(this.#at)) this.#macroOnNextLine()
      }
    }
    if (this.#failure === undefined && this.#due !== undefined) this.#endWithoutValue(this.#due)
    const entries = this.#entries
    const problems = this.#problems
    const failure = this.#failure
    const tokens = this.#tokens.subarray(0, this.#count)
    return { tokens, entries, problems, ...(failure && { failure }) }
  }

  #push(end: number, kind: number): void {
    if (this.#count === this.#tokens.length) {
      const larger = new Uint32Array(this.#count * 2)
      larger.set(this.#tokens)
      this.#tokens = larger
    }
    this.#tokens[this.#count++] = end * kindsPerEnd + kind
    this.#at = end
  }

  #fail(rule: FailureRule): void {
    this.#failure = { rule, token: this.#count }
    if (this.#entry !== undefined) this.#entry.isBroken = true
    this.#stop()
  }

  #stop(): void {
    this.#due = undefined
    if (this.#at < this.#text.length) this.#push(this.#text.length, TokenKind.Unread)
  }

  #opensComment(): boolean {
    return this.#startsLine
      ? this.#hasLineComments
      : this.#hasKeywordComments && this.#due === undefined
  }

  #blanks(): void {
    const text = this.#text
    const grammar = this.#grammar
    const { classes } = this.#lexicon
    let end = this.#at
    let kind = classes[text.charCodeAt(end)]
    let hasCr = false
    do {
      if (kind === CharacterClass.LineFeed) this.#startsLine = true
      else if (kind === CharacterClass.CarriageReturn) hasCr = true
      end = kind === CharacterClass.LineEnder ? endOfLine(text, end) : end + 1
      kind = end < text.length ? classes[text.charCodeAt(end)] : CharacterClass.Letter
    } while (isBlank(kind))
    if (hasCr && grammar.cr.startsWith('fails')) {
      const misplaced = grammar.cr === 'fails alone' ? /\r(?!\n)/ : /\r[ \t]/
      if (misplaced.test(text.slice(this.#at, end))) {
        this.#fail('netrc/lone-cr')
        return
      }
      // curl strips blanks and tabs from a line before it looks for "#", and not CR.
      if (text.charCodeAt(end - 1) === carriageReturn) this.#startsLine = false
    }
    this.#push(end, TokenKind.Blank)
  }

  #word(isQuoted: boolean): void {
    const text = this.#text
    const grammar = this.#grammar
    const at = this.#at
    const due = this.#due
    const isPython = this.#isPython
    const fresh = this.#fresh
    this.#startsLine = false
    let end = isQuoted
      ? endOfQuoted(text, at, grammar)
      : endOfWord(text, at, this.#lexicon.classes, grammar)
    if (end < 0) {
      end = -end
      if (grammar.openQuote === 'fails') {
        this.#fail('netrc/unterminated-quote')
        return
      }
      if (grammar.openQuote === 'breaks entry') {
        this.#problems.push({ rule: 'netrc/unterminated-quote', token: this.#count })
        if (this.#entry !== undefined) this.#entry.isBroken = true
      }
    }
    if (end - at > this.#longestToken / 3 && (due !== undefined || isQuoted || grammar.isFtp)) {
      if (byteLength(this.#valueTo(end)) > this.#longestToken) {
        this.#fail('netrc/token-too-long')
        return
      }
    }
    if (isPython) this.#fresh = isQuoted ? end : afterLineEnd(text, end)
    if (due !== undefined) this.#value(end, due)
    else if (!isPython || !this.#pythonComment(end, fresh)) this.#keyword(end, isQuoted)
  }

  #valueTo(end: number): string {
    return decode(this.#text.slice(this.#at, end), this.#grammar)
  }

  #value(end: number, due: Due): void {
    const grammar = this.#grammar
    const entry = this.#entry
    const token = this.#count
    this.#due = undefined
    if (due === 'macdef') {
      this.#push(end, TokenKind.Value)
      if (grammar.pairs) this.#opensMacro = true
      else this.#macro(this.#fresh)
      return
    }
    if (due === 'host' && !this.#opensEntry(end)) return
    if (entry === undefined || due === 'ignored') {
      this.#push(end, TokenKind.Value)
      return
    }
    const isFirst = entry[due] < 0
    // "if (token ())": an empty one is no value, and behind another login ftp reads on outside.
    const isEmpty = grammar.isFtp && this.#valueTo(end) === ''
    if (grammar.isFtp && due === 'login' && !isFirst && !isEmpty) {
      const tokens = { tokens: this.#tokens }
      const login = decode(
        this.#text.slice(startOf(tokens, entry.login), endOf(tokens, entry.login)),
        grammar,
      )
      if (login !== this.#valueTo(end)) {
        this.#left = entry
        this.#entry = undefined
      }
    }
    this.#push(end, TokenKind.Value)
    entry.last = token
    if (!isEmpty && (isFirst || grammar.repeatedField === 'last')) entry[due] = token
    if (grammar.pairs && entry.host >= 0 && entry.login >= 0 && entry.password >= 0) {
      this.#entry = undefined
    }
  }

  /** Whether the word that ends here names a machine; else the entry is taken back. */
  #opensEntry(end: number): boolean {
    const grammar = this.#grammar
    const isWanted = this.#isWanted
    if (grammar.missingName === 'fails' && this.#valueTo(end) === '') {
      this.#fail('netrc/missing-value')
      return false
    }
    if (!grammar.isFtp) return true
    const name = this.#valueTo(end)
    const isName = name !== '' && meaningOf(name, 0, name.length, this.#lexicon) === undefined
    if (isName && isWanted?.(name) !== false) {
      if (this.#left !== undefined && isWanted !== undefined) {
        this.#entries.pop()
        this.#entry = this.#left
        this.#push(end, TokenKind.Value)
        return false
      }
      return true
    }
    this.#entries.pop()
    this.#entry = undefined
    this.#push(end, isName ? TokenKind.Value : TokenKind.Word)
    return false
  }

  #keyword(end: number, isQuoted: boolean): void {
    const text = this.#text
    const grammar = this.#grammar
    let meaning = isQuoted ? undefined : meaningOf(text, this.#at, end, this.#lexicon)
    if (meaning === undefined && grammar.quotedKeywords) {
      const value = this.#valueTo(end)
      if (value === '') {
        this.#stop()
        return
      }
      meaning = meaningOf(value, 0, value.length, this.#lexicon)
    } else if (meaning === undefined && !grammar.isCaseSensitive && !isQuoted) {
      const word = text.slice(this.#at, end).toLowerCase()
      meaning = meaningOf(word, 0, word.length, this.#lexicon)
    }
    // Two words of a line are a pair; "default" is one of its own, and only at the end of a line.
    const isPair = grammar.pairs && this.#hasFollower(end)
    if (grammar.pairs && (meaning === 'default') === isPair) meaning = undefined
    if (meaning === 'machine' || meaning === 'default') this.#head(end, meaning)
    else if (meaning === 'macdef') this.#macdef(end, isQuoted)
    else if (meaning !== undefined) this.#field(end, meaning)
    else this.#unknown(end, isPair)
  }

  #head(end: number, meaning: 'machine' | 'default'): void {
    if (this.#isWanted !== undefined && this.#entry !== undefined) {
      this.#stop()
      return
    }
    // "if (!usedefault)": once at the default entry, ftp asks for no name any more.
    const left = this.#left
    const isWanted = this.#isWanted
    if (isWanted !== undefined && left !== undefined && (left.isDefault || meaning === 'default')) {
      this.#entry = left
      this.#push(end, TokenKind.Keyword)
      return
    }
    this.#macros = { count: 0, bytes: 0 }
    this.#entry = newEntry(this.#count, meaning === 'default')
    this.#entries.push(this.#entry)
    if (meaning === 'machine') this.#due = 'host'
    this.#push(end, TokenKind.Keyword)
    if (meaning === 'default' && this.#grammar.pairs) this.#stop()
  }

  #field(end: number, meaning: 'host' | 'login' | 'password' | 'account' | 'ignored'): void {
    const grammar = this.#grammar
    const entry = this.#entry
    if (entry === undefined && grammar.orphan === 'fails') {
      this.#fail('netrc/unknown-keyword')
      return
    }
    if (entry === undefined && meaning !== 'ignored') {
      this.#problems.push({ rule: 'netrc/orphan', token: this.#count })
    }
    if (entry !== undefined) entry.last = this.#count
    if (entry !== undefined || grammar.orphan === 'is skipped') this.#due = meaning
    this.#push(end, TokenKind.Keyword)
  }

  #unknown(end: number, isPair: boolean): void {
    if (this.#grammar.unknownWord === 'fails') {
      this.#fail('netrc/unknown-keyword')
      return
    }
    if (this.#entry !== undefined) this.#entry.last = this.#count
    if (isPair) this.#due = 'ignored'
    this.#push(end, TokenKind.Word)
  }

  /** `#` is no comment to Python where a line end was skipped since the last word, see dialects. */
  #pythonComment(end: number, fresh: number): boolean {
    const value = this.#valueTo(end)
    if (!value.startsWith('#')) return false
    const isFresh = !hasLineEnd(this.#text, fresh, Math.min(this.#fresh, this.#text.length))
    if (isFresh && (this.#entry !== undefined || value === '#')) {
      const lineEnd = endOfAnyLine(this.#text, end)
      this.#push(lineEnd, TokenKind.Comment)
      this.#fresh = afterLineEnd(this.#text, lineEnd)
    } else {
      this.#push(end, TokenKind.Comment)
    }
    return true
  }

  #macdef(end: number, isQuoted: boolean): void {
    const text = this.#text
    const grammar = this.#grammar
    const entry = this.#entry
    if (grammar.macroName === 'word' && entry === undefined) {
      this.#push(end, TokenKind.Word)
      return
    }
    if (grammar.macroClosesEntry) this.#entry = undefined
    this.#push(end, TokenKind.Keyword)
    if (grammar.macroName === 'token') {
      this.#due = 'macdef'
      return
    }
    if (grammar.macroName === 'line') this.#macro(endOfLine(text, end) + 1)
    else {
      const read = endOfFtpMacro(text, isQuoted ? end : end + 1, grammar, this.#macros)
      if (typeof read === 'string') {
        this.#fail(read)
        return
      }
      this.#macros = read
      this.#push(read.end, TokenKind.Macro)
    }
    if (entry !== undefined && !grammar.macroClosesEntry) entry.last = this.#count - 1
  }

  #macro(body: number): void {
    const text = this.#text
    const grammar = this.#grammar
    const end = endOfMacro(text, body, grammar)
    if (end < 0 && grammar.openMacro === 'fails') {
      this.#fail('netrc/macro-unterminated')
      return
    }
    if (this.#at < text.length) this.#push(end < 0 ? text.length : end, TokenKind.Macro)
    this.#fresh = this.#at
    this.#startsLine = true
  }

  #macroOnNextLine(): void {
    this.#opensMacro = false
    const body = endOfLine(this.#text, this.#at) + 1
    if (body > this.#text.length) return
    this.#push(body, TokenKind.Blank)
    this.#macro(body)
  }

  /** Whether another word follows on the line. */
  #hasFollower(end: number): boolean {
    const { classes } = this.#lexicon
    let at = end
    while (at < this.#text.length) {
      const kind = classes[this.#text.charCodeAt(at)]
      if (kind === CharacterClass.LineFeed) return false
      if (!isBlank(kind)) return true
      at++
    }
    return false
  }

  #endWithoutValue(due: Due): void {
    const grammar = this.#grammar
    const entry = this.#entry
    const count = this.#count
    const rule = due === 'macdef' ? 'netrc/macro-unterminated' : 'netrc/missing-value'
    const isFatal = due === 'host' || due === 'macdef' ? grammar.missingName : grammar.missingValue
    if (isFatal === 'fails') this.#failure = { rule, token: count - 1 }
    else if (grammar.missingValue === 'is empty' && entry && isField(due)) entry[due] = -1
    else if (grammar.missingValue === 'is reported') {
      this.#problems.push({ rule: 'netrc/missing-value', token: count - 1 })
    }
  }
}

function isField(due: Meaning): due is 'login' | 'password' | 'account' {
  return due === 'login' || due === 'password' || due === 'account'
}

function isBlank(kind: number | undefined): boolean {
  return kind !== CharacterClass.Letter && kind !== CharacterClass.Escape
}
