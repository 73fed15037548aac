import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { runServer } from '../../src/run-server.ts'
import { databasePassword, hasPostgres, startCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'

interface Line {
  readonly url: string
  readonly users: readonly { email: string; password?: string; role: string }[]
}

async function run(
  argv: readonly string[],
  work: (line: Line) => Promise<void> = () => Promise.resolve(),
): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', '']
  let stop: (value?: unknown) => void = () => undefined
  let working: Promise<void> | undefined
  const stopped = new Promise((resolve) => (stop = resolve))
  const code = await runServer({
    argv,
    stdout: (text) => {
      stdout += text
      if (text.startsWith('{')) working = work(JSON.parse(text) as Line).finally(stop)
      else stop()
    },
    stderr: (text) => (stderr += text),
    stopped,
    version: '1',
  })
  await working
  return { code, stdout, stderr }
}

const folder = mkdtempSync(join(tmpdir(), 'wellkey-database-'))
afterAll(() => rmSync(folder, { recursive: true }))

function secretFile(name: string, bytes = 48): string {
  const file = join(folder, name)
  writeFileSync(file, `${randomBytes(bytes).toString('base64')}\n`, { mode: 0o600 })
  return file
}

describe('wellkey-server --database, wrongly used', () => {
  const url = `postgres://ann:${databasePassword}@127.0.0.1:1/none`
  const good = secretFile('good')
  const short = secretFile('short', 12)
  const open = secretFile('open')
  chmodSync(open, 0o644)

  test.each([
    [['--database', url], /needs --secret-file/],
    [['--secret-file', good], /of use with --database only/],
    [
      ['--database', `mysql://ann:${databasePassword}@h/d`, '--secret-file', good],
      /is not a URL such as/,
    ],
    [
      ['--database', `postgres://ann:${databasePassword}@[`, '--secret-file', good],
      /is not a URL such as/,
    ],
    [[url], /A URL is not known/],
    [['--database', url, '--secret-file', good, '--audit', 'x'], /--audit and --database/],
    [['--database', url, '--secret-file', short], /fewer than 32 bytes/],
    [['--database', url, '--secret-file', join(folder, 'none')], /cannot be read \(ENOENT\)/],
    [['--database', url, '--secret-file', good], /The database cannot be used: .*ECONNREFUSED/],
    [
      ['verify', '--database', url, '--secret-file', good],
      /The audit cannot be read: .*ECONNREFUSED/,
    ],
  ])('case %#: 2 and words, without the password', async (argv, expected) => {
    const { code, stdout, stderr } = await run(['--port=0', ...argv])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(expected)
    expect(stderr).not.toContain(databasePassword)
  })

  test.skipIf(process.platform === 'win32')(
    'a secret that others may read is refused',
    async () => {
      const { code, stderr } = await run(['--database', url, '--secret-file', open])
      expect([code, stderr.includes('chmod 600')]).toEqual([2, true])
    },
  )

  test('without --database no file of the driver is loaded', async () => {
    const source = fileURLToPath(new URL('../../src/run-server.ts', import.meta.url))
    const script = `
      const { runServer } = await import(${JSON.stringify(source)})
      const { createRequire } = await import('node:module')
      const stopped = new Promise((resolve) => setTimeout(resolve, 100))
      await runServer({ argv: ['--port=0'], stdout() {}, stderr() {}, stopped, version: '1' })
      const loaded = Object.keys(createRequire(import.meta.url).cache)
      console.log(JSON.stringify(loaded.filter((file) => /node_modules.pg[@/-]/.test(file))))
      await import(${JSON.stringify(source.replace('run-server.ts', 'postgres/index.ts'))})
      const then = Object.keys(createRequire(import.meta.url).cache)
      console.log(then.some((file) => /node_modules.pg[@/-]/.test(file)) ||
        then.some((file) => file.includes('/pg/lib/')))`
    const child = spawn(
      process.execPath,
      ['--conditions=@wellkey/source', '--import', 'tsx', '--input-type=module', '-e', script],
      {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let printed = ''
    for await (const chunk of child.stdout) printed += String(chunk)
    expect(printed).toBe('[]\ntrue\n')
  })
})

describe.skipIf(!hasPostgres)('wellkey-server --database', { timeout: 60_000 }, () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster.remove(), 60_000)

  const logIn = (url: string, body: unknown): Promise<Response> =>
    fetch(`${url}/login-loginApi.api`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('tells passwords at the first start only, and they hold after it', async () => {
    const shared = ['--port=0', '--json', '--demo', '--secret-file', secretFile('demo')]
    const argv = [...shared, '--database', await cluster.newDatabase()]
    let first: Line | undefined
    const started = await run(argv, (line) => {
      first = line
      return Promise.resolve()
    })
    expect([started.code, started.stderr]).toEqual([0, ''])
    const statuses: number[] = []
    const again = await run(argv, async (line) => {
      expect(line.users).toEqual(first?.users.map(({ email, role }) => ({ email, role })))
      for (const user of first?.users ?? []) statuses.push((await logIn(line.url, user)).status)
    })
    expect([again.code, statuses]).toEqual([0, [200, 200, 200]])
    const words = await run(argv.filter((word) => word !== '--json'))
    expect(words.stdout).toContain('(as set before)')
    expect(started.stdout + again.stdout + words.stdout).not.toContain(databasePassword)
  })

  test('verify says whether the audit in the database is whole', async () => {
    const database = await cluster.newDatabase()
    const file = secretFile('verify')
    const where = ['--database', database, '--secret-file', file]
    const empty = await run(['verify', ...where])
    expect([empty.code, empty.stderr.includes('The audit cannot be read')]).toEqual([2, true])
    await run(['--port=0', '--json', '--demo', ...where], async ({ url, users }) => {
      for (const user of users) await logIn(url, user)
    })
    expect(await run(['verify', ...where])).toEqual({
      code: 0,
      stdout: '3 records, each follows the one before\n',
      stderr: '',
    })
    const other = await run([
      'verify',
      '--database',
      database,
      '--secret-file',
      secretFile('other'),
    ])
    expect([other.code, other.stderr.includes('another secret')]).toEqual([2, true])
    await cluster.query(
      database,
      "UPDATE wellkey.audit_records SET record = replace(record, 'student', 'nobody') WHERE sequence = 3",
    )
    const changed = await run(['verify', ...where])
    expect([changed.code, changed.stderr]).toEqual([
      1,
      'wellkey-server: record 3 is bad: its content was changed\n',
    ])
  })
})
