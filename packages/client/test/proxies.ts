// A proxy on loopback that tunnels and forwards to one place, whatever name is asked for, and remembers what it saw.
import { createServer, request, type IncomingHttpHeaders } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Proxy {
  readonly url: string
  readonly port: number
  /** Method and target as they came, with the head's headers. */
  readonly seen: {
    readonly method: string
    readonly target: string
    readonly headers: IncomingHttpHeaders
  }[]
  /** Every byte that went through tunnels towards the server. */
  tunnelled(): Buffer
}

export async function startProxy(
  targetPort: number,
  options: { readonly login?: string; readonly status?: number } = {},
): Promise<Proxy> {
  const seen: Proxy['seen'] = []
  const bytes: Buffer[] = []
  const sockets = new Set<Socket>()
  const wanted = options.login && `Basic ${Buffer.from(options.login).toString('base64')}`
  const statusFor = (headers: IncomingHttpHeaders) =>
    wanted !== undefined && headers['proxy-authorization'] !== wanted ? 407 : options.status

  const server = createServer((incoming, response) => {
    const { method = '', url = '', headers } = incoming
    seen.push({ method, target: url, headers })
    const refused = statusFor(headers)
    if (refused !== undefined) {
      response.writeHead(refused, { 'proxy-authenticate': 'Basic realm="x"' }).end('refused')
      return
    }
    const { pathname, search } = new URL(url)
    const { 'proxy-authorization': _own, ...others } = headers
    const onward = request(
      { host: '127.0.0.1', port: targetPort, method, path: pathname + search, headers: others },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    incoming.pipe(onward)
  })
  server.on('connect', (incoming, near: Socket) => {
    const { method = '', url = '', headers } = incoming
    seen.push({ method, target: url, headers })
    const refused = statusFor(headers)
    if (refused !== undefined) {
      near.end(`HTTP/1.1 ${refused} No\r\nContent-Length: 7\r\n\r\nrefused`)
      return
    }
    const far = connect(targetPort, '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n')
      near.on('data', (chunk: Buffer) => bytes.push(chunk))
      near.pipe(far).pipe(near)
    })
    far.on('error', () => near.destroy())
    near.on('error', () => far.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, seen, tunnelled: () => Buffer.concat(bytes) }
}
