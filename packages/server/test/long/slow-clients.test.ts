// R16: clients that take their time. Each waits for a time limit of the server, so it takes half a minute.
import { afterAll, expect, test } from 'vitest'

import { createServer } from '@wellkey/server'

import { openWire } from '../wire.ts'

const server = createServer({
  users: [],
  containers: [{ path: '/Open', guestRead: true }],
  tables: [
    {
      name: 'Many',
      columns: [{ name: 'Id', type: 'int', key: true }],
      rows: function* many() {
        for (let number = 0; number < 3_000_000; number += 1) yield { Id: number }
      },
    },
  ],
})
const { port, close } = await server.listen()
afterAll(close)

async function secondsUntilClosed(
  text: string,
  trickle: string,
): Promise<readonly [number, string]> {
  const wire = await openWire(port)
  const began = performance.now()
  wire.write(text)
  const drip = setInterval(() => wire.write(trickle), 200)
  const answer = await wire.closed
  clearInterval(drip)
  return [(performance.now() - began) / 1000, answer]
}

test('R16: headers that trickle end with 408 after 10 seconds', async () => {
  const [seconds, answer] = await secondsUntilClosed('GET / HTTP/1.1\r\nHost: x\r\nA: ', 'b')
  expect(answer).toMatch(/^HTTP\/1\.1 408/)
  expect(seconds).toBeGreaterThan(9)
  expect(seconds).toBeLessThan(25)
})

test('R16: a body that trickles ends with 408 after 30 seconds', async () => {
  const head = 'POST /login-loginApi.api HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n'
  const [seconds, answer] = await secondsUntilClosed(head, 'b')
  expect(answer).toMatch(/^HTTP\/1\.1 408|^$/)
  expect(seconds).toBeGreaterThan(29)
  expect(seconds).toBeLessThan(60)
})

test('R16: a reader that takes nothing for 30 seconds is cut off', async () => {
  const { connect } = await import('node:net')
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  const path = '/Open/query-selectRows.api?schemaName=lists&query.queryName=Many&query.maxRows=-1'
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
  socket.pause()
  await new Promise((resolve) => setTimeout(resolve, 75_000))
  let bytes = 0
  socket.on('data', (chunk) => (bytes += chunk.length))
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  // What the kernel held; the whole would be more than 100 MB.
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(30_000_000)
})
