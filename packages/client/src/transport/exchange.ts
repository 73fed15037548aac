import { defaultMaxListeners, getMaxListeners, setMaxListeners } from 'node:events'
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import type { Body, NoAnswer } from '../call.ts'
import type { Route } from './route.ts'
import { WireFailure, wireFailure } from './wire-failure.ts'
import { pour } from './pour.ts'

const mostListeners = 10_000

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: OutgoingHttpHeaders
  readonly body: Body | undefined
  /** Up to the head of the answer, and on until {@link Exchange.headIsEnough}. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** A request under way: its answer's head is there, its body has yet to be read. */
export class Exchange {
  readonly incoming: IncomingMessage
  readonly #watch: Watch

  constructor(incoming: IncomingMessage, watch: Watch) {
    this.incoming = incoming
    this.#watch = watch
  }

  /** The answer has no body, whatever its headers speak of (RFC 9110 6.4.1). */
  get isWithoutBody(): boolean {
    const { statusCode } = this.incoming
    return statusCode === 204 || statusCode === 304
  }

  /** Lifts the time limit; the caller's signal goes on to count. */
  headIsEnough(): void {
    clearTimeout(this.#watch.timer)
  }

  /** Closes the connection for a reason of ours. */
  end(kind: NoAnswer['kind']): void {
    this.#watch.end(kind)
  }

  /** Why the body broke off: for our reason, if there is one, else for what the wire says. */
  failure(error?: unknown): WireFailure {
    return this.#watch.reason ?? wireFailure(error)
  }

  /** To be called when the body is read or given up. */
  settle(): void {
    this.#watch.settle()
  }
}

/**
 * Sends a request and waits for the head of its answer.
 *
 * @throws {WireFailure} for everything that is not an answer
 */
export function startExchange(route: Route, request: WireRequest): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const { signal, body } = request
    if (signal?.aborted === true) {
      reject(new WireFailure('aborted'))
      return
    }
    const outgoing = route.request({
      protocol: route.protocol,
      hostname: route.hostname,
      port: route.port,
      agent: route.agent,
      method: request.method,
      path: route.prefix + request.path,
      headers:
        route.headers === undefined ? request.headers : { ...request.headers, ...route.headers },
    })
    const watch = new Watch(outgoing, signal, reject)
    watch.timer = setTimeout(late, request.timeoutMs, watch)
    outgoing.on('error', (error) => {
      // Once the head is there, it is the body's reader who hears of it.
      watch.settle()
      reject(watch.reason ?? wireFailure(error))
    })
    outgoing.on('response', (incoming) => resolve(new Exchange(incoming, watch)))
    if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
      outgoing.end(body)
      return
    }
    pour(body, outgoing).catch((thrown: unknown) => watch.end('body', thrown))
  })
}

function late(watch: Watch): void {
  watch.end('timeout')
}

/** Ends a request in time, or when its caller wants no more of it. */
class Watch {
  reason: WireFailure | undefined
  timer: NodeJS.Timeout | undefined
  readonly #outgoing: ClientRequest
  readonly #signal: AbortSignal | undefined
  readonly #abort: (() => void) | undefined
  readonly #reject: (reason: WireFailure) => void

  constructor(
    outgoing: ClientRequest,
    signal: AbortSignal | undefined,
    reject: (reason: WireFailure) => void,
  ) {
    this.#outgoing = outgoing
    this.#signal = signal
    this.#reject = reject
    if (signal !== undefined) {
      this.#abort = () => this.end('aborted')
      // One signal for many calls at a time is no leak, and no warning is due.
      if (getMaxListeners(signal) === defaultMaxListeners) setMaxListeners(mostListeners, signal)
      signal.addEventListener('abort', this.#abort)
    }
  }

  end(kind: NoAnswer['kind'], thrown?: unknown): void {
    if (this.reason === undefined) this.reason = new WireFailure(kind, undefined, thrown)
    this.settle()
    this.#reject(this.reason)
    this.#outgoing.destroy()
  }

  settle(): void {
    clearTimeout(this.timer)
    if (this.#abort !== undefined) this.#signal?.removeEventListener('abort', this.#abort)
    // An answer before the end of the request leaves a connection that nobody can use again.
    if (!this.#outgoing.writableEnded) this.#outgoing.destroy()
  }
}
