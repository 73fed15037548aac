import type { Diagnostic } from './diagnostic.ts'
import type { Syntax } from './netrc-document.ts'
import { positionsIn } from './position.ts'
import { endOf, kindOf, startOf, TokenKind } from './scan.ts'
import { readable } from './source-text.ts'

const messages = {
  'netrc/unterminated-quote':
    'A quote is not closed on its line, so this entry cannot be used; close it with "',
  'netrc/missing-value': 'The file ends where a value is due',
  'netrc/orphan': 'This stands before any machine, so it belongs to no entry',
  'netrc/nul': 'A value holds a NUL character; readers cut it there or refuse the file',
  'netrc/invalid-utf8': 'A value is not UTF-8; Python refuses the whole file for it',
} as const

/** Lists what the scanner found, and the values that hold NUL or are not UTF-8, in file order. */
export function diagnose(syntax: Syntax): readonly Diagnostic[] {
  const found: { readonly rule: keyof typeof messages; readonly token: number }[] = [
    ...syntax.problems,
  ]
  if (syntax.kind === 'bytes' || syntax.text.includes('\0')) {
    for (let token = 0; token < syntax.tokens.length; token++) {
      if (kindOf(syntax, token) !== TokenKind.Value) continue
      const spelling = syntax.text.slice(startOf(syntax, token), endOf(syntax, token))
      if (spelling.includes('\0')) found.push({ rule: 'netrc/nul', token })
      if (readable(spelling, syntax.kind) === undefined) {
        found.push({ rule: 'netrc/invalid-utf8', token })
      }
    }
  }
  const positionOf = positionsIn(syntax.text)
  return found
    .toSorted((one, other) => one.token - other.token)
    .map(({ rule, token }) => ({
      rule,
      severity: rule === 'netrc/invalid-utf8' ? 'warning' : 'error',
      message: messages[rule],
      ...positionOf(startOf(syntax, token)),
    }))
}
