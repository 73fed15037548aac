import { diagnosedFinds, type DiagnosedRule } from '../diagnose.ts'
import type { Rule } from './rule.ts'

export type { DiagnosedRule } from '../diagnose.ts'

/** The rules that every parse checks. */
export const diagnosedRules: Readonly<Record<DiagnosedRule, Rule>> = /* @__PURE__ */ allRules()

function allRules(): Readonly<Record<DiagnosedRule, Rule>> {
  return {
    'netrc/unterminated-quote': {
      severity: 'error',
      finds: diagnosedFinds['netrc/unterminated-quote'],
      message:
        'A quote is not closed on its line, so this entry cannot be used, and curl refuses the file; close it with "',
    },
    'netrc/missing-value': {
      severity: 'error',
      finds: diagnosedFinds['netrc/missing-value'],
      message:
        'The file ends where a value is due: some readers take an empty one, others refuse the file. Add the value, or remove the keyword',
    },
    'netrc/orphan': {
      severity: 'error',
      finds: diagnosedFinds['netrc/orphan'],
      message:
        'This stands before any machine, so it belongs to no entry: readers skip it, and Python refuses the file. Put a machine line above it',
    },
    'netrc/nul': {
      severity: 'error',
      finds: diagnosedFinds['netrc/nul'],
      message: 'A NUL character: readers cut the line there or refuse the file. Remove it',
    },
    'netrc/invalid-utf8': {
      severity: 'warning',
      finds: diagnosedFinds['netrc/invalid-utf8'],
      message:
        'These bytes are not UTF-8: Python refuses the whole file for them, even in a comment. Save the file as UTF-8',
    },
  }
}
