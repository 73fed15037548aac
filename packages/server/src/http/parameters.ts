import type { Buffer } from 'node:buffer'

import { RefusedError } from './failures.ts'
import { isForbiddenName, parseJsonObject } from './parse-json.ts'
import { maxBodyBytes, maxUploadBytes, readBody } from './read-body.ts'

const maxParameters = 10_000

/** The parameters of one request: query string first, then the body's, whatever its type. */
export interface Parameters {
  /** First value of a name, or `undefined`. Names are case-sensitive (contract 0.3). */
  readonly get: (name: string) => string | undefined
  /** Every name and value, in order. */
  readonly all: readonly (readonly [string, string])[]
  /** Tells whether the name stood in the query string, where a password must never be. */
  readonly isInUrl: (name: string) => boolean
  /** The whole JSON body, for actions that take one; the JSON of the field `json` in multipart. */
  readonly json: Readonly<Record<string, unknown>> | undefined
  /** The files of a multipart body. */
  readonly files: readonly UploadedFile[]
  /** Reads a boolean: `true`, `1`, `on`, `yes`, in any case; anything else is false. */
  readonly flag: (name: string, fallback?: boolean) => boolean
}

/** A file of a multipart body. */
export interface UploadedFile {
  /** Name of its field. */
  readonly field: string
  readonly fileName: string
  readonly content: File
}

/**
 * What an action takes as body: `parameters` are names with simple values, whatever the type, of at
 * most 1 MiB; `data` may be any JSON object or files, of at most 64 MiB.
 */
export type BodyKind = 'parameters' | 'data'

interface Body {
  readonly values: readonly (readonly [string, string])[]
  readonly json?: Readonly<Record<string, unknown>>
  readonly files?: readonly UploadedFile[]
}

/**
 * Reads the parameters of a request from the query string and from a form, multipart or JSON body.
 *
 * @throws {RefusedError} 400 or 413, see {@link parseJsonObject} and {@link readBody}.
 */
export async function readParameters(
  request: Request,
  url: URL,
  kind: BodyKind = 'parameters',
): Promise<Parameters> {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (isRead) return readUrlParameters(url)
  refuseMalformedEncoding(url.search)
  return collect(url, await bodyOf(request, kind))
}

/** Reads the parameters of the query string only. @throws {RefusedError} 400. */
export function readUrlParameters(url: URL): Parameters {
  if (url.search === '') return noParameters
  refuseMalformedEncoding(url.search)
  return collect(url, { values: [] })
}

function collect(url: URL, { values, json, files = [] }: Body): Parameters {
  const fromUrl = [...url.searchParams]
  const all = [...fromUrl, ...values]
  if (all.length > maxParameters || all.some(([name]) => isForbiddenName(name))) {
    throw new RefusedError(400, 'The request has a parameter that is not allowed.')
  }
  const first = new Map(all.toReversed())
  const urlNames = new Set(fromUrl.map(([name]) => name))
  return {
    all,
    json,
    files,
    get: (name) => first.get(name),
    isInUrl: (name) => urlNames.has(name),
    flag: (name, fallback = false) => {
      const value = first.get(name)
      return value === undefined || value === '' ? fallback : /^(true|1|on|yes)$/i.test(value)
    },
  }
}

/** The parameters of a request without any. */
export const noParameters: Parameters = {
  all: [],
  json: undefined,
  files: [],
  get: () => undefined,
  isInUrl: () => false,
  flag: (_, fallback = false) => fallback,
}

async function bodyOf(request: Request, kind: BodyKind): Promise<Body> {
  const type =
    (request.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const bytes = await readBody(request, kind === 'data' ? maxUploadBytes : maxBodyBytes)
  if (bytes.length === 0) return { values: [] }
  switch (type) {
    case 'application/json':
      return jsonBody(bytes.toString('utf8'), kind)
    case 'application/x-www-form-urlencoded': {
      const text = bytes.toString('utf8')
      refuseMalformedEncoding(text)
      return { values: [...new URLSearchParams(text)] }
    }
    case 'multipart/form-data':
      return multipartBody(request, bytes, kind)
    default:
      return { values: [] }
  }
}

function jsonBody(text: string, kind: BodyKind): Body {
  const json = parseJsonObject(text)
  const entries = Object.entries(json)
  if (kind === 'parameters') return { values: entries.flatMap(flatten) }
  return { values: entries.filter(([, value]) => typeof value !== 'object').flatMap(flatten), json }
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

async function multipartBody(request: Request, bytes: Buffer, kind: BodyKind): Promise<Body> {
  const headers = { 'Content-Type': request.headers.get('Content-Type') ?? '' }
  let form: FormData
  try {
    form = await new Response(new Uint8Array(bytes), { headers }).formData()
  } catch {
    throw new RefusedError(400, 'The request body is not valid multipart/form-data.')
  }
  const values: [string, string][] = []
  const files: UploadedFile[] = []
  for (const [field, value] of form) {
    if (typeof value === 'string') values.push([field, value])
    else files.push({ field, fileName: value.name, content: value })
  }
  const text = kind === 'data' ? values.find(([name]) => name === 'json')?.[1] : undefined
  return { values, files, ...(text !== undefined && { json: parseJsonObject(text) }) }
}

function refuseMalformedEncoding(text: string): void {
  try {
    decodeURIComponent(text)
  } catch {
    throw new RefusedError(400, 'The request has malformed percent-encoding.')
  }
}
