import type { Server, ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'

const hardStopMs = 5000
const stalledMs = 30_000
// A client that does not know yet may just be asking on a connection that looks idle.
const idleGraceMs = 100

/** A connection, and the answer to what was last asked on it: answers are sent in order. */
interface Connection {
  last: ServerResponse | undefined
}

/**
 * Watches the connections of a server and returns the function that stops it.
 *
 * Node's own `close()` waits for connections on which nothing was ever asked, and lets keep-alive ones
 * stay. This one takes no new connections, lets every request finish and ends its connection then, drops
 * those on which nothing is asked for another 100 ms, and cuts off what is not done after 5 seconds. All the time a
 * client that takes nothing of its answer for 30 seconds is cut off, too.
 */
export function watchConnections(server: Server): () => Promise<void> {
  const connections = new Map<Socket, Connection>()
  let stopping: Promise<void> | undefined

  server.on('connection', (socket: Socket) => {
    connections.set(socket, { last: undefined })
    socket.once('close', () => connections.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    const connection = connections.get(socket)
    if (connection === undefined) return
    connection.last = response
    if (stopping !== undefined) endWith(connection, socket, response)
  })
  server.timeout = stalledMs
  server.on('timeout', (socket: Socket) => {
    // An action may take its time; a reader that stalls would hold what was made for it.
    const isAnswering = underWay(connections.get(socket)) !== undefined
    if (!isAnswering || socket.writableLength > 0) socket.destroy()
  })

  function stop(): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      const hardStop = setTimeout(() => server.closeAllConnections(), hardStopMs)
      // The close() of http drops idle connections at once, which in Node 26 are also those that are new.
      NetServer.prototype.close.call(server, () => {
        clearTimeout(hardStop)
        // Nothing is left of the server but the timer by which http looks at its connections.
        server.close(() => resolve())
      })
    })
    for (const [socket, connection] of connections) {
      const response = underWay(connection)
      if (response !== undefined) endWith(connection, socket, response)
    }
    setTimeout(() => {
      for (const [socket, connection] of connections) {
        if (underWay(connection) === undefined) socket.destroy()
      }
    }, idleGraceMs)
    return stopped
  }

  return () => (stopping ??= stop())
}

function underWay(connection: Connection | undefined): ServerResponse | undefined {
  const last = connection?.last
  return last?.closed === false ? last : undefined
}

/** Ends a connection once an answer is sent, unless something else was asked meanwhile. */
function endWith(connection: Connection, socket: Socket, response: ServerResponse): void {
  response.shouldKeepAlive = false
  response.on('close', () => {
    if (connection.last === response) socket.destroySoon()
  })
}
