// The reference server, its options and its audit. `runServer`, the command, is in main.ts only.
export { createServer } from './create-server.ts'
export type { Server } from './create-server.ts'
export { tableFromText } from './seed/table-from-text.ts'
export type { TableFromTextOptions } from './seed/table-from-text.ts'
export { demoOptions } from './demo/demo-options.ts'
export type { Demo, DemoUser } from './demo/demo-options.ts'
export { verifyAudit } from './audit/verify-audit.ts'
export type { AuditVerdict, VerifyAuditOptions } from './audit/verify-audit.ts'
export type { AuditEvent, AuditFacts, AuditRecord, KeyKind } from './audit/audit-record.ts'
export type { AuditSink } from './store/memory-audit.ts'
export type { KeyFormat } from './keys/key-format.ts'
export type { PasswordCost } from './auth/password-hash.ts'
export type { Clock, TimeSource } from './clock.ts'
export type { PhiLevel } from './data/phi.ts'
export type { ColumnType } from './data/table.ts'
export type { AddedFault, Faults } from './faults/faults.ts'
export type * from './faults/fault-rule.ts'
export type { JournalEntry } from './journal/journal.ts'
export type { ListenOptions, Listening } from './listen/listen.ts'
export type {
  ColumnSeed,
  ContainerSeed,
  QuerySeed,
  SeedRow,
  SeedValue,
  ServerOptions,
  SettingsSeed,
  TableSeed,
  TermsOfUse,
  UserSeed,
} from './options.ts'
export type { Release } from './release.ts'
export { createMemoryStore } from './store/memory-store.ts'
export type { MemoryStore, MemoryStoreOptions } from './store/memory-store.ts'
export type { SessionLimits } from './store/memory-sessions.ts'
export { StoreUnavailableError } from './store/store-unavailable-error.ts'
export type { ApiKey, Awaitable, SiteSettings, Store } from './store/store.ts'
export type { Session, SessionSeed, SessionState } from './session/session.ts'
export type { Declaration } from './session/declaration.ts'
export type { User } from './site/user.ts'
export { ServerError } from './server-error.ts'
export type { ServerErrorCode } from './server-error.ts'
export type { Role } from './site/user.ts'
