import type { Agent } from 'node:https'
import type { SecureContext } from 'node:tls'
import { wireFailure } from './wire-failure.ts'

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
    const connect = async () => {
      try {
        const { openTunnel } = await import('./open-tunnel.ts')
        const socket = await openTunnel(options, `${bracketed(target.host ?? '')}:${target.port}`)
        const secured = secure({ ...target, socket } as typeof target)
        if (secured) callback?.(null, secured)
      } catch (error) {
        callback?.(wireFailure(error), undefined as never)
      }
    }
    void connect()
    return undefined
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
