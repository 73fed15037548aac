import type { Diagnostic } from './diagnostic.ts'
import { failureOf } from './failure.ts'
import type { Finding } from './lint/rule.ts'
import type { Syntax } from './netrc-document.ts'
import { positionsIn } from './position.ts'
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
  const found: Finding<DiagnosedRule | FailureRule>[] = []
  for (const finding of findDiagnosed(syntax)) {
    const { rule } = finding
    const severity = rule === 'netrc/invalid-utf8' ? 'warning' : 'error'
    found.push({ ...finding, severity, message: `There is ${diagnosedFinds[rule]}` })
  }
  if (failure && !found.some(({ rule }) => rule === failure.rule)) {
    const { rule, token } = failure
    const { message } = failureOf(syntax, failure)
    const severity = 'error'
    found.push({ rule, from: startOf(syntax, token), to: endOf(syntax, token), message, severity })
  }
  return diagnosticsOf(text, found)
}

/** Finds what breaks a rule that every parse checks. */
export function* findDiagnosed(syntax: Syntax): Generator<Finding<DiagnosedRule>> {
  for (const { rule, token: last } of syntax.problems) {
    let token = last
    // The keyword is what is meant, not the blanks and comments behind it.
    while (rule === 'netrc/missing-value' && kindOf(syntax, token) <= TokenKind.Comment) token--
    yield { rule, from: startOf(syntax, token), to: endOf(syntax, token) }
  }
  if (syntax.kind === 'utf-8' && !syntax.text.includes('\0')) return
  for (let token = 0; token < syntax.tokens.length; token++) {
    if (kindOf(syntax, token) === TokenKind.Blank) continue
    const place = { from: startOf(syntax, token), to: endOf(syntax, token) }
    const spelling = spellingOf(syntax, token)
    if (spelling.includes('\0')) yield { rule: 'netrc/nul', ...place }
    if (readable(spelling, syntax.kind) === undefined) {
      yield { rule: 'netrc/invalid-utf8', ...place }
    }
  }
}

/**
 * Turns findings into diagnostics, in file order.
 *
 * @param rules severity and words for findings that have none of their own
 */
export function diagnosticsOf<Id extends Diagnostic['rule']>(
  text: string,
  found: readonly Finding<Id>[],
  rules?: Readonly<Record<Id, Pick<Diagnostic, 'severity' | 'message'>>>,
): readonly Diagnostic[] {
  const positionOf = positionsIn(text)
  const endPositionOf = positionsIn(text)
  const ends = new Map(
    found.toSorted((one, other) => one.to - other.to).map((one) => [one, endPositionOf(one.to)]),
  )
  return found
    .toSorted((one, other) => one.from - other.from)
    .map((finding) => {
      const { rule, from, severity, message } = finding
      const place = positionOf(from)
      const end = ends.get(finding) ?? place
      return {
        rule,
        severity: severity ?? rules?.[rule].severity ?? 'error',
        message: message ?? rules?.[rule].message ?? '',
        ...place,
        endLine: end.line,
        endColumn: end.column,
      }
    })
}
