import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { readMessage, writeCall, type DbusCall, type DbusMessage } from './dbus-message.ts'

/** A connection to a session's message bus. */
export interface DbusConnection {
  /** Answers with the reply, an error reply too; rejects when the connection breaks. */
  call(call: DbusCall): Promise<DbusMessage>
  close(): void
}

interface Waiting {
  readonly resolve: (message: DbusMessage) => void
  readonly reject: (error: Error) => void
}

/**
 * Connects to the bus at an address such as `unix:path=/run/user/1000/bus`, of which the first
 * `unix:` alternative is used, and says who we are the way every session bus takes (SASL EXTERNAL).
 *
 * @param signal breaks the connection
 */
export async function connectDbus(address: string, signal: AbortSignal): Promise<DbusConnection> {
  const socket = connect({ path: socketPathOf(address), signal })
  const waiting = new Map<number, Waiting>()
  let serial = 0
  const call = async (message: DbusCall): Promise<DbusMessage> => {
    serial += 1
    return new Promise((resolve, reject) => {
      waiting.set(serial, { resolve, reject })
      socket.write(writeCall(message, serial))
    })
  }
  const close = (): void => void socket.destroy()
  try {
    await once(socket, 'connect', { signal })
    await authenticate(socket, signal)
    dispatch(socket, waiting)
    await call({
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'Hello',
    })
  } catch (error) {
    close()
    throw error
  }
  return { call, close }
}

/** The socket that an address names; an abstract one begins with NUL, as Node writes it. */
export function socketPathOf(address: string): string {
  for (const alternative of address.split(';')) {
    const [transport, values = ''] = alternative.split(':', 2)
    if (transport !== 'unix') continue
    for (const pair of values.split(',')) {
      const [name, value = ''] = pair.split('=', 2)
      if (name === 'path') return decodeURIComponent(value)
      if (name === 'abstract') return `\0${decodeURIComponent(value)}`
    }
  }
  throw new Error('the D-Bus address names no Unix socket')
}

async function authenticate(socket: Socket, signal: AbortSignal): Promise<void> {
  const uid = Buffer.from(String(process.geteuid?.() ?? 0)).toString('hex')
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`)
  let line = ''
  while (!line.endsWith('\r\n')) {
    const [chunk] = (await once(socket, 'data', { signal })) as [Buffer]
    line += chunk.toString('latin1')
  }
  if (!line.startsWith('OK ')) throw new Error('the D-Bus daemon does not let us in')
  socket.write('BEGIN\r\n')
}

/** Hands each reply to the call that waits for it; signals and the like are for nobody. */
function dispatch(socket: Socket, waiting: Map<number, Waiting>): void {
  let received: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    try {
      for (let next = readMessage(received); next !== undefined; next = readMessage(received)) {
        received = next.rest
        waiting.get(next.message.replyTo)?.resolve(next.message)
        waiting.delete(next.message.replyTo)
      }
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })
  let reason = new Error('the D-Bus connection is closed')
  socket.on('error', (error) => {
    reason = error
  })
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(reason)
    waiting.clear()
  })
}
