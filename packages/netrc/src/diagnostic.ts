import type { RuleId } from './lint/rule-table.ts'
import type { Severity } from './severity.ts'

/** A finding about a netrc file: a rule, a place and words. Never the text of a value. */
export interface Diagnostic {
  /** A stable name, for example `netrc/unterminated-quote`. */
  readonly rule: RuleId
  readonly severity: Severity
  /** Which program reads it how, and what to do. */
  readonly message: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
  /** The line where it ends. */
  readonly endLine: number
  /** The column behind its last character. */
  readonly endColumn: number
}
