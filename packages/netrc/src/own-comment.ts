import type { Syntax } from './netrc-document.ts'
import { endOf, kindOf, startOf, TokenKind, type EntryTokens } from './tokens.ts'

/**
 * The first token that goes with an entry: the comment lines right above it are about it. Those that
 * open the file are about the file, so then it is the entry's own head.
 */
export function firstOwnToken(syntax: Syntax, entry: EntryTokens): number {
  const { text } = syntax
  let first = entry.head
  for (let token = entry.head - 1; token >= 0; token--) {
    const from = startOf(syntax, token)
    const kind = kindOf(syntax, token)
    const spelling = text.slice(from, endOf(syntax, token))
    if (kind === TokenKind.Blank) {
      if (spelling.split('\n').length > 2) return first
    } else if (kind === TokenKind.Comment && token === 0) {
      return entry.head
    } else if (kind === TokenKind.Comment && /\n[ \t]*$/.test(gapBefore(syntax, token))) {
      first = token
    } else {
      return kind === TokenKind.ByteOrderMark ? entry.head : first
    }
  }
  return entry.head
}

function gapBefore(syntax: Syntax, token: number): string {
  const isBlank = kindOf(syntax, token - 1) === TokenKind.Blank
  return isBlank ? syntax.text.slice(startOf(syntax, token - 1), startOf(syntax, token)) : ''
}
