/**
 * What went wrong, for programs.
 *
 * - `ERR_LABKEY_OPTIONS`: an option is missing or wrong; no request was sent
 * - `ERR_LABKEY_UNAUTHORIZED`: the server refused the credential, or guests may not do this (401)
 * - `ERR_LABKEY_GUEST`: the server took no notice of the credential and answered as to a guest
 * - `ERR_LABKEY_FORBIDDEN`: the user is known but may not do this (403)
 * - `ERR_LABKEY_NOT_FOUND`: no such container, schema, query, view or action (404)
 * - `ERR_LABKEY_CSRF`: the credential is good, but the CSRF token was refused (401)
 * - `ERR_LABKEY_QUERY`: the query failed or was refused
 * - `ERR_LABKEY_VALIDATION`: rows or fields that were sent are wrong
 * - `ERR_LABKEY_CONFLICT`: somebody else has changed the same thing meanwhile (409)
 * - `ERR_LABKEY_SERVER`: any other failed answer
 * - `ERR_LABKEY_NETWORK`: the server cannot be reached, or the connection broke
 * - `ERR_LABKEY_TIMEOUT`: no complete answer within the time limit
 * - `ERR_LABKEY_ABORTED`: the caller's signal stopped the call
 * - `ERR_LABKEY_REDIRECT`: the server sent the request to where it must not go
 * - `ERR_LABKEY_DECODE`: the answer is not what a LabKey API writes
 */
export type LabKeyErrorCode =
  | 'ERR_LABKEY_OPTIONS'
  | 'ERR_LABKEY_UNAUTHORIZED'
  | 'ERR_LABKEY_GUEST'
  | 'ERR_LABKEY_FORBIDDEN'
  | 'ERR_LABKEY_NOT_FOUND'
  | 'ERR_LABKEY_CSRF'
  | 'ERR_LABKEY_QUERY'
  | 'ERR_LABKEY_VALIDATION'
  | 'ERR_LABKEY_CONFLICT'
  | 'ERR_LABKEY_SERVER'
  | 'ERR_LABKEY_NETWORK'
  | 'ERR_LABKEY_TIMEOUT'
  | 'ERR_LABKEY_ABORTED'
  | 'ERR_LABKEY_REDIRECT'
  | 'ERR_LABKEY_DECODE'

const mark = Symbol.for('wellkey.LabKeyError')

/** The fields of a {@link LabKeyError}, as its makers hand them in. */
export interface LabKeyErrorFacts {
  readonly code: LabKeyErrorCode
  /** For people; one line, or several aligned ones. */
  readonly message: string
  readonly status?: number
  readonly method?: string
  readonly url?: string
  readonly action?: string
  readonly exceptionClass?: string
  readonly serverMessage?: string
  readonly hint?: string
  readonly requestId?: string
  readonly attempts?: number
  readonly durationMs?: number
}

/**
 * The base of every error of this package; tell cases apart by `code`.
 *
 * Frozen, without a cause, and without anything secret: no key, cookie, token, header or body, in
 * no field and at no depth.
 */
export class LabKeyError extends Error {
  override readonly name: string
  readonly code: LabKeyErrorCode
  /** The HTTP status, where there was an answer. It can be 200: LabKey fails late, too. */
  declare readonly status?: number
  declare readonly method?: string
  /** Origin and path of the request; never a query or user info. */
  declare readonly url?: string
  /** Controller and action, as `query-selectRows`. */
  declare readonly action?: string
  /** The Java class that LabKey names. */
  declare readonly exceptionClass?: string
  /** LabKey's own words, scrubbed of secrets and cut at 500 characters. */
  declare readonly serverMessage?: string
  /** What to do next. Also part of the message. */
  declare readonly hint?: string
  /** The request's id, where a proxy gave one (`X-Request-Id`). */
  declare readonly requestId?: string
  /** How often the request was sent. 0 when it was not. */
  readonly attempts: number
  /** From the call to the error, waits included. */
  readonly durationMs: number

  /** @internal */
  constructor(name: string, facts: LabKeyErrorFacts & Readonly<Record<string, unknown>>) {
    const { message, code, attempts = 0, durationMs = 0, ...others } = facts
    super(message)
    this.name = name
    this.code = code
    this.attempts = attempts
    this.durationMs = durationMs
    // Not enumerable, so that it is in no print.
    Object.defineProperty(this, mark, { value: true })
    for (const [field, value] of Object.entries(others)) {
      if (value !== undefined) Object.defineProperty(this, field, { value, enumerable: true })
    }
    // Taken again now that the name is known, and without the constructors' own frames.
    // oxlint-disable-next-line unicorn/no-useless-error-capture-stack-trace -- see the line above
    Error.captureStackTrace(this, new.target)
    Object.freeze(this)
  }
}

/**
 * Says whether something caught is an error of this package, even of another copy of it, and, when a
 * code is given, of that code.
 *
 * @example
 * ```ts
 * if (isLabKeyError(error, 'ERR_LABKEY_NOT_FOUND')) return undefined
 * throw error
 * ```
 */
export function isLabKeyError(error: unknown, code?: LabKeyErrorCode): error is LabKeyError {
  if (!(error instanceof Error) || Reflect.get(error, mark) !== true) return false
  return code === undefined || Reflect.get(error, 'code') === code
}
