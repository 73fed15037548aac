export { executeFunction, executeReport } from './execute.ts'
export { createSession, deleteSession, getSessions } from './sessions.ts'
export type {
  ExecuteFunctionOptions,
  ExecuteReportOptions,
  ReportOutput,
  ReportResult,
} from './execute.ts'
export type { ReportsApi } from './reports-api.ts'
export type { CreateSessionOptions, DeleteSessionOptions, ReportSession } from './sessions.ts'
