import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { textOf } from '../read-json.ts'

/** What is to be remembered of a session. */
export interface CreateSessionOptions extends CallOptions {
  /** Comes back with the session in `getSessions`. */
  readonly clientContext?: unknown
}

/** Which session. */
export interface DeleteSessionOptions extends CallOptions {
  readonly reportSessionId: string
}

/** A session of the script engine. */
export interface ReportSession {
  readonly reportSessionId: string
  readonly clientContext?: unknown
}

/** `reports-createSession`: labkey-api-js 1.35.3, `src/labkey/Report.ts`. */
export function createSession(
  labkey: LabKeyClient,
  options?: CreateSessionOptions,
): Promise<ReportSession> {
  return ask(
    labkey,
    options,
    {
      name: 'reports.createSession',
      takes: { clientContext: 'any' },
      post: 'reports-createSession',
    },
    ({ text }) => ({ reportSessionId: text('reportSessionId') }),
  )
}

/** `reports-deleteSession`: labkey-api-js 1.35.3, `src/labkey/Report.ts`. */
export function deleteSession(labkey: LabKeyClient, options: DeleteSessionOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'reports.deleteSession',
      takes: { reportSessionId: 'text!' },
      post: 'reports-deleteSession',
      sends: (form) => ({ form }),
    },
    () => undefined,
  )
}

/** `reports-getSessions`: labkey-api-js 1.35.3, `src/labkey/Report.ts`. */
export function getSessions(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<readonly ReportSession[]> {
  return ask(
    labkey,
    options,
    { name: 'reports.getSessions', takes: {}, read: 'reports-getSessions' },
    ({ objects }) =>
      objects('reportSessions').map((session) => ({
        reportSessionId: textOf(session['reportSessionId']) ?? '',
        ...('clientContext' in session && { clientContext: session['clientContext'] }),
      })),
  )
}
