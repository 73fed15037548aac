// A server for the benchmark of read calls, in a process of its own: 300 bytes of JSON for whoever has Basic.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const body = Buffer.from(
  JSON.stringify({ id: 1004, email: 'ann@example.org', text: 'x'.repeat(245) }),
)
const headers = {
  'Content-Type': 'application/json;charset=utf-8',
  'Content-Length': body.length,
  Server: 'LabKey/24.11',
}
const server = createServer((request, response) => {
  const isKnown = request.headers.authorization?.startsWith('Basic ') === true
  response.writeHead(isKnown ? 200 : 401, headers).end(body)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
process.stdin.resume().on('end', () => process.exit())
