import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run, startLab } from './stage.ts'

let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let file: string
let environment: Record<string, string>

beforeAll(async () => {
  lab = await startLab()
})

afterAll(async () => {
  await lab.close()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-cli-'))
  file = join(folder, 'netrc')
  environment = { NETRC: file, HOME: folder }
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function store(password: string, mode = 0o600): Promise<void> {
  await writeFile(file, `machine 127.0.0.1 login apikey password ${password}\n`)
  await chmod(file, mode)
}

describe('wellkey login', () => {
  test('verifies the key, stores it, says both, and prints it nowhere', async () => {
    const ending = await run(['login', lab.url, '--with-key'], {
      environment,
      stdin: `${lab.key}\n`,
    })
    expect(ending).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        `✓ ${lab.url} takes the key for Ann <ann@lab.example>`,
        'i This system offers no keychain, so the key goes into the netrc file',
        `✓ Stored in ${file} line 1, machine 127.0.0.1, login apikey`,
        '',
      ].join('\n'),
    })
    expect(await readFile(file, 'utf8')).toBe(
      `machine 127.0.0.1\n  login apikey\n  password ${lab.key}\n`,
    )
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('says that it replaces another key, and keeps everything else', async () => {
    await writeFile(file, '# mine\nmachine 127.0.0.1 login apikey password old # note\n', {
      mode: 0o600,
    })
    const { code, stderr } = await run(['login', lab.url, '--with-key', '--force'], {
      environment,
      stdin: lab.key,
    })
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('✓ Replaced the key in'),
    })
    expect(await readFile(file, 'utf8')).toBe(
      `# mine\nmachine 127.0.0.1 login apikey password ${lab.key} # note\n`,
    )
  })

  test('stores nothing when the server refuses the key', async () => {
    const { code, stderr } = await run(['login', lab.url, '--with-key'], {
      environment,
      stdin: 'not-a-key-of-this-server',
    })
    expect(code).toBe(4)
    expect(stderr).toContain(`wellkey: LabKey at ${lab.url} refused the key (401)`)
    expect(stderr).toContain('nothing was stored')
    expect(stderr).not.toContain('fromValue')
    expect(stderr).not.toContain('not-a-key-of-this-server')
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('tells that the environment wins over what it stored', async () => {
    const shadowing = { ...environment, LABKEY_API_KEY: 'other', LABKEY_BASE_URL: lab.url }
    const { stderr } = await run(['login', '--with-key'], {
      environment: shadowing,
      stdin: lab.key,
    })
    expect(stderr).toContain(
      '! LABKEY_API_KEY is set for this server and wins over what was stored',
    )
  })

  test('tightens a netrc file that others can read, and says so', async () => {
    await writeFile(file, '# mine\n')
    await chmod(file, 0o644)
    const { stderr } = await run(['login', lab.url, '--with-key'], { environment, stdin: lab.key })
    expect(stderr).toContain(`! Others could read ${file}; now only you can`)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test.for([
    { name: 'no key option', argv: ['login', 'https://lab.example'] },
    {
      name: 'a terminal as stdin',
      argv: ['login', 'https://lab.example', '--with-key'],
      stdin: 'k',
      isTTY: true,
    },
    { name: 'an empty stdin', argv: ['login', 'https://lab.example', '--with-key'], stdin: '\n' },
    { name: 'two lines', argv: ['login', 'https://lab.example', '--with-key'], stdin: 'a\nb\n' },
    { name: 'no server', argv: ['login', '--with-key'], stdin: 'k' },
    { name: 'no scheme', argv: ['login', 'lab.example', '--with-key'], stdin: 'k' },
    { name: 'plain http', argv: ['login', 'http://lab.example', '--with-key'], stdin: 'k' },
    {
      name: 'a login in the URL',
      argv: ['login', 'https://a:b@lab.example', '--with-key'],
      stdin: 'k',
    },
    { name: 'a secret as an option', argv: ['login', 'https://lab.example', '--key', 'k'] },
    { name: 'an unknown command', argv: ['lgoin'] },
  ])('refuses $name as wrong use', async ({ argv, stdin, isTTY }) => {
    const { code, stdout, stderr } = await run(argv, {
      environment,
      ...(stdin !== undefined && { stdin }),
      ...(isTTY !== undefined && { isTTY }),
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(stderr.length).toBeGreaterThan(20)
  })
})

describe('wellkey status', () => {
  test('tells every source as a table and as JSON, without a secret', async () => {
    await store('s3cr3t')
    const table = await run(['status', lab.url], { environment })
    expect(table).toMatchObject({ code: 0, stderr: '' })
    expect(table.stdout).toContain(`${file} line 1`)
    const json = await run(['status', lab.url, '--json'], { environment })
    expect(JSON.parse(json.stdout)).toMatchObject({
      server: lab.url,
      attempts: [
        {
          source: 'environment',
          place: 'LABKEY_API_KEY, LABKEY_APIKEY',
          outcome: 'not here',
          reason: 'not set',
        },
        { source: 'netrc', place: `${file} line 1`, outcome: 'found' },
        { source: 'keychain', outcome: 'skipped' },
      ],
    })
    expect(table.stdout + json.stdout).not.toContain('s3cr3t')
  })

  test('ends with 3 and the next step when there is no key, and when a source is broken', async () => {
    const none = await run(['status', lab.url], { environment })
    expect(none.code).toBe(3)
    expect(none.stderr).toContain(`store one with: wellkey login ${lab.url}`)
    await store('k', 0o644)
    const broken = await run(['status', lab.url], { environment })
    expect(broken.code).toBe(3)
    expect(broken.stdout).toContain(`run: chmod 600 ${file}`)
  })
})

describe('wellkey whoami', () => {
  test('prints who the key is and where it came from', async () => {
    await store(lab.key)
    const { code, stdout } = await run(['whoami', lab.url], { environment })
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Ann <ann@lab.example>\nby the key in netrc file ${file} line 1\n`,
    })
    const json = await run(['whoami', '--json'], {
      environment: { ...environment, LABKEY_URL: lab.url },
    })
    expect(JSON.parse(json.stdout)).toMatchObject({
      server: lab.url,
      email: 'ann@lab.example',
      isGuest: false,
      source: `netrc file ${file} line 1`,
    })
  })

  test.for([
    { name: 'a refused key', key: 'wrong', code: 4, words: 'refused the key (401)' },
    { name: 'a file that others can read', key: 'wrong', mode: 0o644, code: 3, words: 'chmod 600' },
    { name: 'no key', code: 3, words: 'wellkey login' },
  ])('fails on $name with code $code, words and no stack', async ({ key, mode, code, words }) => {
    if (key !== undefined) await store(key, mode)
    const ending = await run(['whoami', lab.url], { environment })
    expect(ending).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(words) })
    expect(ending.stderr).not.toMatch(/\n\s+at .*:\d+:\d+|wrong/)
  })

  test('fails with code 5 when nothing listens', async () => {
    await store('k')
    const ending = await run(['whoami', 'http://127.0.0.1:1'], { environment })
    expect(ending).toMatchObject({ code: 5, stderr: expect.stringContaining('ECONNREFUSED') })
  })
})

describe('wellkey netrc', () => {
  test('set stores a secret from stdin, get prints one value of it', async () => {
    const set = await run(['netrc', 'set', 'https://lab.example/labkey', '--login', 'apikey'], {
      environment,
      stdin: 'a b"c\r\n',
    })
    expect(set).toEqual({
      code: 0,
      stdout: '',
      stderr: `✓ Added machine lab.example, login apikey in ${file} line 1\n`,
    })
    const get = await run(['netrc', 'get', 'lab.example'], { environment })
    expect(get).toEqual({ code: 0, stdout: 'a b"c\n', stderr: '' })
    const login = await run(['netrc', 'get', 'lab.example', '--field', 'login'], { environment })
    expect(login.stdout).toBe('apikey\n')
  })

  test('get tells what the file does name, with code 3', async () => {
    await store('k')
    const { code, stderr } = await run(['netrc', 'get', 'other.example'], { environment })
    expect(code).toBe(3)
    expect(stderr).toBe(
      `wellkey: ${file} has no entry for machine other.example; it names 127.0.0.1\n`,
    )
  })

  test('set refuses what a netrc file cannot hold, and leaves the file alone', async () => {
    await store('k')
    const before = await readFile(file, 'utf8')
    const argv = ['netrc', 'set', '127.0.0.1', '--login', 'apikey']
    const { code, stderr } = await run(argv, { environment, stdin: 'a\u001bb' })
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('control character'),
    })
    expect(await readFile(file, 'utf8')).toBe(before)
  })
})

describe('wellkey query select', () => {
  const select = ['query', 'select', 'lists', 'Patients', '--container', '/Open Data']
  beforeEach(async () => {
    await store(lab.key)
    environment['LABKEY_BASE_URL'] = lab.url
  })

  test('prints rows as JSON', async () => {
    const argv = [
      ...select,
      '--columns',
      'PatientId,Age',
      '--filter',
      'Age~gte=18',
      '--sort',
      '-Age',
      '--json',
    ]
    const { code, stdout } = await run(argv, { environment })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual([
      { PatientId: 'PT-3', Age: 71 },
      { PatientId: 'PT-2', Age: 44 },
    ])
  })

  test('prints a table that fits the terminal, with controls spelled out', async () => {
    const { stdout, stderr } = await run(select, { environment, columns: 40 })
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^PatientId {2}Age {2}Note/)
    expect(lines[2]).toContain(String.raw`seen \u001b[2J twice`)
    expect(lines.every((line) => line.length <= 40)).toBe(true)
    expect(stderr).toBe('3 rows\n')
  })

  test('tells how many more rows there are', async () => {
    const { stderr } = await run([...select, '--limit', '1'], { environment })
    expect(stderr).toBe('1 of 3 rows\n')
  })

  test.for([
    {
      name: 'a wrong container',
      argv: ['lists', 'Patients', '--container', '/Nope'],
      words: '/Nope',
    },
    {
      name: 'an unknown query',
      argv: ['lists', 'Nope', '--container', '/Open Data'],
      words: 'Nope',
    },
    {
      name: 'an unknown schema',
      argv: ['nope', 'Patients', '--container', '/Open Data'],
      words: 'schema',
    },
  ])('fails on $name with code 1, naming it, without a stack', async ({ argv, words }) => {
    const ending = await run(['query', 'select', ...argv], { environment })
    expect(ending).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(words) })
    expect(ending.stderr).not.toMatch(/\n\s+at .*:\d+:\d+/)
    expect(ending.stderr).not.toContain(lab.key)
  })

  test.for([
    { name: 'an unknown operator', argv: ['--filter', 'Age~nope=1'] },
    { name: 'a filter without an operator', argv: ['--filter', 'Age=1'] },
    { name: 'a limit that is no number', argv: ['--limit', 'x'] },
  ])('refuses $name as wrong use', async ({ argv }) => {
    const ending = await run([...select, ...argv], { environment })
    expect(ending).toMatchObject({ code: 2, stdout: '' })
  })
})
