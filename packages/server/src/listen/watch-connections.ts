import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const hardStopMs = 5000

/**
 * Watches the connections of a server and returns the function that stops it.
 *
 * Node's own `close()` waits for connections on which nothing was ever asked, and lets keep-alive ones
 * stay. This one takes no new connections, drops those without a request under way, lets every request
 * finish and ends its connection then, and cuts off what is not done after 5 seconds.
 */
export function watchConnections(server: Server): () => Promise<void> {
  const underWay = new Map<Socket, Set<ServerResponse>>()
  let stopping: Promise<void> | undefined

  server.on('connection', (socket: Socket) => {
    underWay.set(socket, new Set())
    socket.once('close', () => underWay.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    underWay.get(socket)?.add(response)
    if (stopping !== undefined) response.shouldKeepAlive = false
    response.once('close', () => {
      const responses = underWay.get(socket)
      responses?.delete(response)
      if (stopping !== undefined && responses?.size === 0) socket.destroySoon()
    })
  })

  function stop(): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      const hardStop = setTimeout(() => server.closeAllConnections(), hardStopMs)
      server.close(() => {
        clearTimeout(hardStop)
        resolve()
      })
    })
    for (const [socket, responses] of underWay) {
      if (responses.size === 0) socket.destroy()
      for (const response of responses) response.shouldKeepAlive = false
    }
    return stopped
  }

  return () => (stopping ??= stop())
}
