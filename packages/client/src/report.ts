import type { Call } from './call.ts'
import type { Identity } from './identity.ts'
import type { LabKeyErrorFacts } from './labkey-error.ts'

/** What is known about a call that failed, for those who write the error. */
export interface Report {
  readonly call: Call
  /** The base URL, without a slash at its end. */
  readonly server: string
  readonly identity: Identity
  readonly attempts: number
  readonly durationMs: number
}

/** The fields that every error of a call has. */
export function factsOf(
  report: Report,
): Required<Pick<LabKeyErrorFacts, 'method' | 'url' | 'action' | 'attempts' | 'durationMs'>> {
  const { call, attempts, durationMs } = report
  return {
    method: call.method,
    // Origin and path only: queries hold values of patients.
    url: call.url.origin + call.url.pathname,
    action: call.action,
    attempts,
    durationMs,
  }
}
