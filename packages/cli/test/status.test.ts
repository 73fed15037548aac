import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryKeychain, setKeyRecord } from '@wellkey/credentials'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run, startLab } from './stage.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
const now = new Date('2026-11-23T12:00:00Z')
let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let file: string
let records: string
let environment: Record<string, string>

beforeAll(async () => {
  lab = await startLab()
})

afterAll(async () => {
  await lab.close()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-status-'))
  file = join(folder, '.netrc')
  records = join(folder, 'keys.json')
  environment = { HOME: folder }
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function write(text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 })
}

describe('status', () => {
  test('names every server: of records, of the netrc file, of the environment', async () => {
    const key = randomBytes(32).toString('hex')
    await write(
      `machine lab.example login apikey password ${key}\nmachine git.example login ann password p\n`,
    )
    const keychain = memoryKeychain()
    await keychain.set('https://other.example/labkey', 'apikey', key)
    const stored = new Date(now.getTime() - 3 * dayMs).toISOString()
    await setKeyRecord(
      {
        server: 'https://other.example/labkey',
        login: 'apikey',
        storage: 'keychain',
        kind: 'session',
        stored,
      },
      { file: records },
    )
    const world = {
      now,
      keychain,
      environment: { ...environment, LABKEY_BASE_URL: 'https://env.example', LABKEY_API_KEY: key },
    }
    const { code, stdout, stderr } = await run(['status'], world)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'https://env.example',
      'https://other.example/labkey',
      'https://lab.example',
    ])
    expect(stdout).toContain('key          **** session key, stored 3 d ago')
    expect(stdout).toContain('key          **** from netrc; kind and age are not known')
    expect(stdout).not.toContain('git.example')
    const json = await run(['status', '--json'], world)
    expect(JSON.parse(json.stdout)).toMatchObject({
      servers: [
        { server: 'https://env.example', key: { source: 'environment' } },
        { key: { source: 'keychain', kind: 'session', stored } },
        { server: 'https://lab.example', key: { source: 'netrc', place: `${file} line 1` } },
      ],
    })
    expect(stdout + json.stdout).not.toContain(key)
  })

  test('tells what the winner shadows', async () => {
    await write('machine lab.example login apikey password k\n')
    const { stdout } = await run(['status', 'https://lab.example'], {
      environment: { ...environment, LABKEY_BASE_URL: 'https://lab.example', LABKEY_API_KEY: 'k' },
    })
    expect(stdout).toMatch(/environment +LABKEY_API_KEY +found\n +netrc +\S+ line 1 +shadowed/)
  })

  test.for([
    { days: 20, code: 0, words: '' },
    { days: 14, code: 0, words: 'expires in 14 days' },
    { days: 0, code: 0, words: 'expires today' },
    { days: -1, code: 3, words: 'has expired' },
  ])('warns of the end of a key: $days days before it', async ({ days, code, words }) => {
    await write('machine lab.example login apikey password k\n')
    const expires = new Date(now.getTime() + days * dayMs + hourMs).toISOString()
    const record = {
      login: 'apikey',
      storage: 'netrc',
      kind: 'api',
      stored: now.toISOString(),
    } as const
    await setKeyRecord({ ...record, server: 'https://lab.example', expires }, { file: records })
    const ending = await run(['status'], { environment, now })
    expect(ending).toMatchObject({ code, stderr: expect.stringContaining(words) })
    if (words === '') expect(ending.stderr).toBe('')
  })

  test('knows no server at first, with code 3 and the next step', async () => {
    const ending = await run(['status'], { environment })
    expect(ending).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('wellkey login'),
    })
    expect(JSON.parse((await run(['status', '--json'], { environment })).stdout)).toEqual({
      servers: [],
    })
  })

  test('shows no control of a hostile file or server', async () => {
    await write('machine lab\u001b[2J.example login apikey password k\n')
    const { stdout, stderr } = await run(['status', 'https://lab.example/\u202eevil'], {
      environment,
    })
    for (const mark of ['\u001b', '\u202e']) expect(stdout + stderr).not.toContain(mark)
  })
})

describe('status --online', () => {
  test('tells the user', async () => {
    await write(`machine 127.0.0.1 login apikey password ${lab.key}\n`)
    const { code, stdout } = await run(['status', lab.url, '--online'], { environment })
    expect(code).toBe(0)
    expect(stdout).toContain('user         Ann <ann@lab.example>')
    const json = await run(['status', lab.url, '--online', '--json'], { environment })
    expect(JSON.parse(json.stdout)).toMatchObject({
      online: { user: { email: 'ann@lab.example', impersonated: false } },
    })
    expect(stdout + json.stdout).not.toContain(lab.key)
  })

  test('ends with 4 for a refused key, with 5 when nothing listens', async () => {
    await write('machine 127.0.0.1 login apikey password wr0ng\n')
    const refused = await run(['status', lab.url, '--online'], { environment })
    expect(refused).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('refused the key (401)'),
    })
    const gone = await run(['status', 'http://127.0.0.1:1', '--online'], { environment })
    expect(gone).toMatchObject({ code: 5, stderr: expect.stringContaining('ECONNREFUSED') })
    expect(refused.stdout + refused.stderr).not.toContain('wr0ng')
  })
})
