import type { Edit } from './edit-document.ts'
import type { Syntax } from './netrc-document.ts'
import type { SourceText } from './source-text.ts'
import * as TokenKind from './token-kind.ts'
import { endOf, kindOf, startOf } from './tokens.ts'

// Why a window proves an edit of a long file. A scanner reads from left to right, and what it does at
// a place depends on the text from there on and on what it keeps from before. At the keyword of an
// entry it keeps nothing that counts: no value is due, and that keyword begins a new entry. So the
// text before the entry around the edit is read as ever, and that entry can be read by itself. If the
// reading then comes to the keyword of the next entry as a keyword again, before the edit and after,
// all behind it is read as ever too.

/** The entries around an edit, and the head of the next one, before it and after. */
export interface EditWindow {
  readonly before: SourceText
  readonly after: SourceText
  readonly from: number
  readonly hasNext: boolean
}

/** Cuts the window out of a text and its edited form. */
export function windowOf(syntax: Syntax, source: SourceText, edit: Edit): EditWindow {
  const { text, kind, entries } = syntax
  const begin = Math.min(...edit.changes.map((change) => change.from), text.length)
  const end = Math.max(...edit.changes.map((change) => change.to), begin)
  const first = entries.findLast(({ head }) => startOf(syntax, head) < begin)
  const next = entries.find(({ head }) => startOf(syntax, head) >= end)
  const from = first ? startOf(syntax, first.head) : 0
  const to = next ? endOf(syntax, Math.max(next.head, next.host)) : text.length
  return {
    before: { text: text.slice(from, to), kind },
    after: { text: source.text.slice(from, to + source.text.length - text.length), kind },
    from,
    hasNext: next !== undefined,
  }
}

/**
 * Whether curl and Python read a text token by token as the consensus does, but for curl's limits:
 * bare words only, in the keywords that all three know, between blanks, tabs and LF, and comments
 * where all three see them.
 */
export function isReadAlike(syntax: Syntax): boolean {
  const { text, kind, problems, tokens } = syntax
  if (syntax.grammar !== 1) return false
  if (kind !== 'utf-8' || problems.length > 0) return false
  if (['"', '\\', '\0', '\r', '\ufeff'].some((letter) => text.includes(letter))) return false
  for (let token = 0; token < tokens.length; token++) {
    const role = kindOf(syntax, token)
    if (role === TokenKind.Word || role === TokenKind.Macro) return false
    if (role === TokenKind.Keyword && !isCommon(syntax, token)) return false
    if (role === TokenKind.Comment && !isSeenByPython(syntax, token)) return false
  }
  return true
}

/** machine, login, password, account or default: not user, passwd, port, protocol, force. */
function isCommon(syntax: Syntax, token: number): boolean {
  const from = startOf(syntax, token)
  const length = endOf(syntax, token) - from
  if (length === 8) return syntax.text[from + 1] === 'a'
  return length === 7 || (length === 5 && syntax.text[from] === 'l')
}

/** Right below the line of the word before, or on the first line; above all machines a lone `#`. */
function isSeenByPython(syntax: Syntax, token: number): boolean {
  const { text, entries } = syntax
  const from = startOf(syntax, token)
  const before = token === 0 ? '' : text.slice(startOf(syntax, token - 1), from)
  if (token <= 1 ? before.includes('\n') : before.lastIndexOf('\n') !== 0) return false
  const isTopLevel = entries[0] === undefined || token < entries[0].head
  return !isTopLevel || /[ \t\n]/.test(text[from + 1] ?? '\n')
}
