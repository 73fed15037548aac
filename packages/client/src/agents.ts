import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

/** The keep-alive pools of one client. Idle connections do not keep the process alive. */
export interface Agents {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

/**
 * Makes the pools. A connection that is not up in time, TLS handshake included, is given up: Node
 * itself waits for as long as the operating system does, which is two minutes on Linux.
 */
export function createAgents(connectTimeoutMs: number): Agents {
  return {
    http: withDeadline(new HttpAgent({ keepAlive: true }), connectTimeoutMs, 'connect'),
    https: withDeadline(new HttpsAgent({ keepAlive: true }), connectTimeoutMs, 'secureConnect'),
  }
}

function withDeadline<Agent extends HttpAgent>(
  agent: Agent,
  limitMs: number,
  ready: string,
): Agent {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (...parameters) => {
    const socket = connect(...parameters)
    if (!socket) return socket
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('connect timeout'), { code: 'ETIMEDOUT' }))
    }, limitMs)
    const stop = () => clearTimeout(timer)
    socket.once(ready, stop)
    socket.once('close', stop)
    return socket
  }
  return agent
}
