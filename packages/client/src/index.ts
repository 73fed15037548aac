export { createClient } from './create-client.ts'
export { exitCodeOf } from './exit-code-of.ts'
export { formatDate, fromDate, parseDate, toDate } from './query/dates.ts'
export { fieldKey, schemaKey } from './query/field-key.ts'
export { filter } from './query/filter.ts'
export { sqlDateLiteral, sqlDateTimeLiteral, sqlStringLiteral } from './query/sql-literals.ts'
export { isLabKeyError, LabKeyError } from './labkey-error.ts'
export {
  LabKeyAbortError,
  LabKeyAuthenticationError,
  LabKeyConflictError,
  LabKeyCsrfError,
  LabKeyDecodeError,
  LabKeyNetworkError,
  LabKeyNotFoundError,
  LabKeyPermissionError,
  LabKeyQueryError,
  LabKeyRedirectError,
  LabKeyServerError,
  LabKeyTimeoutError,
  LabKeyValidationError,
} from './labkey-errors.ts'
export { LabKeyOptionsError } from './labkey-options-error.ts'
// What a script needs of @wellkey/credentials, so that one import is enough.
export {
  chain,
  CredentialError,
  defaultProvider,
  describeSource,
  fromEnvironment,
  fromNetrc,
  fromValue,
  Secret,
} from '@wellkey/credentials'
export type { ClientOptions } from './client-options.ts'
export type { LabKeyClient } from './create-client.ts'
export type {
  FanOutApi,
  FanOutCall,
  FanOutCalls,
  FanOutOptions,
  Outcomes,
  Target,
} from './fan-out/fan-out-api.ts'
export type {
  FulfilledOutcome,
  Outcome,
  Place,
  RejectedOutcome,
  SkippedOutcome,
} from './fan-out/outcome.ts'
export type { Field } from './query/field-key.ts'
export type { Filter, FilterBuilder } from './query/filter.ts'
export type { FilterOperator } from './query/filter-operator.ts'
export type { LabKeyErrorCode } from './labkey-error.ts'
export type { RequestOptions, Scalar } from './request.ts'
export type { RetryOptions } from './retry.ts'
export type { StreamedAnswer } from './streamed-answer.ts'
export type { CreateKeyOptions } from './keys/create-key.ts'
export type { DeleteKeyOptions } from './keys/delete-key.ts'
export type { KeyInfo } from './keys/key-info.ts'
export type { KeysApi } from './keys/keys-api.ts'
export type { KeyScope, ListKeysOptions } from './keys/list-keys.ts'
export type { NewKey, RotatedKey, RotateKeyOptions } from './keys/rotate-key.ts'
export type { CallOptions } from './call-options.ts'
export type { CellRow, Cell, ExtendedRow, QueryRow, SelectRowsResult } from './query/rows.ts'
export type { QueryColumn, QueryColumnDetails, QueryLookup } from './query/columns.ts'
export type { ContainerFilter } from './query/container-filter.ts'
export type { LabKeyDate } from './query/dates.ts'
export type { ExportedFile, ExportRowsOptions, ExportSqlOptions } from './query/export-rows.ts'
export type { ExportTablesOptions, TableToExport } from './query/export-tables.ts'
export type { DataSource, DataTransform, GetDataOptions } from './query/get-data.ts'
export type { GetQueriesOptions, QueryColumnInfo, QueryInfo } from './query/get-queries.ts'
export type { GetQueryDetailsOptions, QueryDetails } from './query/get-query-details.ts'
export type { GetSchemasOptions, QuerySchema } from './query/get-schemas.ts'
export type {
  ImportDataOptions,
  ImportDataResult,
  ImportSource,
  InsertOption,
} from './query/import-data.ts'
export type {
  AuditBehavior,
  ModifyRowsOptions,
  ModifyRowsResult,
  MoveRowsOptions,
} from './query/modify-rows.ts'
export type { PagesOptions } from './query/pages.ts'
export type { QueryApi } from './query/query-api.ts'
export type { QueryView, ViewColumn, ViewFilter, ViewSort } from './query/query-view.ts'
export type {
  DeleteQueryViewOptions,
  GetQueryViewsOptions,
  QueryViewToSave,
  SaveQueryViewsOptions,
} from './query/query-views.ts'
export type { RowsToSend } from './query/row-body.ts'
export type {
  RowWithKeys,
  SaveCommand,
  SaveRowsOptions,
  SaveRowsResult,
  SaveTarget,
} from './query/save-rows.ts'
export type { SaveSessionViewOptions } from './query/save-session-view.ts'
export type { SelectDistinctOptions } from './query/select-distinct.ts'
export type { RowSelection } from './query/select-form.ts'
export type { RowForm, SelectRowsOptions } from './query/select-rows.ts'
export type { ExecuteSqlOptions, SqlStatement } from './query/sql-options.ts'
export type { TruncateTableOptions } from './query/truncate-table.ts'
export type { ValidateQueryOptions } from './query/validate-query.ts'
export type { ImportJob, WaitForImportOptions } from './query/wait-for-import.ts'
export type { RowsMetadata } from './stream/row-source.ts'
export type { RowStream } from './stream/row-stream.ts'
export type { DelimitedSqlOptions, StreamSqlOptions } from './stream/stream-sql.ts'
export type { Group, GroupMembersOptions, ListGroupsOptions } from './security/groups.ts'
export type { ImpersonateUserOptions } from './security/impersonate.ts'
export type { UserChoice } from './security/principal.ts'
export type { AssignRoleOptions, Role } from './security/roles.ts'
export type { AccessApi } from './security/access-api.ts'
export type { SecurityApi } from './security/security-api.ts'
export type {
  ChangeUsersOptions,
  CreatedUser,
  CreateUserOptions,
  GetUsersOptions,
  ResetPasswordOptions,
  SiteUser,
} from './security/users.ts'
export type { User } from './security/who-am-i.ts'
export type { Credential, CredentialProvider, CredentialSource } from '@wellkey/credentials'
