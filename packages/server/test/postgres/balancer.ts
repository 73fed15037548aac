import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A balancer without a memory: each request goes to the next instance. */
export interface Balancer {
  readonly url: string
  /** How many requests each instance got. */
  readonly counts: readonly number[]
  readonly close: () => Promise<void>
}

/** Starts a balancer in front of instances. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const counts = ports.map(() => 0)
  let next = 0
  const server = createServer((incoming, outgoing) => {
    const index = next % ports.length
    next += 1
    counts[index] = (counts[index] ?? 0) + 1
    const { method, url: path, headers } = incoming
    const options = { host: '127.0.0.1', port: ports[index], method, path, headers }
    const forwarded = request(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(outgoing)
    })
    forwarded.on('error', () => outgoing.destroy())
    incoming.pipe(forwarded)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
