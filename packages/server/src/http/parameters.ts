import { RefusedError } from './failures.ts'
import { isForbiddenName, parseJsonObject } from './parse-json.ts'
import { readBody } from './read-body.ts'

const maxParameters = 10_000

/** The parameters of one request: query string first, then the body's, whatever its type. */
export interface Parameters {
  /** First value of a name, or `undefined`. Names are case-sensitive (contract 0.3). */
  readonly get: (name: string) => string | undefined
  /** Every name and value, in order. */
  readonly all: readonly (readonly [string, string])[]
  /** Tells whether the name stood in the query string, where a password must never be. */
  readonly isInUrl: (name: string) => boolean
  /** Reads a boolean: `true`, `1`, `on`, `yes`, in any case; anything else is false. */
  readonly flag: (name: string, fallback?: boolean) => boolean
}

/**
 * Reads the parameters of a request from the query string and from a form, multipart or JSON body.
 *
 * @throws {RefusedError} 400 or 413, see {@link parseJsonObject} and {@link readBody}.
 */
export async function readParameters(request: Request, url: URL): Promise<Parameters> {
  refuseMalformedEncoding(url.search)
  const fromUrl = [...url.searchParams]
  const fromBody =
    request.method === 'GET' || request.method === 'HEAD' ? [] : await bodyOf(request)
  const all = [...fromUrl, ...fromBody]
  if (all.length > maxParameters || all.some(([name]) => isForbiddenName(name))) {
    throw new RefusedError(400, 'The request has a parameter that is not allowed.')
  }
  const first = new Map(all.toReversed())
  const urlNames = new Set(fromUrl.map(([name]) => name))
  return {
    all,
    get: (name) => first.get(name),
    isInUrl: (name) => urlNames.has(name),
    flag: (name, fallback = false) => {
      const value = first.get(name)
      return value === undefined || value === '' ? fallback : /^(true|1|on|yes)$/i.test(value)
    },
  }
}

async function bodyOf(request: Request): Promise<[string, string][]> {
  const type = (request.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  const text = await readBody(request)
  if (text === '') return []
  if (type === 'application/json') return Object.entries(parseJsonObject(text)).flatMap(flatten)
  if (type === 'application/x-www-form-urlencoded') {
    refuseMalformedEncoding(text)
    return [...new URLSearchParams(text)]
  }
  if (type === 'multipart/form-data') return multipart(request, text)
  return []
}

// "Nested objects for such actions fail … arrays of simple values are fine" (contract 0.3).
function flatten([name, value]: [string, unknown]): [string, string][] {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.flatMap((item): [string, string][] => {
    if (item === null) return []
    if (typeof item === 'string') return [[name, item]]
    if (typeof item === 'number' || typeof item === 'boolean') return [[name, String(item)]]
    throw new RefusedError(400, 'Nested objects and arrays are not supported at this time.')
  })
}

async function multipart(request: Request, text: string): Promise<[string, string][]> {
  try {
    const headers = { 'Content-Type': request.headers.get('Content-Type') ?? '' }
    const form = await new Response(text, { headers }).formData()
    return [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
  } catch {
    throw new RefusedError(400, 'The request body is not valid multipart/form-data.')
  }
}

function refuseMalformedEncoding(text: string): void {
  try {
    decodeURIComponent(text)
  } catch {
    throw new RefusedError(400, 'The request has malformed percent-encoding.')
  }
}
