/** How bad a finding is: `error` makes an entry or a file unreadable somewhere. */
export type Severity = 'error' | 'warning' | 'info'

/** A finding about a netrc file: a rule, a place and words. Never the text of a value. */
export interface Diagnostic {
  /** A stable name, for example `netrc/unterminated-quote`. */
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
}
