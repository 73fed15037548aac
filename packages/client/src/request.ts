import type { Call } from './call.ts'
import { isScalar, ownOptions, readOptions, type OptionReader } from './check-options.ts'
import type { ResolvedClientOptions } from './client-options.ts'
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
  /** Default: the client's. */
  readonly container?: string
  /**
   * The action changes nothing on the server, so that it may be sent again when a failure may pass.
   * Default: true for GET, else false.
   */
  readonly readOnly?: boolean
  /** Default: the client's. */
  readonly timeoutMs?: number
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
  'container',
  'readOnly',
  'timeoutMs',
  'signal',
] as const satisfies readonly (keyof RequestOptions)[]

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Checks a caller's request and completes it with the client's settings. */
export function buildCall(options: RequestOptions, client: ResolvedClientOptions): Call {
  const where = 'request'
  const own = ownOptions(options, where, knownOptions)
  const read = readOptions(own, where)
  const controller = read.requiredText('controller')
  if (!isActionName(controller)) read.refuse('controller', 'a name such as query')
  const action = read.requiredText('action')
  if (!isActionName(action)) read.refuse('action', 'a name such as getSchemas, without extension')
  const hasBody = own['body'] !== undefined
  const hasForm = own['form'] !== undefined
  if (hasBody && hasForm) read.refuse('body', 'left out when there is a form')
  const method = read.choice('method', methods) ?? (hasBody || hasForm ? 'POST' : 'GET')
  if (method === 'GET' && (hasBody || hasForm)) read.refuse('method', 'POST for a body or form')
  const text = read.text('container')
  const container = text === undefined ? client.container : parseContainer(text)
  return completeCall(client, {
    method,
    container,
    controller,
    action,
    params: read.scalars('params'),
    ...(hasBody && { json: own['body'] }),
    ...(hasForm && {
      form: Array.isArray(own['form']) ? pairsOf(own['form'], read) : read.scalars('form'),
    }),
    readOnly: read.flag('readOnly') ?? method === 'GET',
    timeoutMs: read.integer('timeoutMs', 1) ?? client.timeoutMs,
    signal: read.signal('signal'),
  })
}

/** What {@link completeCall} needs; checked already. */
export interface CallParts {
  readonly method: Call['method']
  readonly container: Call['container']
  readonly controller: string
  readonly action: string
  readonly subject?: string
  readonly params?: readonly (readonly [string, string])[]
  readonly json?: unknown
  readonly form?: readonly (readonly [string, string])[]
  readonly readOnly: boolean
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** Puts a call together from checked parts. */
export function completeCall(client: ResolvedClientOptions, parts: CallParts): Call {
  const { method, container, controller, action, form, json, readOnly, timeoutMs, signal } = parts
  const name = `${controller}-${action}`
  const encoded =
    form === undefined
      ? json === undefined
        ? undefined
        : (['application/json; charset=utf-8', JSON.stringify(json)] as const)
      : ([
          'application/x-www-form-urlencoded; charset=utf-8',
          new URLSearchParams(form.map(([...pair]) => pair)).toString(),
        ] as const)
  return {
    method,
    url: requestUrl(client.base, container, controller, action, parts.params ?? []),
    action: name,
    subject: parts.subject ?? name,
    container,
    contentType: encoded?.[0],
    body: encoded?.[1],
    readOnly,
    timeoutMs,
    signal,
  }
}

function pairsOf(
  form: readonly unknown[],
  read: OptionReader,
): readonly (readonly [string, string])[] {
  return form.map((item) =>
    isPair(item)
      ? ([item[0], String(item[1])] as const)
      : read.refuse('form', 'pairs of a name and a value'),
  )
}

function isPair(item: unknown): item is readonly [string, Scalar] {
  return (
    Array.isArray(item) && item.length === 2 && typeof item[0] === 'string' && isScalar(item[1])
  )
}
