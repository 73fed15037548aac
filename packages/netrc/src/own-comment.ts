import { hasEmptyLine } from './layout.ts'
import type { Syntax } from './netrc-document.ts'
import * as TokenKind from './token-kind.ts'
import { kindOf, spellingOf, type EntryTokens } from './tokens.ts'

/**
 * The first token that goes with an entry: the comment lines right above it are about it. Those that
 * open the file are about the file, so then it is the entry's own head.
 */
export function firstOwnToken(syntax: Syntax, entry: EntryTokens): number {
  let first = entry.head
  for (let token = entry.head - 1; token >= 0; token--) {
    const kind = kindOf(syntax, token)
    if (hasEmptyLine(syntax, token)) return first
    if (kind === TokenKind.Blank) continue
    if (kind === TokenKind.ByteOrderMark || (kind === TokenKind.Comment && token === 0)) break
    if (kind !== TokenKind.Comment || !opensLine(syntax, token)) return first
    first = token
  }
  return entry.head
}

/** A line end stands before it, with blanks at most between. */
function opensLine(syntax: Syntax, token: number): boolean {
  const isBlank = kindOf(syntax, token - 1) === TokenKind.Blank
  return isBlank && /\n[ \t]*$/.test(spellingOf(syntax, token - 1))
}
