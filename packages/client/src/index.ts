export { createClient } from './create-client.ts'
export { exitCodeOf } from './exit-code-of.ts'
export { fieldKey } from './field-key.ts'
export { filter } from './filter.ts'
export { LabKeyError } from './labkey-error.ts'
export {
  LabKeyAbortError,
  LabKeyAuthenticationError,
  LabKeyCsrfError,
  LabKeyDecodeError,
  LabKeyNetworkError,
  LabKeyNotFoundError,
  LabKeyOptionsError,
  LabKeyPermissionError,
  LabKeyQueryError,
  LabKeyRedirectError,
  LabKeyServerError,
  LabKeyTimeoutError,
} from './labkey-errors.ts'
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
export type { Field } from './field-key.ts'
export type { Filter, FilterBuilder } from './filter.ts'
export type { FilterOperator } from './filter-operator.ts'
export type { LabKeyErrorCode } from './labkey-error.ts'
export type { RequestOptions, Scalar } from './request.ts'
export type { RetryOptions } from './retry.ts'
export type { QueryColumn, QueryRow, SelectRowsResult } from './rows.ts'
export type { ContainerFilter, SelectRowsOptions } from './select-rows.ts'
export type { User } from './who-am-i.ts'
export type { Credential, CredentialProvider, CredentialSource } from '@wellkey/credentials'
