import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { Axios, AxiosHeaders, type AxiosAdapter, type AxiosResponse } from 'axios'
import type { Answer, AnswerHead, Call, NoAnswer, OpenAnswer } from '../call.ts'
import { identityHeaders } from '../identity-headers.ts'
import type { Identity } from '../identity.ts'
import { isLabKeyError } from '../labkey-error.ts'
import { startExchange, type Exchange } from './exchange.ts'
import { readText } from './read-text.ts'
import type { Route } from './route.ts'
import { WireFailure, wireFailure } from './wire-failure.ts'

/**
 * Sends one request over one hop; the only place that knows axios.
 *
 * Never throws for what happens on the wire, and never redirects or retries by itself.
 */
export interface Transport {
  /** Reads the whole answer. */
  send(call: Call, url: URL, identity: Identity): Promise<Answer | NoAnswer>
  /**
   * Answers as soon as the head is there. The body is read by the caller, and its failures come out
   * of `next()` as {@link WireFailure}.
   */
  open(call: Call, url: URL, identity: Identity): Promise<OpenAnswer | NoAnswer>
}

/** What the transport is told once. */
export interface TransportOptions {
  readonly userAgent: string
  readonly maxResponseBytes: number
  readonly idleTimeoutMs: number
  readonly route: Route
  /** Stands in for the wire, to measure what is done around it. */
  readonly exchange: typeof startExchange | undefined
}

/** What `Accept-Encoding` asks for; everything of it can be unpacked. */
const acceptedEncodings = 'gzip, deflate, br'

/** Of every response as axios sees it. */
const noHeaders = new AxiosHeaders()

/** Makes a transport. Its settings are complete, so that nothing of axios' own defaults is asked. */
export function createTransport(options: TransportOptions): Transport {
  const { userAgent, maxResponseBytes, idleTimeoutMs, route, exchange = startExchange } = options
  // The bare class has none of the library's global defaults, which anybody in the process may
  // have changed. Redirects, proxies, limits and unpacking are the business of the adapter, which is
  // ours, and so are headers: axios sees neither secrets nor bodies, and its errors hold none.
  const axios = new Axios({ allowAbsoluteUrls: false })

  const request = async <Result>(
    call: Call,
    url: URL,
    identity: Identity,
    read: (exchange: Exchange, head: AnswerHead) => Result | Promise<Result>,
  ): Promise<Result | NoAnswer> => {
    const adapter: AxiosAdapter = async (config): Promise<AxiosResponse> => {
      // Judged by the URL as axios asks it, whatever it has made of its settings.
      const asked = config.url === url.href ? url : new URL(config.url ?? '')
      const headers = plainHeaders(call, userAgent)
      Object.assign(headers, identityHeaders(asked, call.method, identity))
      const { body } = call
      const length = lengthOf(body, call.method)
      if (length !== undefined) {
        if (length > maxResponseBytes) throw new WireFailure('body too large')
        headers['Content-Length'] = length
      }
      const over = await exchange(route, {
        method: call.method,
        path: asked.pathname + asked.search,
        headers,
        body,
        timeoutMs: call.timeoutMs,
        signal: call.signal,
      })
      const { incoming } = over
      // Only a proxy that passes on whole requests can say so; it is not the server that answers.
      if (incoming.statusCode === 407) {
        over.end('proxy')
        throw new WireFailure('proxy', '407')
      }
      const head = headOf(incoming.statusCode ?? 0, incoming.headers)
      const reading = read(over, head)
      const setCookie = incoming.headers['set-cookie']
      // Not one after the other: a body that nobody listens to yet must not break off unheard.
      const data =
        setCookie === undefined
          ? await reading
          : (await Promise.all([reading, identity.cookies.store(setCookie)]))[0]
      return { data, status: head.status, statusText: '', headers: noHeaders, config }
    }
    try {
      // Each setting more is merged anew for each call. The adapter knows the method.
      const response = await axios.request<Result>({ url: url.href, adapter })
      return response.data
    } catch (error) {
      // Only what was ours to begin with goes on as it is.
      if (isLabKeyError(error)) throw error
      return wireFailure(error).answer
    }
  }

  return {
    send: (call, url, identity) =>
      request<Answer>(call, url, identity, async (over, head) => ({
        ...head,
        text: await readText(over, maxResponseBytes),
      })),
    async open(call, url, identity) {
      const { openAnswer } = await import('./byte-stream.ts')
      return request<OpenAnswer>(call, url, identity, (over, head) =>
        openAnswer(over, head, idleTimeoutMs),
      )
    },
  }
}

function plainHeaders(call: Call, userAgent: string): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    Accept: call.accept,
    'Accept-Encoding': acceptedEncodings,
    'User-Agent': userAgent,
  }
  if (call.contentType !== undefined) headers['Content-Type'] = call.contentType
  return call.headers === undefined ? headers : Object.assign(headers, call.headers)
}

function lengthOf(body: Call['body'], method: Call['method']): number | undefined {
  if (typeof body === 'string') return Buffer.byteLength(body)
  if (body instanceof Uint8Array) return body.byteLength
  return body === undefined && method !== 'GET' ? 0 : undefined
}

function headOf(status: number, headers: IncomingHttpHeaders): AnswerHead {
  const requestId = headers['x-request-id']
  return {
    kind: 'answer',
    status,
    location: headers.location,
    retryAfter: headers['retry-after'],
    requestId: typeof requestId === 'string' ? requestId : undefined,
    contentType: headers['content-type'],
    contentDisposition: headers['content-disposition'],
    challenged: headers['www-authenticate'] !== undefined,
    release: releaseIn(headers['server']),
  }
}

let lastServer: unknown
let lastRelease: string | undefined

/** LabKey says `Server: LabKey/24.11` on ordinary answers (contract 0.5). */
function releaseIn(server: string | string[] | undefined): string | undefined {
  if (server !== lastServer) {
    lastServer = server
    lastRelease =
      typeof server !== 'string' ? undefined : /^LabKey\/(\d[\w.-]{0,40})/.exec(server)?.[1]
  }
  return lastRelease
}
