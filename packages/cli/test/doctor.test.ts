import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryKeychain } from '@wellkey/credentials'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run, startLab, type Ending } from './stage.ts'

interface Line {
  readonly check: string
  readonly state: string
  readonly message: string
  readonly fix?: string
}

let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let file: string
let environment: Record<string, string>

beforeAll(async () => {
  lab = await startLab({ contextPath: '/labkey' })
})

afterAll(async () => {
  await lab.close()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-doctor-'))
  file = join(folder, '.netrc')
  environment = { HOME: folder }
  await write(`machine 127.0.0.1\n  login apikey\n  password ${lab.key}\n`)
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function write(text: string, mode = 0o600): Promise<void> {
  await writeFile(file, text)
  await chmod(file, mode)
}

function linesOf({ stdout }: Ending): readonly Line[] {
  return (JSON.parse(stdout) as { readonly findings: readonly Line[] }).findings
}

async function findings(
  url = lab.url,
  more: Partial<Parameters<typeof run>[1]> = {},
): Promise<{ readonly code: number; readonly lines: readonly Line[]; readonly text: string }> {
  const ending = await run(['doctor', url, '--json'], { environment, ...more })
  return { code: ending.code, lines: linesOf(ending), text: ending.stdout + ending.stderr }
}

describe('doctor', () => {
  test('finds nothing broken where nothing is, as lines and as JSON', async () => {
    const { code, lines, text } = await findings()
    expect(lines.filter(({ state }) => state !== 'ok')).toEqual([])
    expect(code).toBe(0)
    expect(lines.map(({ check }) => check)).toEqual([
      'system',
      'source',
      'netrc',
      'keychain',
      'proxy',
      'dns',
      'tcp',
      'tls',
      'context path',
      'release',
      'clock',
      'csrf',
      'cookies',
      'key',
      'age',
      'role',
      'writing',
      'terms',
    ])
    const table = await run(['doctor', lab.url], { environment })
    expect(table).toMatchObject({ code: 0, stderr: 'Nothing is broken\n' })
    expect(table.stdout).toMatch(/^ {2}ok {4}key +the server takes it for Ann <ann@lab\.example>$/m)
    expect(text + table.stdout).not.toContain(lab.key)
  })

  test('names the context path when it is another one', async () => {
    const { code, lines } = await findings(new URL(lab.url).origin)
    expect(code).toBe(1)
    expect(lines).toContainEqual({
      check: 'context path',
      state: 'fail',
      message: `LabKey is at ${lab.url}`,
      fix: `use ${lab.url}`,
    })
  })

  test('says what to do when the key is refused', async () => {
    await write('machine 127.0.0.1 login apikey password wr0ng\n')
    const { code, lines, text } = await findings()
    expect(code).toBe(1)
    const key = lines.find(({ check }) => check === 'key')
    expect(key).toMatchObject({
      state: 'fail',
      message: expect.stringContaining('refused the key (401)'),
    })
    expect(key?.fix).toContain('make a new key')
    expect(text).not.toContain('wr0ng')
  })

  test.skipIf(process.platform === 'win32')(
    'tells of a file that others can read, and closes it with --fix',
    async () => {
      await chmod(file, 0o644)
      const { code, lines } = await findings()
      expect(code).toBe(1)
      expect(lines.filter(({ state }) => state === 'fail').map(({ check }) => check)).toEqual([
        'source',
        'netrc',
      ])
      const fixed = await run(['doctor', lab.url, '--fix'], { environment })
      expect(fixed).toMatchObject({ code: 0, stderr: expect.stringContaining('now only you can') })
      expect((await stat(file)).mode & 0o777).toBe(0o600)
    },
  )

  test('tells of duplicates, other logins first, shadowed sources and the lint of the entry', async () => {
    await write(
      [
        'machine other.example password x',
        'machine 127.0.0.1 login ann password p',
        `machine 127.0.0.1 login apikey password ${lab.key}`,
        `machine 127.0.0.1 login apikey password ${lab.key} # two words`,
        '',
      ].join('\r\n'),
    )
    const keychain = memoryKeychain()
    await keychain.set(lab.url, 'apikey', lab.key)
    const { lines, text } = await findings(lab.url, { keychain })
    const about = (name: string): string =>
      lines
        .filter(({ check, state }) => check === name && state !== 'ok')
        .map(({ message }) => message)
        .join('\n')
    expect(about('duplicates')).toContain('2 keys for 127.0.0.1, in lines 3, 4')
    expect(about('duplicates')).toContain('line 2 has another login for 127.0.0.1 first')
    expect(about('shadowed')).toContain(`wellkey:${lab.url}`)
    expect(about('netrc')).toContain('netrc/crlf')
    expect(about('netrc')).toContain('line 4: netrc/')
    expect(about('netrc')).not.toContain('netrc/missing-login')
    expect(text).not.toContain(lab.key)
  })

  test.for(['locked', 'timeout', 'failed'] as const)(
    'tells of a keychain that is %s',
    async (trouble) => {
      const keychain = memoryKeychain()
      const always = async (): Promise<never> => {
        keychain.failNext(trouble)
        return (await keychain.get(lab.url, 'apikey')) as never
      }
      const { lines } = await findings(lab.url, {
        keychain: { get: always, set: always, delete: always },
      })
      expect(lines.find(({ check }) => check === 'keychain')).toMatchObject({ state: 'warn' })
    },
  )

  test('tells of a clock that is wrong', async () => {
    const { lines } = await findings(lab.url, { now: new Date(Date.now() - 3_600_000) })
    expect(lines.find(({ check }) => check === 'clock')).toMatchObject({
      state: 'warn',
      message: expect.stringMatching(/^this machine is 3[56]\d\d s behind the server$/),
    })
  })

  test('never shows the login of a proxy', async () => {
    const { lines, text } = await findings(lab.url, {
      environment: { ...environment, HTTP_PROXY: 'http://ann:pr0xy@127.0.0.1:9' },
    })
    expect(lines.find(({ check }) => check === 'proxy')).toMatchObject({
      state: 'warn',
      message: expect.stringContaining('HTTP_PROXY names 127.0.0.1:9'),
    })
    expect(text).not.toContain('pr0xy')
  })

  test('tells of a port that is closed, and of what is no LabKey', async () => {
    const closed = await findings('http://127.0.0.1:1')
    expect(closed.code).toBe(1)
    expect(closed.lines.find(({ check }) => check === 'tcp')).toMatchObject({ state: 'fail' })
    const other = createServer((_, answer) => answer.end('It works')).listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' ? address?.port : 0
    const html = await findings(`http://127.0.0.1:${port}`)
    other.close()
    expect(html.lines.at(-1)).toMatchObject({ check: 'context path', state: 'fail' })
  })

  test('needs a server, and ends with 130 at Ctrl-C', async () => {
    await rm(file)
    expect((await run(['doctor'], { environment })).code).toBe(3)
    const controller = new AbortController()
    controller.abort()
    const { code } = await run(['doctor', lab.url], { environment, signal: controller.signal })
    expect(code).toBe(130)
  })
})
