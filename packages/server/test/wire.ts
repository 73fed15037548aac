import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { connect } from 'node:net'

/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number
  /** Status line and headers. */
  readonly head: string
  /** Values of a header, in order, without regard to case. */
  readonly header: (name: string) => readonly string[]
  readonly body: string
  /** The parsed body. */
  readonly json: Readonly<Record<string, unknown>>
}

/** A connection on which a test writes bytes, as a client of another language does. */
export interface Wire {
  readonly write: (text: string) => void
  /** Reads the next answer; a `HEAD` and a 1xx have no body. */
  readonly read: (method?: 'HEAD') => Promise<WireAnswer>
  /** Writes a request and reads its answer. */
  readonly ask: (text: string, method?: 'HEAD') => Promise<WireAnswer>
  /** Resolves with everything not read yet when the server has closed the connection. */
  readonly closed: Promise<string>
  readonly end: () => void
}

export async function openWire(port: number): Promise<Wire> {
  const socket = connect(port, '127.0.0.1')
  let pending = Buffer.alloc(0)
  let wake: () => void = () => undefined
  let isClosed = false
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => {
      isClosed = true
      wake()
      resolve(pending.toString())
    })
  })
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    wake()
  })
  await once(socket, 'connect')

  async function take<Found>(
    find: () => { found: Found; length: number } | undefined,
  ): Promise<Found> {
    for (;;) {
      const hit = find()
      if (hit !== undefined) {
        pending = pending.subarray(hit.length)
        return hit.found
      }
      if (isClosed) throw new Error(`The connection ended behind: ${pending.toString()}`)
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  const upTo = (mark: string): Promise<string> =>
    take(() => {
      const at = pending.indexOf(mark)
      if (at < 0) return undefined
      return { found: pending.subarray(0, at).toString(), length: at + mark.length }
    })
  const exactly = (length: number): Promise<string> =>
    take(() => {
      if (pending.length < length) return undefined
      return { found: pending.subarray(0, length).toString('latin1'), length }
    })

  async function chunked(): Promise<string> {
    let text = ''
    for (;;) {
      const size = Number.parseInt(await upTo('\r\n'), 16)
      text += await exactly(size)
      await upTo('\r\n')
      if (size === 0) return text
    }
  }

  async function read(method?: 'HEAD'): Promise<WireAnswer> {
    const head = await upTo('\r\n\r\n')
    const header = (name: string): string[] =>
      head
        .split('\r\n')
        .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
        .map((line) => line.slice(name.length + 1).trim())
    const status = Number(head.split(' ')[1])
    const isEmpty = method === 'HEAD' || status < 200 || status === 204 || status === 304
    let latin = ''
    if (!isEmpty && header('Transfer-Encoding').includes('chunked')) latin = await chunked()
    else if (!isEmpty) latin = await exactly(Number(header('Content-Length')[0] ?? 0))
    const body = Buffer.from(latin, 'latin1').toString()
    return {
      status,
      head,
      header,
      body,
      get json() {
        return JSON.parse(body) as Record<string, unknown>
      },
    }
  }

  return {
    write: (text) => void socket.write(text),
    read,
    ask: (text, method) => {
      socket.write(text)
      return read(method)
    },
    closed,
    end: () => socket.destroy(),
  }
}

/** Returns a request from its lines, with `Content-Length` if there is a body. */
export function lines(head: readonly string[], body?: string): string {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return `${[...head, ...length].join('\r\n')}\r\n\r\n${body ?? ''}`
}

/** Writes bytes on a new connection and returns all that comes until the server closes it. */
export async function exchange(port: number, text: string): Promise<string> {
  const wire = await openWire(port)
  wire.write(text)
  return wire.closed
}
