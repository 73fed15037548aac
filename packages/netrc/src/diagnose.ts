import type { Diagnostic } from './diagnostic.ts'
import { failureOf } from './failure.ts'
import type { Finding } from './lint/rule.ts'
import type { Syntax } from './netrc-document.ts'
import { positionAt, positionsIn, type Position } from './position.ts'
import { readable } from './source-text.ts'
import * as TokenKind from './token-kind.ts'
import { endOf, kindOf, spellingOf, startOf, type FailureRule } from './tokens.ts'

/** The rules that are checked with every parse; {@link lint} has them too, and many more. */
export type DiagnosedRule = keyof typeof diagnosedFinds

/** What they find. */
export const diagnosedFinds = {
  'netrc/unterminated-quote': 'a quote that is not closed on its line',
  'netrc/missing-value': 'a keyword at the end of the file, without its value',
  'netrc/orphan': 'a login, password or account before any machine',
  'netrc/nul': 'a NUL character',
  'netrc/invalid-utf8': 'bytes that are not UTF-8',
} as const

/** Lists what is wrong with a file as such, in file order, and where the dialect gives up. */
export function diagnose(syntax: Syntax): readonly Diagnostic[] {
  const { text, failure } = syntax
  const found: Judged<DiagnosedRule | FailureRule>[] = []
  for (const finding of findDiagnosed(syntax)) {
    const severity = finding.rule === 'netrc/invalid-utf8' ? 'warning' : 'error'
    found.push({ ...finding, severity, message: `There is ${diagnosedFinds[finding.rule]}` })
  }
  if (failure && !found.some(({ rule }) => rule === failure.rule)) {
    const { rule, token } = failure
    const { message } = failureOf(syntax, failure)
    found.push({ rule, ...placeOf(syntax, token), severity: 'error', message })
  }
  return diagnosticsOf(text, found)
}

function placeOf(syntax: Syntax, token: number): { from: number; to: number } {
  return { from: startOf(syntax, token), to: endOf(syntax, token) }
}

/** Finds what breaks a rule that every parse checks. */
export function* findDiagnosed(syntax: Syntax): Generator<Finding<DiagnosedRule>> {
  for (const { rule, token: last } of syntax.problems) {
    let token = last
    // The keyword is what is meant, not the blanks and comments behind it.
    while (rule === 'netrc/missing-value' && kindOf(syntax, token) <= TokenKind.Comment) token--
    yield { rule, ...placeOf(syntax, token) }
  }
  if (syntax.kind === 'utf-8' && !syntax.text.includes('\0')) return
  for (let token = 0; token < syntax.tokens.length; token++) {
    if (kindOf(syntax, token) === TokenKind.Blank) continue
    const spelling = spellingOf(syntax, token)
    const place = placeOf(syntax, token)
    if (spelling.includes('\0')) yield { rule: 'netrc/nul', ...place }
    if (readable(spelling, syntax.kind) === undefined) {
      yield { rule: 'netrc/invalid-utf8', ...place }
    }
  }
}

/** A finding with the words and the severity that it is reported with. */
export type Judged<Id extends string> = Finding<Id> & Pick<Diagnostic, 'severity' | 'message'>

/** Turns findings into diagnostics, in file order. */
export function diagnosticsOf(
  text: string,
  found: readonly Judged<Diagnostic['rule']>[],
): readonly Diagnostic[] {
  const positionOf = positionsIn(text)
  const offsets = found.flatMap(({ from, to }) => [from, to]).toSorted((one, other) => one - other)
  const places = new Map(offsets.map((offset) => [offset, positionOf(offset)]))
  const placeAt = (offset: number): Position => places.get(offset) ?? positionAt(text, offset)
  return found
    .toSorted((one, other) => one.from - other.from)
    .map(({ rule, severity, message, from, to }) => {
      const { line: endLine, column: endColumn } = placeAt(to)
      return { rule, severity, message, ...placeAt(from), endLine, endColumn }
    })
}
