import { editDocument, type TargetOptions } from './edit-document.ts'
import { entriesNamed } from './entries-named.ts'
import { syntaxOf, type NetrcDocument, type Syntax } from './netrc-document.ts'
import { firstOwnToken } from './own-comment.ts'
import type { TextChange } from './text-change.ts'
import * as TokenKind from './token-kind.ts'
import { endOf, kindOf, spellingOf, startOf, type EntryTokens } from './tokens.ts'
import { readValue } from './value.ts'

/**
 * Returns a copy of the document without the entries of a host, or without those of one of its
 * logins.
 *
 * An entry goes with the comments inside it, on its lines, and on the lines right above it, and with
 * the empty lines that set it off; a comment at the very top of the file stays. All else stays as it
 * is written, and is read again before anything is returned. If there is nothing to remove, that is
 * no error: the same document comes back.
 *
 * @param options the targets that must read the rest of the file as before
 * @throws {NetrcError} `ERR_NETRC_VALUE` when the file would be read otherwise without the entry
 *
 * @example
 * ```ts
 * const netrc = parse('machine a.example login me password p\n\nmachine b.example login me password q\n')
 * stringify(removeEntry(netrc, { host: 'a.example' }))
 * // 'machine b.example login me password q\n'
 * ```
 */
export function removeEntry(
  document: NetrcDocument,
  query: { readonly host: string; readonly login?: string },
  options: TargetOptions = {},
): NetrcDocument {
  const syntax = syntaxOf(document)
  const { host, login } = query
  const gone = entriesNamed(syntax, host).filter(
    (entry) => login === undefined || readValue(syntax, entry.login) === login,
  )
  if (gone.length === 0) return document
  const changes = gone.map((entry) => removal(syntax, entry))
  const headsBefore = new Set(gone.map((entry) => startOf(syntax, entry.head)))
  return editDocument(document, { host, changes, headsBefore }, options)
}

/** The characters of an entry and of what goes with it. */
function removal(syntax: Syntax, entry: EntryTokens): TextChange {
  const { text } = syntax
  const head = startOf(syntax, entry.head)
  const end = endOfEntry(syntax, entry)
  const line = skipBack(text, head)
  if (end < text.length && text[end - 1] !== '\n') return { from: head, to: end, text: '' }
  // Behind another entry of its line: the line end stays, the blanks between do not.
  if (!isLineStart(text, line)) return { from: line, to: skipLineEndBack(text, end), text: '' }
  const first = firstOwnToken(syntax, entry)
  const from = skipBack(text, startOf(syntax, first))
  const isBlank = first > 0 && kindOf(syntax, first - 1) === TokenKind.Blank
  const above = isBlank ? startOfEmptyLines(text, from, startOf(syntax, first - 1)) : from
  const below = endOfEmptyLines(text, end)
  const isFirst = from === 0 || text[from - 1] === '\ufeff'
  if (isFirst || (above < from && below < text.length)) return { from, to: below, text: '' }
  return { from: above, to: end, text: '' }
}

/** Behind the entry's last token, its comment and its line end; or where its line goes on. */
function endOfEntry(syntax: Syntax, entry: EntryTokens): number {
  const { text } = syntax
  let end = endOf(syntax, entry.last)
  if (text[end - 1] === '\n') return end
  for (let token = entry.last + 1; token < syntax.tokens.length; token++) {
    const kind = kindOf(syntax, token)
    if (kind === TokenKind.Blank) {
      const lineEnd = spellingOf(syntax, token).indexOf('\n')
      if (lineEnd >= 0) return end + lineEnd + 1
    } else if (kind !== TokenKind.Comment) break
    end = endOf(syntax, token)
  }
  return end
}

function skipBack(text: string, from: number): number {
  let at = from
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at--
  return at
}

function skipLineEndBack(text: string, end: number): number {
  if (text[end - 1] !== '\n') return end
  return text[end - 2] === '\r' ? end - 2 : end - 1
}

function isLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n' || (at === 1 && text[0] === '\ufeff')
}

/** Where the empty lines start that end at `to`; the blanks before it start at `least`. */
function startOfEmptyLines(text: string, to: number, least: number): number {
  if (isLineStart(text, least)) return least
  const lineEnd = text.indexOf('\n', least)
  return lineEnd < 0 ? to : Math.min(lineEnd + 1, to)
}

function endOfEmptyLines(text: string, from: number): number {
  let end = from
  for (let at = from; /[ \t\r\n]/.test(text.charAt(at)); at++) {
    if (text[at] === '\n') end = at + 1
  }
  return end
}
