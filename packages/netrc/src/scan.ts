// The consensus grammar, as the most frequent answer of 25 readers settles it, for want of a
// standard; how the other dialects differ stands in dialect.ts.
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
import * as dialect from './dialect.ts'
import { meaningOf, type Due, type Grammar } from './dialect.ts'
import { afterLineEnd, endOfAnyLine, endOfLine, endOfMacro, endOfQuoted } from './ends.ts'
import { noMacros, withFtpMacro } from './ftp-macro.ts'
import { byteLength, limitBroken } from './limits.ts'
import { endOfAnyWord, endsPlainly, hasWordOnLine, isWrongCr, separatorsOf } from './separators.ts'
import * as TokenKind from './token-kind.ts'
import { bitsOfKind, newEntry, spellingOf, twiceAsLong } from './tokens.ts'
import type { EntryTokens, FailureRule, Scan, ScanProblem } from './tokens.ts'
import { hasUsualReader, usual } from './usual-reader.ts'

/** Tells the machine that a look-up is about from the others. */
export type Wanted = (name: string) => boolean

/**
 * Reads a text in one pass. Never fails: what is wrong comes back as problems, or as the failure
 * from which on the dialect reads nothing.
 *
 * @param isWanted reads as ftp does when it looks for one machine: entries of other machines are
 *   words like any others, and where the wanted one ends, all ends
 */
