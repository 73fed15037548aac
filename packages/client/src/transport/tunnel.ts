import http from 'node:http'
import https, { type Agent } from 'node:https'
import type { Duplex } from 'node:stream'
import type { SecureContext } from 'node:tls'
import { endpointOf, proxyAuthorization } from './endpoint.ts'
import { WireFailure, wireFailure } from './wire-failure.ts'

/** The proxy at the near end of a tunnel. */
export interface TunnelOptions {
  readonly proxy: URL
  readonly proxyContext: SecureContext | undefined
  readonly connectTimeoutMs: number
}

/**
 * Makes a pool connect through a proxy's tunnel (RFC 9110 9.3.6). The TLS connection is then made
 * with the server itself. What a proxy answers instead of a tunnel is never taken for the server's
 * answer.
 */
export function throughTunnel(agent: Agent, options: TunnelOptions): void {
  const secure = agent.createConnection.bind(agent)
  agent.createConnection = (target, callback) => {
    openTunnel(options, `${bracketed(target.host ?? '')}:${target.port}`).then(
      (socket) => {
        const secured = secure({ ...target, socket } as typeof target)
        if (secured) callback?.(null, secured)
      },
      (error: unknown) => callback?.(wireFailure(error), undefined as never),
    )
    return undefined
  }
}

function openTunnel(options: TunnelOptions, target: string): Promise<Duplex> {
  const { proxy, proxyContext, connectTimeoutMs } = options
  return new Promise((resolve, reject) => {
    const authorization = proxyAuthorization(proxy)
    const isSecure = proxy.protocol === 'https:'
    const asking = (isSecure ? https : http).request({
      ...endpointOf(proxy),
      ...(isSecure && proxyContext && { secureContext: proxyContext }),
      agent: false,
      method: 'CONNECT',
      path: target,
      headers: {
        Host: target,
        ...(authorization !== undefined && { 'Proxy-Authorization': authorization }),
      },
    })
    const timer = setTimeout(() => {
      asking.destroy(Object.assign(new Error('connect timeout'), { code: 'ETIMEDOUT' }))
    }, connectTimeoutMs)
    asking.once('close', () => clearTimeout(timer))
    asking.once('connect', ({ statusCode = 0 }, socket) => {
      clearTimeout(timer)
      if (statusCode >= 200 && statusCode < 300) {
        resolve(socket)
        return
      }
      socket.destroy()
      reject(new WireFailure('proxy', String(statusCode)))
    })
    asking.once('error', reject)
    // An answer that is no tunnel comes this way when it has a body.
    asking.once('response', ({ statusCode }) => {
      asking.destroy()
      reject(new WireFailure('proxy', String(statusCode)))
    })
    asking.end()
  })
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
