import { redact } from './redact.ts'
import type { Report } from './report.ts'
import { containerText } from './request-url.ts'

/** Names what was asked for: `query lists.Patients in /Demo Study`. */
export function subjectOf({ call, identity }: Report): string {
  return redact(`${call.subject} in ${containerText(call.container)}`, identity)
}
