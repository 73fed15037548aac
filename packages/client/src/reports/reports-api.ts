import type { CallOptions } from '../call-options.ts'
import type { ExecuteFunctionOptions, ExecuteReportOptions, ReportResult } from './execute.ts'
import type { CreateSessionOptions, DeleteSessionOptions, ReportSession } from './sessions.ts'

/** Scripts, mostly in R, that the server runs. */
export interface ReportsApi {
  /**
   * Runs a report, and gives what its script has printed and made. What the script itself reports wrong is in
   * `errors`, no error of the call.
   *
   * Servers: all, with a script engine set up.
   *
   * @throws {LabKeyNotFoundError} for a report that is not there
   * @example
   * ```ts
   * const { console: lines, outputParams } = await labkey.reports.executeReport({
   *   reportId: 'db:12',
   *   inputParams: { year: 2026 },
   * })
   * ```
   */
  executeReport(options: ExecuteReportOptions): Promise<ReportResult>
  /**
   * Calls a function that a session's script has defined.
   *
   * Servers: all, with R over Rserve.
   *
   * @throws {LabKeyError} for a session that is not there any more
   * @example
   * ```ts
   * const { reportSessionId } = await labkey.reports.createSession()
   * await labkey.reports.executeReport({ reportName: 'functions', reportSessionId })
   * const { outputParams } = await labkey.reports.executeFunction({
   *   functionName: 'getStats',
   *   reportSessionId,
   *   inputParams: { level: 3 },
   * })
   * ```
   */
  executeFunction(options: ExecuteFunctionOptions): Promise<ReportResult>
  /**
   * Makes a session in which several reports see what the ones before have left.
   *
   * Servers: all, with R over Rserve.
   *
   * @example
   * ```ts
   * const { reportSessionId } = await labkey.reports.createSession({ clientContext: 'nightly' })
   * ```
   */
  createSession(options?: CreateSessionOptions): Promise<ReportSession>
  /**
   * Ends a session.
   *
   * Servers: all, with R over Rserve.
   *
   * @example
   * ```ts
   * for (const { reportSessionId } of await labkey.reports.getSessions()) {
   *   await labkey.reports.deleteSession({ reportSessionId })
   * }
   * ```
   */
  deleteSession(options: DeleteSessionOptions): Promise<void>
  /**
   * Lists the user's own sessions.
   *
   * Servers: all, with R over Rserve.
   *
   * @example
   * ```ts
   * const sessions = await labkey.reports.getSessions()
   * ```
   */
  getSessions(options?: CallOptions): Promise<readonly ReportSession[]>
}