export function scan(text: string, grammar: Grammar, isWanted?: Wanted): Scan {
  const { length } = text
  const isSeparator = separatorsOf(grammar)
  const isFtp = grammar & dialect.readsAsFtp
  const isPython = grammar & dialect.hasPythonComments
  const isPlain = endsPlainly(text, grammar)
  const longest = dialect.longestToken(grammar)
  const entries: EntryTokens[] = []
  const problems: ScanProblem[] = []
  let tokens = new Uint32Array(Math.max(64, length >> 3))
  let count = 0
  let at = 0
  let failure = undefined as Scan['failure']
  let entry: EntryTokens | undefined
  /** What the keyword before asks for. */
  let due = undefined as Due | undefined
  let startsLine = true
  let [nextLineEnd, nextSpace] = [-1, -1]
  /** Where Python's count of line ends starts: the one that ends a word goes with the word. */
  let fresh = 0
  /** A macro starts with the next line. */
  let opensMacro = false
  let macros = noMacros
  /** The wanted entry that ftp left at another login, to come back to it. */
  let left: EntryTokens | undefined

  const tooLong = limitBroken(text, grammar)
  if (tooLong !== undefined) fail(tooLong)
  else if (grammar & dialect.skipsByteOrderMark && text.startsWith('\ufeff'))
    push(1, TokenKind.ByteOrderMark)
  const readUsual = hasUsualReader && isPlain && grammar & dialect.readsUsualRuns && usual.read
  while (at < length) {
    if (hasUsualReader && readUsual && due === undefined) {
      const read = readUsual(text, { at, tokens, count, entry, entries, startsLine })
      ;({ at, tokens, count, entry, startsLine } = read)
      if (at === length) break
    }
    let code = text.charCodeAt(at)
    let end = at
    while (isSeparator[code]) {
      if (code === 10) startsLine = true
      else if (code === 13 && grammar & dialect.refusesSomeCr) {
        if (isWrongCr(text, end, grammar)) break
        // curl strips blanks and tabs from a line before it looks for "#", and not CR.
        startsLine = false
      }
      end = code === 0 ? endOfLine(text, end) : end + 1
      code = text.charCodeAt(end)
    }
    if (code === 13 && isSeparator[code]) fail('netrc/lone-cr')
    else if (end > at) push(end, TokenKind.Blank)
    else if (code === 35 && opensComment()) push(endOfLine(text, at), TokenKind.Comment)
    else word(code === 34 && !(grammar & dialect.hasNoQuotes))
  }
  if (due !== undefined) endWithoutValue(due)
  return { tokens: tokens.subarray(0, count), entries, problems, ...(failure && { failure }) }

  // Each step makes the next token, or a few, and keeps what they mean for those behind.

  function push(end: number, kind: number): void {
    if (count === tokens.length) tokens = twiceAsLong(tokens)
    tokens[count++] = end * 2 ** bitsOfKind + kind
    at = end
  }

  function fail(rule: FailureRule): void {
    failure = { rule, token: count }
    if (entry !== undefined) entry.isBroken = true
    stop()
  }

  function stop(): void {
    due = undefined
    if (at < length) push(length, TokenKind.Unread)
  }

  function opensComment(): number {
    if (startsLine) return grammar & dialect.hasLineComments
    return due === undefined ? grammar & dialect.hasKeywordComments : 0
  }

  function endOfWord(): number {
    if (!isPlain) return endOfAnyWord(text, isSeparator, at, grammar)
    if (nextLineEnd < at) nextLineEnd = endOfLine(text, at)
    if (nextSpace < at) nextSpace = text.indexOf(' ', at)
    if (nextSpace < 0) nextSpace = length
    return Math.min(nextLineEnd, nextSpace)
  }

  function word(isQuoted: boolean): void {
    const before = fresh
    let end = isQuoted ? endOfQuoted(text, at, grammar) : endOfWord()
    startsLine = false
    if (end < 0) {
      end = -end
      if (grammar & dialect.openQuoteFails) return fail('netrc/unterminated-quote')
      if (grammar & dialect.openQuoteBreaksEntry) {
        problems.push({ rule: 'netrc/unterminated-quote', token: count })
        if (entry !== undefined) entry.isBroken = true
      }
    }
    const isLimited = end - at > longest / 3 && (due !== undefined || isQuoted || isFtp)
    if (isLimited && byteLength(valueTo(end)) > longest) return fail('netrc/token-too-long')
    if (isPython) fresh = isQuoted ? end : afterLineEnd(text, end)
    if (due !== undefined) value(end, due)
    else if (!isPython || !pythonComment(end, before)) keyword(end, isQuoted)
    if (opensMacro && !hasWordOnLine(text, isSeparator, at)) macroOnNextLine()
  }

  function valueTo(end: number): string {
    return decode(text.slice(at, end), grammar)
  }

  function value(end: number, wanted: Due): void {
    const own = entry
    const token = count
    due = undefined
    if (wanted === 'host') {
      if (isFtp && !opensEntry(end)) return
      if (grammar & dialect.refusesWords && valueTo(end) === '') return fail('netrc/missing-value')
    }
    // "if (token ())": an empty one is no value, and behind another login ftp reads on outside.
    const isEmpty = isFtp && valueTo(end) === ''
    if (isFtp && wanted === 'login' && own && own.login >= 0 && !isEmpty) {
      if (decode(spellingOf({ text, tokens }, own.login), grammar) !== valueTo(end)) {
        left = own
        entry = undefined
      }
    }
    push(end, TokenKind.Value)
    if (wanted === 'macdef') {
      if (grammar & dialect.readsPairs) opensMacro = true
      else macro(fresh)
    } else if (own !== undefined && wanted !== 'ignored') {
      own.last = token
      if (!isEmpty && !(isFtp && own[wanted] >= 0)) own[wanted] = token
      if (grammar & dialect.readsPairs && Math.min(own.host, own.login, own.password) >= 0) {
        entry = undefined
      }
    }
  }

  /** Whether the word that ends here names a machine to ftp; else the entry is taken back. */
  function opensEntry(end: number): boolean {
    const name = valueTo(end)
    const isName = name !== '' && meaningOf(name, grammar) === undefined
    const isOpened = isName && isWanted?.(name) !== false
    if (isOpened && !(left && isWanted)) return true
    entries.pop()
    entry = isOpened ? left : undefined
    push(end, isName ? TokenKind.Value : TokenKind.Word)
    return false
  }

  function keyword(end: number, isQuoted: boolean): void {
    let meaning = isQuoted ? undefined : meaningOf(text.slice(at, end), grammar)
    if (meaning === undefined && grammar & dialect.hasQuotedKeywords) {
      const spelled = valueTo(end)
      if (spelled === '') return stop()
      meaning = meaningOf(spelled, grammar)
    } else if (meaning === undefined && grammar & dialect.ignoresKeywordCase && !isQuoted) {
      meaning = meaningOf(text.slice(at, end).toLowerCase(), grammar)
    }
    // Two words of a line are a pair; "default" is one of its own, and only at the end of a line.
    const isPair = (grammar & dialect.readsPairs) > 0 && hasWordOnLine(text, isSeparator, end)
    if (grammar & dialect.readsPairs && (meaning === 'default') === isPair) meaning = undefined
    if (meaning === 'host' || meaning === 'default') head(end, meaning)
    else if (meaning === 'macdef') macdef(end, isQuoted)
    else if (meaning === undefined) unknown(end, isPair)
    else field(end, meaning)
  }

  function head(end: number, meaning: 'host' | 'default'): void {
    const isDefault = meaning === 'default'
    if (isWanted && entry) return stop()
    // "if (!usedefault)": once at the default entry, ftp asks for no name any more.
    if (isWanted && left && (left.isDefault || isDefault)) entry = left
    else {
      macros = noMacros
      entry = newEntry(count, isDefault)
      entries.push(entry)
      if (!isDefault) due = meaning
    }
    push(end, TokenKind.Keyword)
    if (isDefault && grammar & dialect.readsPairs) stop()
  }

  function field(end: number, meaning: Exclude<Due, 'macdef'>): void {
    if (entry === undefined) {
      if (grammar & dialect.refusesWords) return fail('netrc/unknown-keyword')
      if (meaning !== 'ignored') problems.push({ rule: 'netrc/orphan', token: count })
    } else entry.last = count
    if (entry !== undefined || !(grammar & dialect.readsOrphanAsWord)) due = meaning
    push(end, TokenKind.Keyword)
  }

  function unknown(end: number, isPair: boolean): void {
    if (grammar & dialect.refusesWords) return fail('netrc/unknown-keyword')
    if (entry !== undefined) entry.last = count
    if (isPair) due = 'ignored'
    push(end, TokenKind.Word)
  }

  /** `#` is no comment to Python where a line end was skipped since the last word, see dialects. */
  function pythonComment(end: number, before: number): boolean {
    const spelled = valueTo(end)
    if (!spelled.startsWith('#')) return false
    const isFresh = endOfAnyLine(text, before) >= Math.min(fresh, length)
    const isWhole = isFresh && (entry !== undefined || spelled === '#')
    push(isWhole ? endOfAnyLine(text, end) : end, TokenKind.Comment)
    if (isWhole) fresh = afterLineEnd(text, at)
    return true
  }

  function macdef(end: number, isQuoted: boolean): void {
    const own = entry
    if (isFtp && own === undefined) return push(end, TokenKind.Word)
    if (grammar & dialect.macroClosesEntry) entry = undefined
    push(end, TokenKind.Keyword)
    if (grammar & dialect.namesMacroByToken) due = 'macdef'
    else if (isFtp) {
      const read = withFtpMacro(text, isQuoted ? end : end + 1, grammar, macros)
      if (typeof read === 'string') return fail(read)
      macros = read
      push(read.end, TokenKind.Macro)
    } else macro(endOfLine(text, end) + 1)
    if (own !== undefined && own === entry && due === undefined) own.last = count - 1
  }

  function macro(body: number): void {
    const end = endOfMacro(text, body, grammar)
    if (end < 0 && grammar & dialect.openMacroFails) return fail('netrc/macro-unterminated')
    if (at < length) push(end < 0 ? length : end, TokenKind.Macro)
    fresh = at
    startsLine = true
  }

  function macroOnNextLine(): void {
    opensMacro = false
    const body = endOfLine(text, at) + 1
    if (body > length) return
    push(body, TokenKind.Blank)
    macro(body)
  }

  function endWithoutValue(missing: Due): void {
    const token = count - 1
    const isName = missing === 'host' || missing === 'macdef'
    if (grammar & (isName ? dialect.refusesWords : dialect.missingValueFails)) {
      const rule = missing === 'macdef' ? 'netrc/macro-unterminated' : 'netrc/missing-value'
      failure = { rule, token }
    } else if (!(grammar & dialect.missingValueIsEmpty)) {
      problems.push({ rule: 'netrc/missing-value', token })
    } else if (entry && missing !== 'ignored' && !isName) entry[missing] = -1
  }
}
