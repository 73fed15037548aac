import type { Body, Call } from './call.ts'
import { readSignal } from './call-options.ts'
import { checkHeaders } from './check-headers.ts'
import {
  isScalar,
  ownOptions,
  readOptions,
  type OptionReader,
  type OwnOptions,
} from './check-options.ts'
import type { ResolvedClientOptions } from './client-options.ts'
import { multipart, type FilePart } from './multipart.ts'
import { isActionName, parseContainer, requestUrl } from './request-url.ts'

/** A value that is written as one parameter without guessing. */
export type Scalar = string | number | boolean | bigint

/** A call of any action of LabKey; the typed functions of the client are made of it. */
export interface RequestOptions {
  /** The part before the hyphen: `query`. */
  readonly controller: string
  /** The part behind it, without extension: `getSchemas`. */
  readonly action: string
  /** Default: `POST` with a `body` or `form`, else `GET`. An action that changes takes a POST only. */
  readonly method?: Call['method']
  /** Parameters of the URL. URLs end in logs: values of patients belong into `form` or `body`. */
  readonly params?: Readonly<Record<string, Scalar | undefined>>
  /** A JSON body. Not together with `form`. */
  readonly body?: unknown
  /** A form-encoded body: names with values, or pairs where a name comes twice. */
  readonly form?:
    | Readonly<Record<string, Scalar | undefined>>
    | readonly (readonly [string, Scalar])[]
  /** A form with files, as `multipart/form-data`. Not together with `body` or `form`. */
  readonly multipart?:
    | Readonly<Record<string, Scalar | FilePart | undefined>>
    | readonly (readonly [string, Scalar | FilePart])[]
  /** Further headers; those that say who one is, or frame the message, are the client's alone. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** Default: the client's. */
  readonly container?: string
  /**
   * The action changes nothing on the server, so that it may be sent again when a failure may pass.
   * Default: true for GET, else false.
   */
  readonly readOnly?: boolean
  /** Default: the client's. */
  readonly timeoutMs?: number
  /** Default: the client's. */
  readonly totalTimeoutMs?: number
  /** Stops the call and closes its connection. */
  readonly signal?: AbortSignal
}

const knownOptions = [
  'controller',
  'action',
  'method',
  'params',
  'body',
  'form',
  'multipart',
  'headers',
  'container',
  'readOnly',
  'timeoutMs',
  'totalTimeoutMs',
  'signal',
] as const satisfies readonly (keyof RequestOptions)[]

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Checks a caller's request and completes it with the client's settings. */
export function buildCall(
  options: RequestOptions,
  client: ResolvedClientOptions,
  where: 'request' | 'open',
): Call {
  const own = ownOptions(options, where, knownOptions)
  const read = readOptions(own, where)
  const controller = read.requiredText('controller')
  if (!isActionName(controller)) read.refuse('controller', 'a name such as query')
  const action = read.requiredText('action')
  if (!isActionName(action)) read.refuse('action', 'a name such as getSchemas, without extension')
  const kinds = (['body', 'form', 'multipart'] as const).filter((kind) => own[kind] !== undefined)
  const [kind, other] = kinds
  if (other !== undefined) read.refuse(kind ?? other, `left out when there is a ${other}`)
  if (typeof own['body'] === 'function' || typeof own['body'] === 'symbol') {
    read.refuse('body', 'a value for JSON')
  }
  const method = read.choice('method', methods) ?? (kind === undefined ? 'GET' : 'POST')
  if (method === 'GET' && kind !== undefined) read.refuse('method', `POST for a ${kind}`)
  const text = read.text('container')
  const headers: unknown = own['headers']
  if (headers !== undefined && (typeof headers !== 'object' || headers === null)) {
    read.refuse('headers', 'an object')
  }
  const totalTimeoutMs = read.integer('totalTimeoutMs', 1)
  return completeCall(client, {
    method,
    container: text === undefined ? client.container : parseContainer(text),
    controller,
    action,
    params: read.scalars('params'),
    ...(kind === 'body' && { json: own['body'] }),
    ...(kind === 'form' && { form: pairsOf('form', own, read, isScalar).map(asText) }),
    ...(kind === 'multipart' &&
      multipart(pairsOf('multipart', own, read, isFormValue).map(written))),
    ...(headers instanceof Object && { headers: checkHeaders(headers, where) }),
    ...(where === 'open' && { accept: '*/*' }),
    readOnly: read.flag('readOnly') ?? method === 'GET',
    timeoutMs: read.integer('timeoutMs', 1) ?? client.timeoutMs,
    ...(totalTimeoutMs !== undefined && { totalTimeoutMs }),
    signal: readSignal(read, client),
  })
}

