import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { flags, main } from './built-command.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-interruption-'))
  await writeFile(join(folder, '.netrc'), 'machine 127.0.0.1 login apikey password k\n', {
    mode: 0o600,
  })
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Starts a command that waits for a server that never answers, and sends it signals. */
async function interrupted(
  argv: readonly string[],
  signals: readonly NodeJS.Signals[],
): Promise<{ readonly code: number | null; readonly stderr: string; readonly ms: number }> {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const address = silent.address()
  const port = typeof address === 'object' ? address?.port : 0
  const asked = once(silent, 'connection')
  // Where core files are allowed, one would land in the folder.
  const limits = ['-c', 'ulimit -c unlimited; exec "$@"', 'sh', process.execPath]
  const child = spawn('sh', [...limits, ...flags, main, ...argv], {
    env: { PATH: process.env['PATH'], HOME: folder, LABKEY_BASE_URL: `http://127.0.0.1:${port}` },
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  await asked
  const since = performance.now()
  for (const signal of signals) child.kill(signal)
  const [code] = (await once(child, 'close')) as [number | null]
  silent.close()
  return { code, stderr, ms: performance.now() - since }
}

describe.skipIf(process.platform === 'win32')('a command that waits for a server', () => {
  const query = ['query', 'select', 'lists', 'Patients', '--out', 'rows.csv']

  test.for(['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with 130 at %s, and leaves no file, no core either',
    async (signal) => {
      const { code, stderr, ms } = await interrupted(query, [signal])
      expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
      expect(ms).toBeLessThan(10_000)
      expect(await readdir(folder)).toEqual(['.netrc'])
    },
  )

  test('ends at once at the second Ctrl-C', async () => {
    const { code } = await interrupted(['whoami'], ['SIGINT', 'SIGINT'])
    expect(code).toBe(130)
  })
})
