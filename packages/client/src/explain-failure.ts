import type * as failedCall from './failed-call.ts'
import { LabKeyError } from './labkey-error.ts'
import { factsOf, type Report } from './report.ts'

type FailedCall = typeof failedCall

/**
 * Makes the error of a call. What it is made with is loaded on first use, so that programs whose calls
 * succeed carry none of it.
 */
export async function explainFailure(
  report: Report,
  write: (failed: FailedCall) => LabKeyError,
): Promise<LabKeyError> {
  let failed: FailedCall
  try {
    failed = await import('./failed-call.ts')
  } catch {
    // No file can be opened any more, for example: the one failure may be why there is the other.
    const message = `${report.call.action} failed, and so did loading what explains it`
    return new LabKeyError('LabKeyError', {
      ...factsOf(report),
      code: 'ERR_LABKEY_SERVER',
      message,
    })
  }
  return write(failed)
}
