import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, entries } from '@wellkey/netrc'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { maskLines } from '../src/netrc/mask-lines.ts'
import { run, type Ending } from './stage.ts'

const secret = randomBytes(12).toString('hex')
let folder: string
let file: string
let environment: Record<string, string>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-netrc-'))
  file = join(folder, 'netrc')
  environment = { NETRC: file, HOME: folder }
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function write(text: string, mode = 0o600): Promise<void> {
  await writeFile(file, text)
  await chmod(file, mode)
}

const netrc = async (...argv: readonly string[]): Promise<Ending> =>
  run(['netrc', ...argv], { environment })

describe('wellkey netrc path', () => {
  test('prints the path alone, and says when there is no file', async () => {
    expect(await netrc('path')).toEqual({
      code: 0,
      stdout: `${file}\n`,
      stderr: 'There is no such file yet\n',
    })
    await write('')
    const { stdout } = await netrc('path', '--json')
    expect(JSON.parse(stdout)).toEqual({ path: file, exists: true })
  })
})

describe('wellkey netrc list', () => {
  test('masks what is secret, in the table and in JSON', async () => {
    await write(
      `machine a.example login ann password ${secret} account ${secret}\ndefault login x\n`,
    )
    const table = await netrc('list')
    expect(table).toEqual({
      code: 0,
      stdout: [
        'machine    login  password  account  line',
        'a.example  ann    ****      ****     1',
        '(default)  x                         2',
        '',
      ].join('\n'),
      stderr: '',
    })
    const json = await netrc('list', '--json')
    expect(JSON.parse(json.stdout).entries[0]).toEqual({
      host: 'a.example',
      login: 'ann',
      isDefault: false,
      hasPassword: true,
      hasAccount: true,
      line: 1,
      column: 1,
    })
    expect(table.stdout + json.stdout).not.toContain(secret)
  })

  test('refuses a file that others can read, spells controls out, and fits a narrow terminal', async () => {
    await write(`machine ${'a'.repeat(60)}.example login \u202eann password ${secret}\n`)
    const { stdout } = await run(['netrc', 'list'], { environment, columns: 40 })
    expect(stdout.split('\n').every((line) => line.length <= 40)).toBe(true)
    const wide = await run(['netrc', 'list'], { environment, columns: 200 })
    expect(wide.stdout).toContain(String.raw`\u202eann`)
    await chmod(file, 0o644)
    expect(await netrc('list')).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('wellkey netrc get', () => {
  test('reads as the dialect does', async () => {
    await write(`machine a.example login one password 1\nmachine a.example login two password 2\n`)
    expect((await netrc('get', 'a.example')).stdout).toBe('1\n')
    expect((await netrc('get', 'a.example', '--dialect', 'python')).stdout).toBe('2\n')
    expect(await netrc('get', 'a.example', '--dialect', 'perl')).toMatchObject({ code: 2 })
  })
})

describe('wellkey netrc set', () => {
  const set = ['netrc', 'set', 'a.example', '--login', 'ann']

  test('shows in a dry run which lines change, never a value, and writes nothing', async () => {
    const text = `# my ${secret}\nmachine a.example\n  login ann\n  password old-${secret}\n`
    await write(text, 0o644)
    const { code, stdout } = await run([...set, '--dry-run'], { environment, stdin: secret })
    expect(code).toBe(0)
    expect(stdout).toBe(
      [
        `--- ${file}`,
        `+++ ${file} (not written)`,
        '@@ -1,4 +1,4 @@',
        ' # ****',
        ' machine a.example',
        '   login ****',
        '-  password ****',
        '+  password ****',
        '',
      ].join('\n'),
    )
    expect(await readFile(file, 'utf8')).toBe(text)
    expect((await stat(file)).mode & 0o777).toBe(0o644)
  })

  test('proves the change in the dialect too', async () => {
    await write('')
    const argv = [...set, '--dialect', 'go']
    const refused = await run(argv, { environment, stdin: `${secret} b` })
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).not.toContain(secret)
    expect(await readFile(file, 'utf8')).toBe('')
  })

  test('loses nothing when 20 run at a time', async () => {
    const hosts = Array.from({ length: 20 }, (_, index) => `h${index}.example`)
    const endings = await Promise.all(
      hosts.map((host) =>
        run(['netrc', 'set', host, '--login', 'ann'], { environment, stdin: secret }),
      ),
    )
    expect(endings.map(({ code }) => code)).toEqual(hosts.map(() => 0))
    const found = entries(parse(await readFile(file, 'utf8')))
    expect(new Set(found.map(({ host }) => host))).toEqual(new Set(hosts))
    expect(found).toHaveLength(20)
  })

  test('does nothing once Ctrl-C was pressed', async () => {
    const signal = AbortSignal.abort()
    const ending = await run(set, { environment, stdin: secret, signal })
    expect(ending.code).toBe(130)
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('wellkey netrc remove', () => {
  test('takes all entries of a host, or one login, and says what it did', async () => {
    const rest = `machine b.example login ann password ${secret}\n`
    const both = `machine a.example login one password 1\nmachine a.example login two password 2\n`
    await write(both + rest)
    const trial = await netrc('remove', 'https://a.example/labkey', '--dry-run')
    expect(trial.stdout.match(/^-machine a\.example login \*{4} password \*{4}$/gm)).toHaveLength(2)
    expect(await readFile(file, 'utf8')).toBe(both + rest)
    expect((await netrc('remove', 'a.example', '--login', 'two')).stderr).toBe(
      `✓ Removed the entry of machine a.example, login two from ${file}\n`,
    )
    expect((await netrc('remove', 'a.example')).code).toBe(0)
    expect(await readFile(file, 'utf8')).toBe(rest)
  })

  test('ends with 3 when there is no such entry', async () => {
    await write('machine a.example login one password 1\n')
    expect(await netrc('remove', 'a.example', '--login', 'x')).toEqual({
      code: 3,
      stdout: '',
      stderr: `wellkey: ${file} has no entry for machine a.example, login x\n`,
    })
  })
})

describe('wellkey netrc lint', () => {
  test('shows code frames with masked values and ends with 1 on errors', async () => {
    await write(`machine a.example login ann password "${secret}\n`)
    const { code, stdout, stderr } = await netrc('lint')
    expect(code).toBe(1)
    expect(stdout).toContain(
      [
        `${file}:1:38 error netrc/unterminated-quote`,
        '  1 | machine a.example login **** password ****',
        '    |                                       ^',
      ].join('\n'),
    )
    expect(stderr).toMatch(/^wellkey: 1 error.* in /)
    expect(stdout + stderr).not.toContain(secret)
  })

  test('gives JSON, and ends with 0 on warnings', async () => {
    await write(`machine a.example login ann password ${secret}#x\n`, 0o644)
    const { code, stdout } = await netrc('lint', '--json')
    expect(code).toBe(0)
    const { findings } = JSON.parse(stdout)
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'netrc/permissions', severity: 'warning' }),
        expect.objectContaining({ rule: 'netrc/hash-value', line: 1 }),
      ]),
    )
    expect(stdout).not.toContain(secret)
    expect((await netrc('lint', '--dialect', 'strict')).code).toBe(1)
  })

  test('mends what is safe, and only shows it in a dry run', async () => {
    const text = `machine a.example\nlogin ann\npassword ${secret}`
    await write(text)
    const trial = await netrc('lint', '--fix', '--dry-run')
    expect(trial.stdout).toContain('+  password ****')
    expect(trial.stderr).toContain('Would fix netrc/unindented-entry in line 2')
    const json = await netrc('lint', '--fix', '--dry-run', '--json')
    expect(JSON.parse(json.stdout).fixed).toHaveLength(2)
    expect(await readFile(file, 'utf8')).toBe(text)
    const done = await netrc('lint', '--fix')
    expect(done.stderr).toContain('✓ Nothing to complain about')
    expect(await readFile(file, 'utf8')).toBe(
      `machine a.example\n  login ann\n  password ${secret}\n`,
    )
    expect(trial.stdout + trial.stderr + json.stdout + done.stdout).not.toContain(secret)
  })

  test('reports UTF-16 as a finding, and a file that is not there in words', async () => {
    expect(await netrc('lint', '--fix')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(file),
    })
    await writeFile(file, Buffer.from('\ufeffmachine a', 'utf16le'), { mode: 0o600 })
    const { code, stdout } = await netrc('lint')
    expect(code).toBe(1)
    expect(stdout).toContain('netrc/utf16')
  })
})

describe('wellkey netrc format', () => {
  test('tidies, and --check ends with 1 and changes nothing', async () => {
    const text = `machine a.example\n login ann\n      password ${secret}\n`
    await write(text)
    const check = await netrc('format', '--check', '--layout', 'line')
    expect(check.code).toBe(1)
    expect(await readFile(file, 'utf8')).toBe(text)
    expect((await netrc('format', '--layout', 'line')).stderr).toBe(`✓ Tidied ${file}\n`)
    expect(await readFile(file, 'utf8')).toBe(`machine a.example login ann password ${secret}\n`)
    expect((await netrc('format', '--layout', 'line', '--check')).code).toBe(0)
    expect(check.stdout).not.toContain(secret)
  })
})

describe('maskLines', () => {
  test.for([
    { name: 'a password that spells a keyword', text: 'password machine', shown: 'password ****' },
    {
      name: 'a quoted phrase',
      text: 'password "a machine b" login x',
      shown: 'password **** login ****',
    },
    {
      name: 'an escaped quote',
      text: String.raw`password "a\" login" x`,
      shown: 'password **** ****',
    },
    { name: 'an open quote', text: 'password "a login b', shown: 'password ****' },
    { name: 'a comment', text: '# password x', shown: '# ****' },
    { name: 'a value with #', text: 'password #x y', shown: 'password **** ****' },
    { name: 'a URL with a login', text: 'machine https://a:b@c.example', shown: 'machine ****' },
    { name: 'a word in place of a machine', text: 'machine s3cret', shown: 'machine ****' },
    {
      name: 'a value on the next line',
      text: 'password\n  x login y',
      shown: 'password\n  **** login ****',
    },
    {
      name: 'a macro',
      text: 'macdef init\nuser x\n\nlogin y',
      shown: 'macdef ****\n****\n\nlogin ****',
    },
    { name: 'a no-break space', text: 'password\u00a0x', shown: '****' },
    { name: 'capitals', text: 'Password x', shown: 'Password ****' },
  ])('masks $name', ({ text, shown }) => {
    expect(
      maskLines(text)
        .map((line) => line.text)
        .join('\n'),
    ).toBe(shown)
  })
})
