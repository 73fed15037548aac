import type { Agent } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Gives up connections that are not up in time, tunnel and TLS handshake included: Node itself waits
 * for as long as the operating system does, which is two minutes on Linux.
 *
 * @param ready the event of a connection that is up
 */
export function withDeadline<Kind extends Agent>(
  agent: Kind,
  limitMs: number,
  ready: string,
): Kind {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    let socket: Duplex | null | undefined
    let isLate = false
    const late = () => {
      isLate = true
      const error = Object.assign(new Error('connect timeout'), { code: 'ETIMEDOUT' })
      if (socket) socket.destroy(error)
      // There is no socket yet, so that nothing else is there to close.
      else callback?.(error, undefined as never)
    }
    const timer = setTimeout(late, limitMs)
    const stop = () => clearTimeout(timer)
    const watch = (made: Duplex) => {
      socket = made
      made.once(ready, stop)
      made.once('close', stop)
    }
    const direct = connect(options, (error, made) => {
      if (error !== null) stop()
      else if (isLate) made.destroy()
      else watch(made)
      if (!isLate) callback?.(error, made)
    })
    if (direct) watch(direct)
    return direct
  }
  return agent
}
