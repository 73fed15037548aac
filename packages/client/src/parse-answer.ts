/** An answer's body, understood: JSON, nothing, or something that no LabKey API writes. */
export type Parsed =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'html' | 'text' }

// The key itself, or a spelling of it with escapes for one of its letters.
const maybeProto = /__proto__|\\u00(?:5f|7[024]|6f)/i

/**
 * Parses a body. Leading blanks are fine: LabKey writes one every two seconds while a query runs
 * (contract 0.5). Properties named `__proto__` are dropped, because merging would obey them.
 */
export function parseAnswer(text: string): Parsed {
  const body = text.trim()
  if (body === '') return { kind: 'empty' }
  if (body.startsWith('<')) return { kind: 'html' }
  try {
    const value: unknown = maybeProto.test(body) ? JSON.parse(body, dropProto) : JSON.parse(body)
    return { kind: 'json', value }
  } catch {
    return { kind: 'text' }
  }
}

/** The parts of a LabKey error body that may be read; the rest, stack traces, is left alone. */
export interface ServerFailure {
  readonly exception: string | undefined
  readonly exceptionClass: string | undefined
}

/**
 * Says whether a body reports a failure, whatever its status: `success` is false, or `exception` is
 * a string (contract 0.6). A failure late in a query comes with status 200.
 */
export function failureIn(value: unknown): ServerFailure | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const exception = 'exception' in value ? value.exception : undefined
  const failed = typeof exception === 'string' || ('success' in value && value.success === false)
  if (!failed) return undefined
  const named = 'exceptionClass' in value ? value.exceptionClass : undefined
  return {
    exception: typeof exception === 'string' && exception !== '' ? exception : undefined,
    exceptionClass: typeof named === 'string' && /^[\w.$]{1,200}$/.test(named) ? named : undefined,
  }
}

function dropProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}
