// The reference server, its options and its audit. `runServer`, the command, is in main.ts only.
export { createServer } from './create-server.ts'
export type { Server } from './create-server.ts'
export { demoOptions } from './demo/demo-options.ts'
export type { Demo, DemoUser } from './demo/demo-options.ts'
export { verifyAudit } from './audit/verify-audit.ts'
export type { AuditVerdict, VerifyAuditOptions } from './audit/verify-audit.ts'
export type { AuditEvent, AuditFacts, AuditRecord, KeyKind } from './audit/audit-record.ts'
export type { AuditSink } from './audit/audit-log.ts'
export type { PasswordCost } from './auth/password-hash.ts'
export type { Clock, TimeSource } from './clock.ts'
export type { PhiLevel } from './data/phi.ts'
export type { ColumnType } from './data/table.ts'
export type { ListenOptions, Listening } from './listen/listen.ts'
export type {
  ColumnSeed,
  ContainerSeed,
  SeedValue,
  ServerOptions,
  SettingsSeed,
  TableSeed,
  TermsOfUse,
  UserSeed,
} from './options.ts'
export { ServerError } from './server-error.ts'
export type { ServerErrorCode } from './server-error.ts'
export type { Role } from './site/user.ts'
