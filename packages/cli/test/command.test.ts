import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLab } from './stage.ts'

const execute = promisify(execFile)
const isDist = process.env['TEST_DIST'] === '1'
const main = fileURLToPath(
  new URL(isDist ? '../dist/start/main.cjs' : '../src/main.ts', import.meta.url),
)
const flags = isDist ? [] : ['--conditions=@wellkey/source', '--import', 'tsx']
const hasCurl = spawnSync('curl', ['--version']).error === undefined

let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  lab = await startLab()
  folder = await mkdtemp(join(tmpdir(), 'wellkey-command-'))
  const { PATH } = process.env
  env = { PATH, HOME: folder, LABKEY_BASE_URL: lab.url, LABKEY_CONTAINER: '/Open Data' }
})

afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the wellkey command', () => {
  test('stores a key from a pipe in ~/.netrc and reads rows with it', async () => {
    const child = execute(process.execPath, [...flags, main, 'login', '--with-key'], { env })
    child.child.stdin?.end(lab.key)
    await child
    expect(await readFile(join(folder, '.netrc'), 'utf8')).toContain(lab.key)
    const argv = ['query', 'select', 'lists', 'Patients', '--columns', 'PatientId', '--json']
    const { stdout } = await execute(process.execPath, [...flags, main, ...argv], { env })
    expect(JSON.parse(stdout)).toEqual([
      { PatientId: 'PT-1' },
      { PatientId: 'PT-2' },
      { PatientId: 'PT-3' },
    ])
  })

  test.skipIf(!hasCurl)('writes a netrc file that curl reads alike (needs curl)', async () => {
    const query = 'schemaName=lists&query.queryName=Patients&respFormat=json_compact'
    const url = `${lab.url}/Open%20Data/query-selectRows.api?${query}`
    const { stdout } = await execute('curl', ['-sS', '--netrc-file', join(folder, '.netrc'), url])
    expect(JSON.parse(stdout)).toMatchObject({ rowCount: 3 })
  })

  test.each([
    [['netrc', 'path'], 'each'],
    [['netrc', 'list'], 'apikey'],
    [['netrc', 'get', 'h', '--field', 'login'], 'u'],
    [['netrc', 'lint'], ''],
    [['netrc', 'format', '--dry-run'], ''],
    [['status'], 'netrc'],
    [['completion', 'bash'], 'wellkey'],
    [['keys', 'list'], 'expires'],
    [['query', 'list'], 'lists'],
  ])('runs: %j', async (argv, said) => {
    const file = join(folder, 'each')
    await writeFile(
      file,
      `machine 127.0.0.1 login apikey password ${lab.key}\nmachine h login u password p\n`,
      { mode: 0o600 },
    )
    const own = { ...env, NETRC: file }
    const { stdout, stderr } = await execute(process.execPath, [...flags, main, ...argv], {
      env: own,
    })
    expect(stdout + stderr).toContain(said)
    expect(stdout + stderr).not.toContain('Unexpected')
  })

  test.each([
    ['a file that is not there', ['types', 'check', '/nowhere.ts'], 'no such file or directory'],
    ['a folder', ['query', 'sql', 'lists', '--from', '/'], 'illegal operation on a directory'],
  ])('says why it cannot read %s', async (_name, argv, why) => {
    const ended = execute(process.execPath, [...flags, main, ...argv], { env })
    await expect(ended).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`cannot be read: ${why}`) as string,
    })
  })

  test('loads neither the client nor axios where it sends nothing', async () => {
    await writeFile(join(folder, 'hosts'), 'machine h login u password p\n', { mode: 0o600 })
    const trace = [
      '--experimental-loader',
      'data:text/javascript,export async function load(u,c,n){process.stderr.write(`loaded ${u}\\n`);return n(u,c)}',
    ]
    const argv = ['netrc', 'get', 'h', '--file', join(folder, 'hosts')]
    const { stdout, stderr } = await execute(
      process.execPath,
      [...trace, ...flags, main, ...argv],
      { env },
    )
    expect(stdout).toBe('p\n')
    expect(stderr).toMatch(/loaded .*(commander|main\.cjs)/)
    expect(stderr).not.toMatch(/loaded .*axios|loaded .*packages\/client/)
  })

  test.for(['status', 'logout', 'exec'])(
    '%s says in words that a keychain does not answer, or goes on without it',
    async (name) => {
      // Where there is a session bus keytar is looked for, which a bundle must be able to do.
      const bus = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'no-bus')}` }
      const argv = { status: ['status', lab.url], logout: ['logout', lab.url] }[name] ?? [
        'exec',
        '--server',
        lab.url,
        '--',
        process.execPath,
        '-e',
        '0',
      ]
      const world = { env: { PATH: env['PATH'], HOME: join(folder, 'new'), ...bus } }
      const ended = await execute(process.execPath, [...flags, main, ...argv], world).then(
        ({ stdout, stderr }) => stdout + stderr,
        (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
      )
      expect(ended).toMatch(/keychain|No key/i)
      expect(ended).not.toMatch(/filename|Unexpected|ERR_/)
    },
  )

  test('ends quietly when nobody reads its output', async () => {
    const argv = [...flags, main, '--help'].map((word) => `'${word}'`).join(' ')
    const script = `'${process.execPath}' ${argv} | head -c 1 >/dev/null`
    const { stderr } = await execute('bash', ['-c', `set -o pipefail; ${script}`], { env })
    expect(stderr).toBe('')
  })
})
