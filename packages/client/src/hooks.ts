import type { Answer, AnswerHead, Call, NoAnswer, OpenAnswer } from './call.ts'
import type { Transport } from './transport/transport.ts'

/** One request as hooks see it: nothing in it is secret, and no value of a patient. */
export interface RequestInfo {
  readonly method: string
  /** Origin and path; never a query. */
  readonly url: string
  /** Controller and action, as `query-selectRows`. */
  readonly action: string
}

/** How a request went. */
export interface ResponseInfo extends RequestInfo {
  /** Absent when there was no answer. */
  readonly status?: number
  /** Why there was no answer: `network`, `timeout`, `aborted` … */
  readonly failure?: string
  /** Up to the last byte; of a streamed answer, up to its head. */
  readonly durationMs: number
  /** What a proxy gave as `X-Request-Id`. */
  readonly requestId?: string
  /** The release of LabKey, where the server says it. */
  readonly release?: string
}

/** Why and when a read is sent again. */
export interface RetryInfo extends RequestInfo {
  /** How often the request has been sent, from 1. */
  readonly attempt: number
  /** The wait before the next time. */
  readonly delayMs: number
  /** The status of the answer, or why there was none. */
  readonly reason: number | string
}

/**
 * What a program wants to hear of its requests, for logs, metrics and traces. Every request is
 * told, those of redirects and of the client's own questions, too. What a hook throws fails the
 * call and comes out as it is.
 */
export interface Hooks {
  /**
   * Before each request. May answer with headers to add, such as `traceparent`; those that prove an
   * identity or frame the message are refused (`ERR_LABKEY_OPTIONS`).
   */
  readonly beforeRequest?: (
    request: RequestInfo,
  ) =>
    | void
    | Readonly<Record<string, string>>
    | Promise<void>
    | Promise<Readonly<Record<string, string>>>
  /** After each answer, or when there is none. */
  readonly afterResponse?: (response: ResponseInfo) => void | Promise<void>
  /** Before the wait that precedes a retry. */
  readonly onRetry?: (retry: RetryInfo) => void | Promise<void>
}

/** Reduces a call to what hooks may see. */
export function requestInfo(call: Call, url: URL): RequestInfo {
  return { method: call.method, url: url.origin + url.pathname, action: call.action }
}

/** Tells hooks of every request of a transport. */
export function withHooks(transport: Transport, hooks: Hooks, now: () => number): Transport {
  const { beforeRequest, afterResponse } = hooks
  if (beforeRequest === undefined && afterResponse === undefined) return transport

  const told = async <Result extends Answer | OpenAnswer>(
    call: Call,
    url: URL,
    send: (call: Call) => Promise<Result | NoAnswer>,
  ): Promise<Result | NoAnswer> => {
    const info = requestInfo(call, url)
    const added = await beforeRequest?.(Object.freeze({ ...info }))
    const headers = added && { ...call.headers, ...(await checked(added)) }
    const startedAt = now()
    const answer = await send(headers ? { ...call, headers } : call)
    await afterResponse?.(
      Object.freeze({ ...info, ...outcomeOf(answer), durationMs: Math.max(0, now() - startedAt) }),
    )
    return answer
  }
  return {
    send: (call, url, identity) =>
      told(call, url, (complete) => transport.send(complete, url, identity)),
    open: (call, url, identity) =>
      told(call, url, (complete) => transport.open(complete, url, identity)),
  }
}

async function checked(added: object): Promise<Readonly<Record<string, string>>> {
  const { checkHeaders } = await import('./check-headers.ts')
  return checkHeaders(added, 'beforeRequest')
}

function outcomeOf(
  answer: AnswerHead | NoAnswer,
): Pick<ResponseInfo, 'status' | 'failure' | 'requestId' | 'release'> {
  if (answer.kind !== 'answer') return { failure: answer.systemCode ?? answer.kind }
  const { status, requestId, release } = answer
  return {
    status,
    ...(requestId !== undefined && { requestId }),
    ...(release !== undefined && { release }),
  }
}
