/** How a refusal is shaped: `auto` follows the action, JSON for an API and a page for a view. */
export type FailureFormat = 'auto' | 'json' | 'html'

/** Options of a {@link RefusedError}. */
export interface RefusedOptions {
  /** Default: `auto`. */
  readonly format?: FailureFormat
  /** Extra headers, such as `WWW-Authenticate`. Default: none. */
  readonly headers?: Readonly<Record<string, string>>
  /** Where a browser that asked for a page is sent instead. Default: nowhere. */
  readonly redirectTo?: string
}

/**
 * A request stopped before or around its action: credentials, permission, CSRF, container, method.
 *
 * The answer is reset first, so it carries no cookie and only `success` and `exception`
 * (contract 0.6 and 0.8).
 */
export class RefusedError extends Error {
  readonly status: number
  readonly format: FailureFormat
  readonly headers: Readonly<Record<string, string>>
  readonly redirectTo: string | undefined

  constructor(status: number, message: string, options: RefusedOptions = {}) {
    super(message)
    this.name = 'RefusedError'
    this.status = status
    this.format = options.format ?? 'auto'
    this.headers = options.headers ?? {}
    this.redirectTo = options.redirectTo
  }
}

/** Options of an {@link ActionError}. */
export interface ActionErrorOptions {
  /** The Java class LabKey would name; without one the answer has no `exceptionClass`. */
  readonly exceptionClass?: string
  /** The form field at fault, for validation errors, which are answered with `errors`. */
  readonly field?: string
  /** Extra headers, such as `Retry-After`. Default: none. */
  readonly headers?: Readonly<Record<string, string>>
}

/** An action that ran and failed: bad parameters, something not found, an invalid state. */
export class ActionError extends Error {
  readonly status: number
  readonly exceptionClass: string | undefined
  readonly field: string | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, options: ActionErrorOptions = {}) {
    super(message)
    this.name = 'ActionError'
    this.status = status
    this.exceptionClass = options.exceptionClass
    this.field = options.field
    this.headers = options.headers ?? {}
  }

  /** The body of the answer. */
  toJson(): object {
    const { message, exceptionClass, field = null } = this
    const body = { success: false, exception: message }
    if (exceptionClass !== undefined) return { ...body, exceptionClass, stackTrace: [] }
    return { ...body, errors: [{ id: field, field, msg: message, message, severity: 'ERROR' }] }
  }
}

/** Returns the error LabKey throws when an action cannot find what it was asked for. */
export function notFound(message: string): ActionError {
  return new ActionError(404, message, {
    exceptionClass: 'org.labkey.api.view.NotFoundException',
  })
}

/** Returns the error of one bad parameter, as LabKey's form binding reports it (contract 0.6). */
export function badParameter(field: string, message: string): ActionError {
  return new ActionError(400, message, { field })
}

/** Returns the JSON body of a failed action (contract 0.6). */
export function actionErrorBody(error: ActionError): object {
  return error.toJson()
}
