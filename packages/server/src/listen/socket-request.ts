import type { IncomingMessage, ServerResponse } from 'node:http'

// Whoever sends another Host gets the framework's own request, which takes it apart.
const plainHost = /^[a-z0-9._-]+(?::(?:[1-5]\d{3,4}|6[0-4]\d{3}|[6-9]\d{3}))?$/
const plainTarget = /^\/[!$&-;=?@A-Z_a-z~]*$/
const dotSegment = /\/\.\.?(?:[/?]|$)/
let lastHost = ''

/**
 * Returns a request without a body as the app reads it: URL, method and headers as Node has them, and
 * the platform's own `Request`, which takes longer to build than a key to check, only for whoever asks
 * for more. `undefined` for a request that may have a body, or whose URL is not plain.
 */
export function socketRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Request | undefined {
  const { method, url = '', headers } = incoming
  if (method !== 'GET' && method !== 'HEAD') return undefined
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) {
    return undefined
  }
  const { host = '' } = headers
  if (host !== lastHost) {
    if (!plainHost.test(host)) return undefined
    lastHost = host
  }
  if (!plainTarget.test(url) || dotSegment.test(url)) return undefined
  const request = new SocketRequest(method, `http://${host}${url}`, incoming, outgoing)
  return request as unknown as Request
}

class SocketRequest {
  readonly method: string
  readonly url: string
  readonly headers: SocketHeaders
  readonly #incoming: IncomingMessage
  readonly #outgoing: ServerResponse
  #built: Request | undefined

  constructor(method: string, url: string, incoming: IncomingMessage, outgoing: ServerResponse) {
    this.method = method
    this.url = url
    this.headers = new SocketHeaders(incoming.headers, incoming)
    this.#incoming = incoming
    this.#outgoing = outgoing
  }

  static build(request: SocketRequest): Request {
    return (request.#built ??= buildRequest(request, request.#incoming, request.#outgoing))
  }
}

function buildRequest(
  { method, url }: SocketRequest,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Request {
  const gone = new AbortController()
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort()
  })
  return new Request(url, { method, headers: buildHeaders(incoming), signal: gone.signal })
}

class SocketHeaders {
  readonly #values: IncomingMessage['headers']
  readonly #incoming: IncomingMessage
  #built: Headers | undefined

  constructor(values: IncomingMessage['headers'], incoming: IncomingMessage) {
    this.#values = values
    this.#incoming = incoming
  }

  static build(headers: SocketHeaders): Headers {
    return (headers.#built ??= buildHeaders(headers.#incoming))
  }

  get(name: string): string | null {
    const value = this.#values[name.toLowerCase()]
    return typeof value === 'string' ? value : null
  }
}

function buildHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  }
  return headers
}

inherit(SocketRequest.prototype, Request.prototype, (own) =>
  SocketRequest.build(own as SocketRequest),
)
inherit(SocketHeaders.prototype, Headers.prototype, (own) =>
  SocketHeaders.build(own as SocketHeaders),
)

/** Passes everything that the platform's class has and the light one has not on to the real object. */
function inherit(light: object, platform: object, build: (own: object) => object): void {
  const passed = Object.entries(Object.getOwnPropertyDescriptors(platform)).map(([name, own]) => {
    const value: unknown = own.value
    if (typeof value !== 'function') {
      return [name, { get: passGet(name, build) }] as const
    }
    return [name, { value: passCall(name, build) }] as const
  })
  // `url`, `method` and `headers` are fields of the light request, so these are never asked for.
  Object.setPrototypeOf(light, Object.create(platform, Object.fromEntries(passed)) as object)
}

function passGet(name: string, build: (own: object) => object): (this: object) => unknown {
  return function get() {
    return Reflect.get(build(this), name) as unknown
  }
}

function passCall(
  name: string,
  build: (own: object) => object,
): (this: object, ...values: unknown[]) => unknown {
  return function call(...values) {
    const real = build(this)
    const method = Reflect.get(real, name) as (...values: unknown[]) => unknown
    return method.apply(real, values)
  }
}
