import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { medianMs, type Figure } from '../../../.ci/bench/figure.ts'

const main = fileURLToPath(new URL('../dist/start/main.cjs', import.meta.url))
const user = { id: 1005, displayName: 'Ann', email: 'ann@lab.example', impersonated: false }

/** How long a command takes that sends one request, beside Node alone; the round trip is taken off. */
export async function* figures(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-request-'))
  const netrc = join(folder, 'netrc')
  writeFileSync(netrc, 'machine 127.0.0.1 login apikey password k\n', { mode: 0o600 })
  const env = { PATH: process.env['PATH'], HOME: folder, NETRC: netrc }
  // What a server does to check a key is not the command's.
  const server = createServer((request, response) => {
    request.resume()
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(user))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const start =
    (...argv: readonly string[]) =>
    async () => {
      const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'ignore', 'inherit'] })
      const [status] = (await once(child, 'close')) as [number | null]
      if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}`)
    }
  try {
    const ms = await medianMs(
      {
        node: start('-e', '0'),
        whoami: start(main, 'whoami', url),
        trip: async () => (await fetch(url)).text(),
      },
      { rounds: 25 },
    )
    yield {
      name: 'wellkey whoami, without the round trip',
      unit: 'ms',
      ours: ms.whoami - ms.trip,
      peer: { name: 'node -e 0', value: ms.node },
      budget: { of: 'ours/peer', atMost: 3.3 },
    }
  } finally {
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
