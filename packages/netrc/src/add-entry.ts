import { layoutOf } from './layout.ts'
import type { Syntax } from './netrc-document.ts'
import { valueFields, type NetrcValues } from './netrc-values.ts'
import { endOf, kindOf, startOf, TokenKind, type EntryTokens } from './scan.ts'
import { respell } from './source-text.ts'
import { spellValue } from './spell-value.ts'
import type { TextChange } from './text-change.ts'

/**
 * The change that adds an entry: in the layout of its neighbours, at the end of the file, or before
 * `default` and the comment above it.
 */
export function addition(syntax: Syntax, values: NetrcValues): TextChange {
  const standIn = syntax.entries.find(({ isDefault }) => isDefault)
  const before =
    standIn === undefined
      ? syntax.entries
      : syntax.entries.slice(0, syntax.entries.indexOf(standIn))
  const layout = layoutOf(syntax, before.length === 0 ? syntax.entries : before)
  const parts = [`machine ${respell(values.host, syntax.kind)}`]
  for (const field of valueFields) {
    const value = values[field]
    if (value !== undefined)
      parts.push(`${field} ${respell(spellValue(field, value), syntax.kind)}`)
  }
  const entry = parts.join(layout.betweenFields) + layout.lineEnd
  const emptyLine = layout.isSpaced ? layout.lineEnd : ''
  if (standIn === undefined) {
    const end = syntax.text.length
    return { from: end, to: end, text: `${closing(syntax, layout.lineEnd)}${emptyLine}${entry}` }
  }
  const at = startOf(syntax, firstTokenOf(syntax, standIn))
  const startsLine = at === 0 || syntax.text[at - 1] === '\n' || syntax.text[at - 1] === '\ufeff'
  return { from: at, to: at, text: `${startsLine ? '' : layout.lineEnd}${entry}${emptyLine}` }
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

/** The first token that goes with an entry: the comment lines right above it are about it. */
function firstTokenOf(syntax: Syntax, entry: EntryTokens): number {
  let first = entry.head
  for (let token = entry.head - 1; token >= 1; token--) {
    const kind = kindOf(syntax, token)
    const spelling = syntax.text.slice(startOf(syntax, token), endOf(syntax, token))
    const startsLine = syntax.text[startOf(syntax, token) - 1] === '\n'
    if (kind === TokenKind.Comment && startsLine) first = token
    else if (kind !== TokenKind.Blank || spelling.split('\n').length > 2) break
  }
  return first
}
