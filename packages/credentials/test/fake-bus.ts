// A session bus of a test's own, with a Secret Service that answers what the test says.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a method answers: an error by its name, or values by their signature. */
export type BusAnswer =
  | { readonly error: string }
  | { readonly signature: string; readonly body: Buffer }

export interface FakeBus {
  readonly address: string
  /** The methods that were called, in order. */
  readonly called: readonly string[]
  stop(): Promise<void>
}

const members = ['Hello', 'SearchItems', 'ReadAlias', 'Get'] as const

/** Starts a bus; `count` says how often the method was called, this time included. */
export async function startFakeBus(
  answer: (member: string, count: number) => BusAnswer,
): Promise<FakeBus> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-bus-'))
  const path = join(folder, 'bus')
  const called: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let received: Buffer = Buffer.alloc(0)
    let isIn = false
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      if (!isIn) {
        // SASL: AUTH EXTERNAL, then BEGIN; messages may stand right behind.
        const begin = received.indexOf('BEGIN\r\n')
        if (begin < 0) {
          socket.write('OK 00112233445566778899aabbccddeeff\r\n')
          return
        }
        isIn = true
        received = received.subarray(begin + 'BEGIN\r\n'.length)
      }
      for (let end = endOf(received); end !== undefined; end = endOf(received)) {
        const message = received.subarray(0, end)
        received = received.subarray(end)
        const member = members.find((name) => message.includes(`\0${name}\0`)) ?? 'unknown'
        called.push(member)
        const count = called.filter((name) => name === member).length
        const said =
          member === 'Hello' ? { signature: 's', body: text(':1.1') } : answer(member, count)
        socket.write(reply(message.readUInt32LE(8), said))
      }
    })
    socket.on('error', () => undefined)
  })
  server.listen(path)
  await once(server, 'listening')
  return {
    address: `unix:path=${encodeURI(path)}`,
    called,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
      rmSync(folder, { recursive: true })
    },
  }
}

/** A string or an object path, as D-Bus writes both. */
export function text(value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`)
  return Buffer.concat([uint32(bytes.length - 1), bytes])
}

/** Unsigned, and arrays without items: their length. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** Where the first message ends; `undefined` while it is not whole. */
function endOf(bytes: Buffer): number | undefined {
  if (bytes.length < 16) return undefined
  const fields = 16 + bytes.readUInt32LE(12)
  const end = Math.ceil(fields / 8) * 8 + bytes.readUInt32LE(4)
  return bytes.length < end ? undefined : end
}

function reply(serial: number, said: BusAnswer): Buffer {
  const isError = 'error' in said
  const body = isError ? Buffer.alloc(0) : said.body
  const first = field(5, 'u', uint32(serial))
  const second = isError
    ? field(4, 's', text(said.error))
    : field(8, 'g', Buffer.from(`${String.fromCharCode(said.signature.length)}${said.signature}\0`))
  const fields = Buffer.concat([padded(first), second])
  const head = Buffer.concat([
    Buffer.from([0x6c, isError ? 3 : 2, 0, 1]),
    uint32(body.length),
    uint32(1),
    uint32(fields.length),
  ])
  return Buffer.concat([padded(Buffer.concat([head, fields])), body])
}

function field(code: number, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code, 1, type.charCodeAt(0), 0]), value])
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)])
}
