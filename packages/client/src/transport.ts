import { Axios, isAxiosError, type AxiosRequestConfig } from 'axios'
import { createAgents } from './agents.ts'
import type { Answer, Call, NoAnswer } from './call.ts'
import { csrfName } from './cookies.ts'
import { identityHeaders } from './identity-headers.ts'
import type { Identity } from './identity.ts'

/** Sends one request over one hop; the only place that knows axios. */
export interface Transport {
  /** Never throws for what happens on the wire, and never redirects or retries by itself. */
  send(call: Call, url: URL, identity: Identity): Promise<Answer | NoAnswer>
}

/** What the transport is told once. */
export interface TransportOptions {
  readonly userAgent: string
  readonly maxResponseBytes: number
  readonly connectTimeoutMs: number
}

/**
 * Makes a transport with its own keep-alive pools. Proxies of the environment are not used, since a
 * proxy would see Basic in clear text.
 */
export function createTransport(options: TransportOptions): Transport {
  const agents = createAgents(options.connectTimeoutMs)
  // The bare class has none of the library's global defaults, which anybody in the process may
  // have changed.
  const axios = new Axios({
    adapter: 'http',
    httpAgent: agents.http,
    httpsAgent: agents.https,
    maxRedirects: 0,
    allowAbsoluteUrls: false,
    proxy: false,
    decompress: true,
    responseType: 'text',
    maxContentLength: options.maxResponseBytes,
    maxBodyLength: options.maxResponseBytes,
    validateStatus: () => true,
    sensitiveHeaders: ['authorization', 'cookie', csrfName],
  })

  const plainHeaders = (call: Call) => ({
    Accept: 'application/json',
    'User-Agent': options.userAgent,
    ...(call.contentType !== undefined && { 'Content-Type': call.contentType }),
  })

  return {
    async send(call, url, identity) {
      const ours = new AbortController()
      const config: AxiosRequestConfig = {
        method: call.method,
        url: url.href,
        data: call.body,
        signal: ours.signal,
      }
      // Judged by the URL as axios will ask it, whatever it makes of its settings.
      const asked = new URL(axios.getUri(config))
      config.headers = { ...plainHeaders(call), ...identityHeaders(asked, call.method, identity) }
      const stop = () => ours.abort()
      const timer = setTimeout(stop, call.timeoutMs)
      call.signal?.addEventListener('abort', stop)
      try {
        if (call.signal?.aborted === true) return { kind: 'aborted', systemCode: undefined }
        const response = await axios.request<string>(config)
        const header = (name: string) => textOf(response.headers[name])
        identity.cookies.store(listOf(response.headers['set-cookie']))
        return {
          kind: 'answer',
          status: response.status,
          text: response.data,
          location: header('location'),
          retryAfter: header('retry-after'),
          requestId: header('x-request-id'),
        }
      } catch (error) {
        // Nothing of the caught error goes on but its code: the rest holds headers and bodies.
        if (call.signal?.aborted === true) return { kind: 'aborted', systemCode: undefined }
        if (ours.signal.aborted) return { kind: 'timeout', systemCode: undefined }
        return failureOf(error)
      } finally {
        clearTimeout(timer)
        call.signal?.removeEventListener('abort', stop)
      }
    },
  }
}

function failureOf(error: unknown): NoAnswer {
  if (!(error instanceof Error)) return { kind: 'network', systemCode: undefined }
  const isOver = (limit: string) => isAxiosError(error) && error.message.includes(limit)
  if (isOver('maxContentLength')) return { kind: 'too large', systemCode: undefined }
  if (isOver('maxBodyLength')) return { kind: 'body too large', systemCode: undefined }
  const code = 'code' in error ? textOf(error.code) : undefined
  // The library's own codes say no more than that there is no answer.
  const isSystem = /^(?!ERR_BAD_|ERR_NETWORK)[A-Z][A-Z\d_]{1,60}$/
  const systemCode = code !== undefined && isSystem.test(code) ? code : undefined
  return { kind: systemCode === 'Z_DATA_ERROR' ? 'malformed' : 'network', systemCode }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
