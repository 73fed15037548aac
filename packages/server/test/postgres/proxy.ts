import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A proxy between servers and their database, to stand for a bad network. */
export interface Proxy {
  /** Returns the URL of a database through the proxy. */
  readonly through: (url: string) => string
  /** What becomes of the bytes from now on: forwarded, swallowed, or connections refused and cut. */
  mode: 'forward' | 'swallow' | 'cut'
  /** Told of everything that a server sends; `true` cuts the connection once it was forwarded. */
  watch: (sent: Buffer) => boolean
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** Starts a proxy in front of a port. */
export async function startProxy(port: number): Promise<Proxy> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    if (proxy.mode === 'cut') {
      client.destroy()
      return
    }
    const target = connect(port, '127.0.0.1')
    open.add(client)
    const end = (): void => {
      open.delete(client)
      client.destroy()
      target.destroy()
    }
    for (const socket of [client, target]) socket.on('close', end).on('error', end)
    client.on('data', (sent) => {
      if (proxy.mode === 'swallow') return
      if (proxy.mode === 'cut') return end()
      const isCut = proxy.watch(sent)
      // What the database answers does not come back any more.
      if (isCut) target.removeAllListeners('data')
      target.write(sent, () => {
        if (isCut) target.once('data', end)
      })
    })
    target.on('data', (answer) => {
      if (proxy.mode === 'forward') client.write(answer)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  const proxy: Proxy = {
    through: (url) => url.replace(`:${port}/`, `:${address.port}/`),
    mode: 'forward',
    watch: () => false,
    connections: () => open.size,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
