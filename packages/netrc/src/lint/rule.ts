import type { Severity } from '../severity.ts'

/** What a rule looks for and what it tells the reader of a file. */
export interface Rule {
  readonly severity: Severity
  /** What it finds, in a few words. */
  readonly finds: string
  /** Whom it hurts, and how to mend it. */
  readonly message: string
}

/** A rule that was broken, and the characters that broke it. */
export interface Finding<Id extends string = string> {
  readonly rule: Id
  readonly from: number
  readonly to: number
  /** Instead of the rule's own. */
  readonly message?: string
  /** Instead of the rule's own. */
  readonly severity?: Severity
}
