import type { CredentialSource } from '@wellkey/credentials'
import { LabKeyError, type LabKeyErrorFacts } from './labkey-error.ts'
import type { RowError } from './row-errors.ts'

type Facts<Extra = object> = Omit<LabKeyErrorFacts, 'code'> & Extra

/**
 * The server refused the credential (`ERR_LABKEY_UNAUTHORIZED`) or answered as if there were none
 * (`ERR_LABKEY_GUEST`: LabKey before 24.7.1 does so with a bad key).
 */
export class LabKeyAuthenticationError extends LabKeyError {
  /** Where the refused credential came from. Absent for an anonymous client. */
  declare readonly source?: CredentialSource

  /** @internal */
  constructor(
    facts: Facts<{
      readonly code: 'ERR_LABKEY_UNAUTHORIZED' | 'ERR_LABKEY_GUEST'
      readonly source?: CredentialSource
    }>,
  ) {
    super('LabKeyAuthenticationError', { ...facts })
  }
}

/** The user is known, and may not do this: `ERR_LABKEY_FORBIDDEN`. */
export class LabKeyPermissionError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyPermissionError', { ...facts, code: 'ERR_LABKEY_FORBIDDEN' })
  }
}

/** The container, schema, query, view or action does not exist: `ERR_LABKEY_NOT_FOUND`. */
export class LabKeyNotFoundError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyNotFoundError', { ...facts, code: 'ERR_LABKEY_NOT_FOUND' })
  }
}

/** The server took the credential, but not the CSRF token: `ERR_LABKEY_CSRF`. */
export class LabKeyCsrfError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyCsrfError', { ...facts, code: 'ERR_LABKEY_CSRF' })
  }
}

/** LabKey could not run the query, or refused its parameters: `ERR_LABKEY_QUERY`. */
export class LabKeyQueryError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyQueryError', { ...facts, code: 'ERR_LABKEY_QUERY' })
  }
}

/** Rows or fields that were sent are wrong: `ERR_LABKEY_VALIDATION`. */
export class LabKeyValidationError extends LabKeyError {
  /** One for each fault, scrubbed of secrets; 1000 at the most. Never the values themselves. */
  declare readonly rowErrors: readonly RowError[]

  /** @internal */
  constructor(facts: Facts<{ readonly rowErrors: readonly RowError[] }>) {
    super('LabKeyValidationError', { ...facts, code: 'ERR_LABKEY_VALIDATION' })
  }
}

/** Somebody else has changed the same thing meanwhile: `ERR_LABKEY_CONFLICT`. */
export class LabKeyConflictError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyConflictError', { ...facts, code: 'ERR_LABKEY_CONFLICT' })
  }
}

/** The server failed, or refused for a reason without a class of its own: `ERR_LABKEY_SERVER`. */
export class LabKeyServerError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyServerError', { ...facts, code: 'ERR_LABKEY_SERVER' })
  }
}

/** The server cannot be reached, or the connection broke: `ERR_LABKEY_NETWORK`. */
export class LabKeyNetworkError extends LabKeyError {
  /** What Node says, as `ECONNREFUSED` or `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  declare readonly systemCode?: string

  /** @internal */
  constructor(facts: Facts<{ readonly systemCode?: string }>) {
    super('LabKeyNetworkError', { ...facts, code: 'ERR_LABKEY_NETWORK' })
  }
}

/** No complete answer came within `timeoutMs` or `totalTimeoutMs`: `ERR_LABKEY_TIMEOUT`. */
export class LabKeyTimeoutError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyTimeoutError', { ...facts, code: 'ERR_LABKEY_TIMEOUT' })
  }
}

/** The caller's own signal stopped the call: `ERR_LABKEY_ABORTED`. */
export class LabKeyAbortError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyAbortError', { ...facts, code: 'ERR_LABKEY_ABORTED' })
  }
}

/** The server sent the request to where a credential must not go: `ERR_LABKEY_REDIRECT`. */
export class LabKeyRedirectError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyRedirectError', { ...facts, code: 'ERR_LABKEY_REDIRECT' })
  }
}

/** The answer is not what a LabKey API writes, a login page for example: `ERR_LABKEY_DECODE`. */
export class LabKeyDecodeError extends LabKeyError {
  /** @internal */
  constructor(facts: Facts) {
    super('LabKeyDecodeError', { ...facts, code: 'ERR_LABKEY_DECODE' })
  }
}
