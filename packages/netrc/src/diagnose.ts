import type { Diagnostic } from './diagnostic.ts'
import type { Finding, Rule } from './lint/rule.ts'
import type { Syntax } from './netrc-document.ts'
import { positionsIn } from './position.ts'
import { endOf, kindOf, startOf, TokenKind } from './tokens.ts'
import { readable } from './source-text.ts'

/** The rules that are checked with every parse; {@link lint} has them too, and many more. */
export type DiagnosedRule =
  | 'netrc/unterminated-quote'
  | 'netrc/missing-value'
  | 'netrc/orphan'
  | 'netrc/nul'
  | 'netrc/invalid-utf8'

export const diagnosedRules: Readonly<Record<DiagnosedRule, Rule>> = {
  'netrc/unterminated-quote': {
    severity: 'error',
    finds: 'a quote that is not closed on its line',
    message:
      'A quote is not closed on its line, so this entry cannot be used, and curl refuses the file; close it with "',
  },
  'netrc/missing-value': {
    severity: 'error',
    finds: 'a keyword at the end of the file, without its value',
    message:
      'The file ends where a value is due: some readers take an empty one, others refuse the file. Add the value, or remove the keyword',
  },
  'netrc/orphan': {
    severity: 'error',
    finds: 'a login, password or account before any machine',
    message:
      'This stands before any machine, so it belongs to no entry: readers skip it, and Python refuses the file. Put a machine line above it',
  },
  'netrc/nul': {
    severity: 'error',
    finds: 'a NUL character',
    message: 'A NUL character: readers cut the line there or refuse the file. Remove it',
  },
  'netrc/invalid-utf8': {
    severity: 'warning',
    finds: 'bytes that are not UTF-8',
    message:
      'These bytes are not UTF-8: Python refuses the whole file for them, even in a comment. Save the file as UTF-8',
  },
}

/** Lists what is wrong with a file as such, in file order. */
export function diagnose(syntax: Syntax): readonly Diagnostic[] {
  return diagnosticsOf(syntax.text, [...findDiagnosed(syntax)], diagnosedRules)
}

/** Finds what breaks a rule that every parse checks. */
export function* findDiagnosed(syntax: Syntax): Generator<Finding<DiagnosedRule>> {
  for (const { rule, token: last } of syntax.problems) {
    let token = last
    // The keyword is what is meant, not the blanks and comments behind it.
    while (rule === 'netrc/missing-value' && isBlankOrComment(syntax, token)) token--
    yield { rule, from: startOf(syntax, token), to: endOf(syntax, token) }
  }
  if (syntax.kind === 'utf-8' && !syntax.text.includes('\0')) return
  for (let token = 0; token < syntax.tokens.length; token++) {
    if (kindOf(syntax, token) === TokenKind.Blank) continue
    const from = startOf(syntax, token)
    const to = endOf(syntax, token)
    const spelling = syntax.text.slice(from, to)
    if (spelling.includes('\0')) yield { rule: 'netrc/nul', from, to }
    if (readable(spelling, syntax.kind) === undefined) {
      yield { rule: 'netrc/invalid-utf8', from, to }
    }
  }
}

function isBlankOrComment(syntax: Syntax, token: number): boolean {
  const kind = kindOf(syntax, token)
  return kind === TokenKind.Blank || kind === TokenKind.Comment
}

/** Turns findings into diagnostics, in file order. */
export function diagnosticsOf<Id extends Diagnostic['rule']>(
  text: string,
  found: readonly Finding<Id>[],
  rules: Readonly<Record<Id, Rule>>,
): readonly Diagnostic[] {
  const positionOf = positionsIn(text)
  const endPositionOf = positionsIn(text)
  const ends = new Map(
    found.toSorted((one, other) => one.to - other.to).map((one) => [one, endPositionOf(one.to)]),
  )
  return found
    .toSorted((one, other) => one.from - other.from)
    .map((finding) => {
      const { rule, from, to, message, severity } = finding
      const place = positionOf(from)
      const end = ends.get(finding) ?? { line: place.line, column: place.column + to - from }
      return {
        rule,
        severity: severity ?? rules[rule].severity,
        message: message ?? rules[rule].message,
        ...place,
        endLine: end.line,
        endColumn: end.column,
      }
    })
}
