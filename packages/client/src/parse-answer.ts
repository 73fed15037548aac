/** An answer's body, understood: JSON, nothing, or something that no LabKey API writes. */
export type Parsed =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'html' | 'text' }

// A spelling of the key with an escape for one of its letters.
const maybeEscaped = /\\u00(?:5f|7[024]|6f)/i

/**
 * Parses a body. Leading blanks are fine: LabKey writes one every two seconds while a query runs
 * (contract 0.5). Properties named `__proto__` are dropped, because merging would obey them.
 */
export function parseAnswer(text: string): Parsed {
  const body = text.trim()
  if (body === '') return { kind: 'empty' }
  if (body.startsWith('<')) return { kind: 'html' }
  try {
    return { kind: 'json', value: parseJson(body) }
  } catch {
    return { kind: 'text' }
  }
}

/** JSON.parse without properties named `__proto__`. */
export function parseJson(text: string): unknown {
  // Looking for fixed texts costs next to nothing, even in an answer of many megabytes.
  const maybeProto =
    text.includes('__proto__') || (text.includes('\\u00') && maybeEscaped.test(text))
  return maybeProto ? JSON.parse(text, dropProto) : JSON.parse(text)
}

/** The parts of a LabKey error body that may be read; the rest, stack traces, is left alone. */
export interface ServerFailure {
  readonly exception: string | undefined
  readonly exceptionClass: string | undefined
  /** As it came, in one of the forms that `readRowErrors` knows. */
  readonly errors: unknown
}

/**
 * Says whether a body reports a failure, whatever its status: `success` is false, `exception` is a
 * string, or `errors` is an object that counts some (contract 0.6, 4.7). A failure late in a query
 * comes with status 200.
 */
export function failureIn(value: unknown): ServerFailure | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const errors = 'errors' in value ? value.errors : undefined
  const ownException = 'exception' in value ? value.exception : undefined
  const exception = typeof ownException === 'string' ? ownException : exceptionOf(errors)
  const failed =
    exception !== undefined || ('success' in value && value.success === false) || counts(errors)
  if (!failed) return undefined
  const named = 'exceptionClass' in value ? value.exceptionClass : undefined
  return {
    exception,
    exceptionClass: typeof named === 'string' && /^[\w.$]{1,200}$/.test(named) ? named : undefined,
    errors,
  }
}

function exceptionOf(errors: unknown): string | undefined {
  if (typeof errors !== 'object' || errors === null || !('exception' in errors)) return undefined
  return typeof errors.exception === 'string' ? errors.exception : undefined
}

function counts(errors: unknown): boolean {
  if (typeof errors !== 'object' || errors === null || !('errorCount' in errors)) return false
  return typeof errors.errorCount === 'number' && errors.errorCount > 0
}

function dropProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}
