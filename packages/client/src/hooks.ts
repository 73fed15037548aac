import type { Call } from './call.ts'
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

// Most programs have no hooks.
const load = async () => import('./tell-hooks.ts')

/** Tells hooks of every request of a transport. */
export function withHooks(transport: Transport, hooks: Hooks, now: () => number): Transport {
  if (hooks.beforeRequest === undefined && hooks.afterResponse === undefined) return transport
  return {
    async send(call, url, identity) {
      const { tellHooks } = await load()
      return tellHooks({ hooks, now, call, info: requestInfo(call, url) }, (complete) =>
        transport.send(complete, url, identity),
      )
    },
    async open(call, url, identity) {
      const { tellHooks } = await load()
      return tellHooks({ hooks, now, call, info: requestInfo(call, url) }, (complete) =>
        transport.open(complete, url, identity),
      )
    },
  }
}
