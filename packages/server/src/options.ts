import type { AuditSink } from './store/memory-audit.ts'
import type { PasswordCost } from './auth/password-hash.ts'
import type { TimeSource } from './clock.ts'
import type { KeyFormat } from './keys/key-format.ts'
import type { PhiLevel } from './data/phi.ts'
import type { ColumnType } from './data/table.ts'
import type { Release } from './release.ts'
import type { Role } from './site/user.ts'

/** One user to start with. */
export interface UserSeed {
  readonly email: string
  /** At least 8 characters. Kept only as a scrypt hash once somebody has logged in. */
  readonly password: string
  /** What the user may do in every container. The root container is for `admin` only. */
  readonly role: Role
  /** Default: the e-mail up to its `@`. */
  readonly displayName?: string
  /** Default: true. Nobody can log in as an inactive user. */
  readonly isActive?: boolean
  /** The highest PHI level the user may declare. Default: `Restricted`. */
  readonly maxPhi?: PhiLevel
}

/** One project or folder to start with. `/home` is always there. */
export interface ContainerSeed {
  /** Path such as `/Demo Study` or `/Demo Study/sub`. The parent must be there, before or after. */
  readonly path: string
  /**
   * Whether data in it and below needs terms of use agreed to and a declaration made in the session.
   * Default: false.
   */
  readonly protected?: boolean
  /** Whether guests may read. Default: false. */
  readonly guestRead?: boolean
  /** What the pages call it. Default: its name. */
  readonly title?: string
  readonly description?: string
}

/** One column of a table. */
export interface ColumnSeed {
  readonly name: string
  readonly type: ColumnType
  /** Whether it is (part of) the primary key. Default: false. */
  readonly key?: boolean
  /** Default: the name with blanks between its words. */
  readonly caption?: string
  readonly description?: string
  /** Default: `NotPHI`. */
  readonly phi?: PhiLevel
  /** Default: true for key columns, else false. */
  readonly required?: boolean
  /** Whether the default view leaves it out. Default: false. */
  readonly hidden?: boolean
  /** Whether an insert without a value takes the next number; for a key of type `int`. Default: false. */
  readonly autoIncrement?: boolean
  /** `yyyy-MM-dd HH:mm:ss.SSS` or parts of it for dates, `0.00` for numbers. Default: none. */
  readonly format?: string
  /** The table whose key the values are. `schemaName` defaults to this table's, the display column to the key. */
  readonly lookup?: {
    readonly schemaName?: string
    readonly queryName: string
    readonly displayColumn?: string
  }
}

/** A value of a seeded row; a date may be a `Date` or text such as `2024-05-31` or `2024-05-31 08:30`. */
export type SeedValue = string | number | boolean | Date | null

/** One table to start with. */
export interface TableSeed {
  readonly name: string
  /** Default: `lists`. */
  readonly schemaName?: string
  readonly title?: string
  readonly description?: string
  readonly columns: readonly ColumnSeed[]
  /**
   * Rows by column name; a column left out is null. A function makes them anew at every access, so that
   * millions of them need no memory; clients cannot change such a table.
   */
  readonly rows: readonly SeedRow[] | (() => Iterable<SeedRow>)
  /** Paths of the containers that hold it. Default: every seeded container. */
  readonly containers?: readonly string[]
}

/** One seeded row, by column name. */
export type SeedRow = Readonly<Record<string, SeedValue>>

/** One saved query to start with. */
export interface QuerySeed {
  readonly name: string
  /** Default: `lists`. Names in the SQL without a schema mean this one. */
  readonly schemaName?: string
  readonly title?: string
  readonly description?: string
  /**
   * One `SELECT`. With parameters it starts with `PARAMETERS (Site VARCHAR, Least INTEGER DEFAULT 3)`,
   * and a client gives them as `query.param.Site`.
   */
  readonly sql: string
  /** Key, caption, PHI level and so on of columns that the SQL gives. Default: what they come from. */
  readonly columns?: readonly ColumnSeed[]
  /** Paths of the containers that have it. Default: every seeded container. */
  readonly containers?: readonly string[]
}

/** Site settings, by LabKey's names where it has one. */
export interface SettingsSeed {
  /** Let users create API keys. Default: false, as in LabKey. */
  readonly allowApiKeys?: boolean
  /** Lifetime of new API keys in seconds; -1 never ends. Default: -1. */
  readonly apiKeyExpirationSeconds?: number
  /** Let users create session keys. Default: false, as in LabKey. */
  readonly allowSessionKeys?: boolean
  /** A session ends after this long without a request of its browser. Default: 30 minutes. */
  readonly sessionIdleMs?: number
  /** A session ends after this long, used or not. Default: 12 hours. */
  readonly sessionAbsoluteMs?: number
  /** Sessions one user may have at a time; one more ends the oldest. Default: 10. */
  readonly maxSessionsPerUser?: number
  /** What new keys look like. Default: as the imitated release makes them, so `labkey` or `legacy`. */
  readonly keyFormat?: KeyFormat
  /** Audit records kept at least; older ones go only to the `auditSink`. Default: 20,000. */
  readonly maxAuditRecords?: number
  /** Realm of the Basic challenge and title of the pages. Default: `LabKey Server`. */
  readonly siteName?: string
  /** Cost of scrypt. Default: N 2^15, r 8, p 3. Lower it in tests only. */
  readonly passwordCost?: PasswordCost
}

/** Terms of use that must be agreed to before data in a protected container is seen. */
export interface TermsOfUse {
  readonly content: string
  /** Goes into every audit record, such as `2024-11`. */
  readonly version: string
}

/** What a server starts with. */
export interface ServerOptions {
  /** There is no default user and no default password. */
  readonly users: readonly UserSeed[]
  readonly containers?: readonly ContainerSeed[]
  readonly tables?: readonly TableSeed[]
  readonly queries?: readonly QuerySeed[]
  /** How long one SQL query may run, in milliseconds. The server does nothing else. Default: 5000. */
  readonly sqlTimeoutMs?: number
  readonly settings?: SettingsSeed
  readonly termsOfUse?: TermsOfUse
  /** The LabKey release to imitate where releases differ. Default: `24.11`. */
  readonly release?: Release
  /** Path in front of every URL, such as `/labkey`. Default: none. */
  readonly contextPath?: string
  /** Where the time comes from. Default: this machine. */
  readonly clock?: TimeSource
  /** Requests that `server.journal` keeps, 0 to 1,000,000. Default: 1000. */
  readonly maxJournalEntries?: number
  /** Told of every audit record before the answer goes out; if it throws, the answer is 503. */
  readonly auditSink?: AuditSink
  /** Told of errors that are the server's own fault, with the id in the 500 answer. Default: nobody. */
  readonly onError?: (error: unknown, requestId: string) => void
}
