import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const hardStopMs = 5000
const stalledMs = 30_000

/**
 * Watches the connections of a server and returns the function that stops it.
 *
 * Node's own `close()` waits for connections on which nothing was ever asked, and lets keep-alive ones
 * stay. This one takes no new connections, drops those without a request under way, lets every request
 * finish and ends its connection then, and cuts off what is not done after 5 seconds. All the time a
 * client that takes nothing of its answer for 30 seconds is cut off, too.
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
    response.on('close', answered)
  })
  function answered(this: ServerResponse): void {
    const { socket } = this.req
    const responses = underWay.get(socket)
    responses?.delete(this)
    if (stopping !== undefined && responses?.size === 0) socket.destroySoon()
  }
  server.timeout = stalledMs
  server.on('timeout', (socket: Socket) => {
    // An action may take its time; a reader that stalls would hold what was made for it.
    const isAnswering = (underWay.get(socket)?.size ?? 0) > 0 && socket.writableLength === 0
    if (!isAnswering) socket.destroy()
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
