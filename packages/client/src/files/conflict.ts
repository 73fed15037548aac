import { explain } from '../explain.ts'
import { LabKeyConflictError } from '../labkey-errors.ts'
import { factsOf, type Report } from '../report.ts'

/** Makes the error of a file that is not what it was, or what it should be. */
export function conflict(report: Report, says: string, hint: string): LabKeyConflictError {
  return new LabKeyConflictError({
    ...factsOf(report),
    message: explain(says, [
      ['asked', `${report.call.action}: ${report.call.subject}`],
      ['next', hint],
    ]),
    hint,
  })
}
