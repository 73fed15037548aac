// One read call over a keep-alive connection on loopback: CPU time of the client's process, a process for each
// library, all in turn, the server in a process of its own.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { median, type Figure } from '../../../.ci/bench/figure.ts'

const run = promisify(execFile)
const libraries = ['wellkey', 'axios', 'undici', 'fetch'] as const
const folder = join(import.meta.dirname, 'read-call')
const rounds = 5
const calls = 3000

/** Microseconds of CPU of a call; those of axios are what is judged by. */
export async function* figures(): AsyncGenerator<Figure> {
  const script = (name: string, ...args: string[]) => ['--import=tsx', join(folder, name), ...args]
  const server = spawn(process.execPath, script('serve.ts'), { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = (await once(server.stdout, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${String(port).trim()}`
  try {
    for (const atOnce of [1, 32]) {
      const samples = new Map(libraries.map((library) => [library, [] as number[]]))
      for (let round = 0; round < rounds; round++) {
        for (const library of libraries) {
          const asking = script('ask.ts', library, url, String(atOnce), String(calls))
          const { stdout } = await run(process.execPath, asking)
          samples.get(library)?.push(Number(stdout))
        }
      }
      const ours = median(samples.get('wellkey') ?? [])
      const name = `read call, ${atOnce} at a time`
      for (const library of libraries) {
        if (library === 'wellkey') continue
        const value = median(samples.get(library) ?? [])
        const peer = { name: library, value }
        const figure = { name, unit: 'us', ours, peer }
        yield library === 'axios' ? { ...figure, budget: { of: 'ours/peer', atMost: 0.6 } } : figure
      }
    }
  } finally {
    server.stdin.end()
  }
}
