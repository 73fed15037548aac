import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import { endpointOf, proxyAuthorization } from './endpoint.ts'
import type { TunnelOptions } from './tunnel.ts'
import { WireFailure } from './wire-failure.ts'

/**
 * Asks a proxy for a tunnel to `HOST:PORT`.
 *
 * @throws {WireFailure} `proxy`, with the status, when it does not make one
 */
export function openTunnel(options: TunnelOptions, target: string): Promise<Duplex> {
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