/** What {@link completeCall} needs; checked already. */
export interface CallParts {
  readonly method: Call['method']
  readonly container: Call['container']
  readonly controller: string
  readonly action: string
  /** Default: controller and action. */
  readonly subject?: string
  readonly params?: readonly (readonly [string, string])[]
  /** One of these at the most: JSON, a form, or a body that is written already. */
  readonly json?: unknown
  readonly form?: readonly (readonly [string, string])[]
  readonly body?: Body
  /** Of `body`. */
  readonly contentType?: string
  /** Default: `application/json`. */
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Default: the client's. */
  readonly totalTimeoutMs?: number
  readonly readOnly: boolean
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** Puts a call together from checked parts. */
export function completeCall(client: ResolvedClientOptions, parts: CallParts): Call {
  const { method, container, controller, action, readOnly, timeoutMs, signal } = parts
  const name = `${controller}-${action}`
  const { contentType, body } = bodyOf(parts)
  return {
    method,
    url: requestUrl(client.base, container, controller, action, ofParts(parts, 'params') ?? []),
    action: name,
    subject: ofParts(parts, 'subject') ?? name,
    container,
    contentType,
    body,
    accept: ofParts(parts, 'accept') ?? 'application/json',
    headers: ofParts(parts, 'headers'),
    readOnly,
    timeoutMs,
    totalTimeoutMs: ofParts(parts, 'totalTimeoutMs') ?? client.totalTimeoutMs,
    signal,
  }
}

/** What is left out stays out, whatever the prototype of all objects holds. */
function ofParts<Name extends keyof CallParts>(parts: CallParts, name: Name): CallParts[Name] {
  return Object.hasOwn(parts, name) ? parts[name] : (undefined as CallParts[Name])
}

function bodyOf(parts: CallParts): Pick<Call, 'body' | 'contentType'> {
  const form = ofParts(parts, 'form')
  if (form !== undefined) {
    return {
      contentType: 'application/x-www-form-urlencoded; charset=utf-8',
      body: new URLSearchParams(form.map(([...pair]) => pair)).toString(),
    }
  }
  const json = ofParts(parts, 'json')
  return json === undefined
    ? { contentType: ofParts(parts, 'contentType'), body: ofParts(parts, 'body') }
    : { contentType: 'application/json; charset=utf-8', body: JSON.stringify(json) }
}

/** Reads names with values, or pairs of them; what is undefined is left out. */
function pairsOf<Value>(
  option: string,
  own: OwnOptions,
  read: OptionReader,
  isValue: (value: unknown) => value is Value,
): readonly (readonly [string, Value])[] {
  const given: unknown = own[option]
  if (typeof given !== 'object' || given === null) return read.refuse(option, 'an object or pairs')
  const pairs: readonly unknown[] = Array.isArray(given)
    ? given
    : Object.entries(given).filter(([, value]) => value !== undefined)
  return pairs.map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2) {
      return read.refuse(option, 'pairs of a name and a value')
    }
    const [name, value]: readonly unknown[] = pair
    if (typeof name !== 'string' || !isValue(value)) {
      return read.refuse(option, 'names with texts, numbers and booleans')
    }
    return [name, value] as const
  })
}

function isFormValue(value: unknown): value is Scalar | FilePart {
  if (isScalar(value)) return true
  if (typeof value !== 'object' || value === null) return false
  if (!('filename' in value) || typeof value.filename !== 'string') return false
  const type = 'contentType' in value ? value.contentType : undefined
  const isType = type === undefined || (typeof type === 'string' && /^[!-~][ -~]*$/.test(type))
  return isType && 'content' in value && isContent(value.content)
}

function isContent(content: unknown): boolean {
  if (typeof content === 'string' || content instanceof Uint8Array) return true
  if (typeof content !== 'object' || content === null) return false
  return content instanceof Blob || Symbol.asyncIterator in content
}

function asText([name, value]: readonly [string, Scalar]): readonly [string, string] {
  return [name, String(value)]
}

function written<Value extends FilePart>(
  pair: readonly [string, Scalar | Value],
): readonly [string, string | Value] {
  const [name, value] = pair
  return [name, isScalar(value) ? String(value) : value]
}
