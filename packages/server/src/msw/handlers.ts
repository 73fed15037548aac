import { http, HttpResponse } from 'msw'
import type { HttpHandler } from 'msw'

import { createServer } from '../create-server.ts'
import type { Server } from '../create-server.ts'
import { ConnectionDroppedError } from '../faults/connection-dropped-error.ts'
import type { ServerOptions } from '../options.ts'
import { ServerError } from '../server-error.ts'

/** Where the handlers answer. */
export interface HandlersOptions {
  /** Base URL of the imitated server, context path included: `https://labkey.example.org/labkey`. */
  readonly baseUrl: string | URL
}

/**
 * Returns handlers for Mock Service Worker that answer everything below a base URL.
 *
 * Give a server to keep hold of its clock, faults, journal and audit; from options a server of its own is
 * made, with the context path of the base URL. No socket is opened. A fault that drops the connection is
 * a network error of the client.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` if an option is wrong, the base URL is none, or its path is
 *   not the context path of the server.
 * @example
 * ```ts
 * const labkey = createServer({ users: [] })
 * const network = setupServer(...handlers(labkey, { baseUrl: 'https://labkey.example.org' }))
 * ```
 */
export function handlers(
  source: Server | ServerOptions,
  { baseUrl }: HandlersOptions,
): HttpHandler[] {
  const { origin, path } = readBaseUrl(baseUrl)
  const server = isServer(source) ? source : createServer({ contextPath: path, ...source })
  if (server.contextPath !== path) {
    throw wrong(`its path '${path}' is not the context path '${server.contextPath}' of the server`)
  }
  return [
    http.all(`${origin}${path}/*`, async ({ request }) => {
      try {
        return await server.fetch(request)
      } catch (error) {
        if (error instanceof ConnectionDroppedError) return HttpResponse.error()
        throw error
      }
    }),
  ]
}

function isServer(source: Server | ServerOptions): source is Server {
  return 'fetch' in source
}

function readBaseUrl(baseUrl: string | URL): { readonly origin: string; readonly path: string } {
  const url = URL.canParse(String(baseUrl)) ? new URL(baseUrl) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw wrong('it is no http(s) URL')
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') }
}

function wrong(message: string): ServerError {
  return new ServerError('ERR_SERVER_OPTIONS', `baseUrl: ${message}`)
}
