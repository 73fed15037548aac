// As objects, not by name: test tools such as MSW put their own `request` there.
import http from 'node:http'
import https from 'node:https'
import type { SecureContext } from 'node:tls'
import { withDeadline } from './deadline.ts'
import { endpointOf, proxyAuthorization } from './endpoint.ts'
import type { Route } from './route.ts'
import { throughTunnel } from './tunnel.ts'

/** How a server is to be reached. */
export interface RouteOptions {
  readonly base: URL
  readonly proxy: URL | undefined
  /** For the server: with the client's certificate, if it has one. */
  readonly secureContext: SecureContext | undefined
  /** For an `https:` proxy: the same trust, without the client's certificate. */
  readonly proxyContext: SecureContext | undefined
  readonly connectTimeoutMs: number
}

/**
 * Makes the way to a server, with a keep-alive pool of its own. Idle connections do not keep the
 * process alive.
 *
 * A server with `https:` is reached through a tunnel, in which the proxy sees its name and port
 * alone; a proxy for `http:` sees everything.
 */
export function createRoute(options: RouteOptions): Route {
  const { base, proxy, secureContext, proxyContext, connectTimeoutMs } = options
  const secured = secureContext && { secureContext }
  if (base.protocol === 'https:') {
    const agent = new https.Agent({ keepAlive: true, ...secured })
    if (proxy !== undefined) throughTunnel(agent, { proxy, proxyContext, connectTimeoutMs })
    return {
      request: (asked) => https.request(asked),
      ...endpointOf(base),
      agent: withDeadline(agent, connectTimeoutMs, 'secureConnect'),
      prefix: '',
      headers: undefined,
    }
  }
  const isSecure = proxy?.protocol === 'https:'
  const agent = isSecure
    ? new https.Agent({ keepAlive: true, ...(proxyContext && { secureContext: proxyContext }) })
    : new http.Agent({ keepAlive: true })
  const authorization = proxy && proxyAuthorization(proxy)
  return {
    request: (asked) => (isSecure ? https : http).request(asked),
    ...endpointOf(proxy ?? base),
    agent: withDeadline(agent, connectTimeoutMs, isSecure ? 'secureConnect' : 'connect'),
    prefix: proxy === undefined ? '' : base.origin,
    headers: proxy && {
      Host: base.host,
      ...(authorization !== undefined && { 'Proxy-Authorization': authorization }),
    },
  }
}
