import type { Grammar } from './dialect.ts'
import { layoutOf } from './layout.ts'
import type { Syntax } from './netrc-document.ts'
import { valueFields, type NetrcValues } from './netrc-values.ts'
import { firstOwnToken } from './own-comment.ts'
import { respell } from './source-text.ts'
import { spellValue } from './spell-value.ts'
import type { TextChange } from './text-change.ts'
import * as TokenKind from './token-kind.ts'
import { kindOf, startOf } from './tokens.ts'

/** A change that adds an entry, and where the head of the entry then stands. */
export interface Addition {
  readonly change: TextChange
  readonly head: number
}

/**
 * The change that adds an entry: in the layout of its neighbours, at the end of the file, or before
 * `default` and the comment above it.
 */
export function addition(
  syntax: Syntax,
  values: NetrcValues,
  targets: readonly Grammar[],
): Addition {
  const { entries } = syntax
  const standIn = entries.find(({ isDefault }) => isDefault)
  const before = standIn ? entries.slice(0, entries.indexOf(standIn)) : []
  const layout = layoutOf(syntax, before.length > 0 ? before : entries)
  const parts = [`machine ${respell(values.host, syntax.kind)}`]
  for (const field of valueFields) {
    const value = values[field]
    if (value !== undefined)
      parts.push(`${field} ${respell(spellValue(field, value, targets), syntax.kind)}`)
  }
  const entry = parts.join(layout.betweenFields) + layout.lineEnd
  const emptyLine = layout.isSpaced ? layout.lineEnd : ''
  if (standIn === undefined) {
    const end = syntax.text.length
    return insertion(end, `${closing(syntax, layout.lineEnd)}${emptyLine}`, entry)
  }
  const at = startOf(syntax, firstOwnToken(syntax, standIn))
  const startsLine = at === 0 || syntax.text[at - 1] === '\n' || syntax.text[at - 1] === '\ufeff'
  return insertion(at, startsLine ? '' : layout.lineEnd, `${entry}${emptyLine}`)
}

function insertion(at: number, gap: string, entry: string): Addition {
  return { change: { from: at, to: at, text: gap + entry }, head: at + gap.length }
}

/** What has to come first so that something can be added to the end: a macro needs an empty line. */
function closing(syntax: Syntax, lineEnd: string): string {
  const { text } = syntax
  const last = syntax.tokens.length - 1
  const isOpen = text !== '' && text !== '\ufeff' && !text.endsWith('\n')
  if (last >= 0 && kindOf(syntax, last) === TokenKind.Macro) {
    const body = text.slice(startOf(syntax, last))
    if (!/\n[ \t\r]*\n$/.test(body)) return isOpen ? lineEnd + lineEnd : lineEnd
  }
  return isOpen ? lineEnd : ''
}
