import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { ServerError } from '../server-error.ts'
import { createSocketAnswer } from './answer-socket.ts'
import type { AppFetch } from './answer-socket.ts'
import { checkRawRequest } from './check-raw-request.ts'
import type { RawRefusal } from './check-raw-request.ts'
import { watchConnections } from './watch-connections.ts'

/** Where to listen. */
export interface ListenOptions {
  /** Default: 0, any free port. */
  readonly port?: number
  /** An address of this machine's loopback. Default: `127.0.0.1`. */
  readonly host?: string
}

/** A server that listens. */
export interface Listening {
  /** Base URL, context path included, without a slash at the end. */
  readonly url: string
  readonly port: number
  /**
   * Stops: no new connections, requests under way are finished, what is not done after 5 seconds is
   * cut off. Calling it again waits for the same end.
   */
  readonly close: () => Promise<void>
}

const maxConnections = 2000
const maxRequestsPerSocket = 1000

/**
 * Listens with an app on loopback.
 *
 * @throws {ServerError} `ERR_SERVER_LISTEN` if the host is not loopback, or the port is taken.
 */
export async function listen(
  fetch: AppFetch,
  contextPath: string,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<Listening> {
  if (!isLoopback(host)) {
    const message = `Refusing to listen on '${host}': this server is for tests and demos and speaks plain http, so it stays on 127.0.0.1, ::1 or localhost`
    throw new ServerError('ERR_SERVER_LISTEN', message)
  }
  const answer = createSocketAnswer(fetch)
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      const refusal = checkRawRequest(request)
      if (refusal !== undefined) return refuse(response, refusal)
      answer(request, response)
    },
  )
  server.maxConnections = maxConnections
  server.maxRequestsPerSocket = maxRequestsPerSocket
  // Node drops headers beyond this without a word; one more than allowed is enough to notice.
  server.maxHeadersCount = 100
  const close = watchConnections(server)
  const address = await start(server, port, host)
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}${contextPath}`,
    port: address.port,
    close,
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function start(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: Error) => {
      const message = `Cannot listen on ${host}:${port}: ${cause.message}`
      reject(new ServerError('ERR_SERVER_LISTEN', message, { cause }))
    })
    server.listen(port, host, () => {
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address)
    })
  })
}

function refuse(response: ServerResponse, { status, message }: RawRefusal): void {
  response.writeHead(status, { 'Content-Type': 'text/plain;charset=utf-8', Connection: 'close' })
  response.end(`${message}\n`)
}
