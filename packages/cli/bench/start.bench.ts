import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { medianMs, type Figure } from '../../../.ci/bench/figure.ts'

const main = fileURLToPath(new URL('../dist/start/main.cjs', import.meta.url))

/** How long the command takes to start, beside Node alone. */
export async function* figures(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-start-'))
  const netrc = join(folder, 'netrc')
  writeFileSync(netrc, 'machine labkey.example login apikey password k\n', { mode: 0o600 })
  const env = { PATH: process.env['PATH'], HOME: folder, NETRC: netrc }
  const start =
    (...argv: readonly string[]) =>
    () => {
      const { status, stderr } = spawnSync(process.execPath, argv, { env })
      if (status !== 0) throw new Error(`${argv.join(' ')} failed: ${stderr.toString()}`)
    }
  try {
    const ms = await medianMs(
      {
        node: start('-e', '0'),
        version: start(main, '--version'),
        help: start(main, '--help'),
        get: start(main, 'netrc', 'get', 'labkey.example'),
        status: start(main, 'status', 'https://labkey.example'),
      },
      { rounds: 25 },
    )
    const lines = [
      { name: 'wellkey --version', ours: ms.version, atMost: 1.4 },
      { name: 'wellkey --help', ours: ms.help, atMost: 1.4 },
      { name: 'wellkey netrc get', ours: ms.get, atMost: 1.7 },
      { name: 'wellkey status', ours: ms.status, atMost: 1.7 },
    ]
    for (const { name, ours, atMost } of lines) {
      const peer = { name: 'node -e 0', value: ms.node }
      yield { name, unit: 'ms', ours, peer, budget: { of: 'ours/peer', atMost } }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
