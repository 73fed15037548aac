import type { Syntax } from './netrc-document.ts'
import * as TokenKind from './token-kind.ts'
import { kindOf, spellingOf, type EntryTokens } from './tokens.ts'

/** How the entries of a file are laid out, so that a new one looks like its neighbours. */
export interface Layout {
  readonly lineEnd: '\n' | '\r\n'
  /** What stands between the fields of an entry: a blank, or a line end with an indentation. */
  readonly betweenFields: string
  /** There is an empty line between entries. */
  readonly isSpaced: boolean
}

/** Reads the layout off the entries before a place; an empty file gets three indented lines. */
export function layoutOf(syntax: Syntax, before: readonly EntryTokens[]): Layout {
  const firstLine = syntax.text.indexOf('\n')
  const lineEnd = syntax.text[firstLine - 1] === '\r' ? '\r\n' : '\n'
  const model = before.findLast((entry) => entry.login >= 0 || entry.password >= 0)
  const [previous, last] = before.slice(-2)
  return {
    lineEnd,
    betweenFields: model === undefined ? `${lineEnd}  ` : gapBeforeFirstField(syntax, model),
    isSpaced:
      previous !== undefined &&
      last !== undefined &&
      hasEmptyLineIn(syntax, previous.last, last.head),
  }
}

/** The blanks between an entry's head and its first field, comments left out. */
export function gapBeforeFirstField(syntax: Syntax, entry: EntryTokens): string {
  const from = entry.isDefault ? entry.head + 1 : entry.host + 1
  for (let token = from; token <= entry.last; token++) {
    if (kindOf(syntax, token) !== TokenKind.Blank) continue
    if (kindOf(syntax, token + 1) !== TokenKind.Keyword) continue
    const gap = spellingOf(syntax, token)
    const line = gap.lastIndexOf('\n')
    if (line < 0) return gap
    return gap.slice(gap[line - 1] === '\r' ? line - 1 : line)
  }
  return ' '
}

function hasEmptyLineIn(syntax: Syntax, from: number, to: number): boolean {
  for (let token = from + 1; token < to; token++) if (hasEmptyLine(syntax, token)) return true
  return false
}

/** Blanks that go over a whole line. */
export function hasEmptyLine(syntax: Syntax, token: number): boolean {
  return (
    kindOf(syntax, token) === TokenKind.Blank && spellingOf(syntax, token).split('\n').length > 2
  )
}
