import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { formatTable } from '../src/format-table.ts'
import { shellWord } from '../src/shell-word.ts'
import { noKeychain, run, startLab } from './stage.ts'

const enter = '\r'
let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let environment: Record<string, string>

beforeAll(async () => {
  lab = await startLab({ contextPath: '/labkey' })
})

afterAll(async () => {
  await lab.close()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-first-'))
  environment = { HOME: folder }
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** What the terminal says to type next, as a shell takes it apart. */
function nextOf(stderr: string): readonly string[] {
  const [, line = ''] = /^Next: wellkey (.+)$/m.exec(stderr) ?? []
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}

async function logIn(): Promise<string> {
  const { host } = new URL(lab.url)
  const { code, stderr } = await run(['login'], {
    environment,
    person: [
      [/Which LabKey Server/, host + enter],
      [/Open that page/, 'n'],
      [/Paste the key/, lab.key + enter],
    ],
  })
  expect(code).toBe(0)
  return stderr
}

async function storeKey(...hosts: readonly string[]): Promise<void> {
  const text = hosts.map((host) => `machine ${host} login apikey password ${lab.key}\n`).join('')
  await writeFile(join(folder, '.netrc'), text, { mode: 0o600 })
}

describe('a person who has read nothing', () => {
  test('gets from login to rows by typing what the terminal says', async () => {
    let line = nextOf(await logIn())
    const typed: string[] = []
    let rows = ''
    while (line.length > 0) {
      typed.push(line.join(' '))
      const { code, stdout, stderr } = await run(line, { environment, isTTY: true })
      expect({ line, code, stderr }).toMatchObject({ code: 0 })
      rows = stdout
      line = nextOf(stderr)
    }
    expect(typed).toHaveLength(4)
    expect(rows).toMatch(/^PatientId +Age +Note\nPT-1 /)
  })

  test('is told that / was asked, and how to see containers, when a query is not there', async () => {
    await logIn()
    const { code, stderr } = await run(['query', 'select', 'lists', 'Patients'], { environment })
    expect(code).toBe(1)
    expect(stderr).toMatch(/no --container was given, so \/ was asked; wellkey query list/)
    const named = ['query', 'select', 'lists', 'Patients', '--container', '/Nope']
    expect((await run(named, { environment })).stderr).not.toContain('no --container')
  })
})

describe('query list', () => {
  test('prints containers, schemas and queries as JSON, and tells a pipe nothing else', async () => {
    await logIn()
    const list = async (...words: readonly string[]): Promise<unknown> => {
      const ending = await run(['query', 'list', ...words, '--json'], { environment })
      expect(ending).toMatchObject({ code: 0, stderr: '' })
      return JSON.parse(ending.stdout) as unknown
    }
    const place = ['--container', '/Open Data']
    expect(await list()).toContainEqual({ container: '/Open Data' })
    expect(await list(...place)).toContainEqual(expect.objectContaining({ schema: 'lists' }))
    expect(await list('lists', ...place)).toEqual([expect.objectContaining({ query: 'Patients' })])
    const { stderr } = await run(['query', 'list'], { environment })
    expect(stderr).toBe('')
  })
})

describe('a command without a server', () => {
  test.for([
    ['whoami'],
    ['keys', 'list'],
    ['query', 'list'],
    ['exec', '--', process.execPath, '-e', '0'],
  ])('%s takes the only one that a key is stored for', async (words) => {
    await logIn()
    expect((await run(words, { environment })).code).toBe(0)
  })

  test('asks which, with code 2, among several; and says how to begin when there is none', async () => {
    const none = await run(['whoami'], { environment })
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('wellkey login https:') })
    await storeKey('one.example', 'two.example')
    const several = await run(['whoami'], { environment })
    expect(several).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('https://one.example, https://two.example'),
    })
  })

  test.for([['whoami'], ['exec', '--', process.execPath, '-e', '0']])(
    '%s gives no key to a server of clear text, although one is stored for it',
    async (words) => {
      await storeKey('one.example')
      await writeFile(
        join(folder, 'keys.json'),
        JSON.stringify({
          version: 1,
          keys: [
            {
              server: 'http://one.example',
              login: 'apikey',
              storage: 'netrc',
              stored: '2026-01-01T00:00:00.000Z',
            },
          ],
        }),
      )
      const { code, stderr } = await run(words, { environment, keychain: noKeychain() })
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('http://one.example would get the key in clear text'),
      })
    },
  )
})

describe('query select', () => {
  test('says which columns there are not, which LabKey leaves out silently', async () => {
    await logIn()
    const select = ['query', 'select', 'lists', 'Patients', '--container', '/Open Data', '--json']
    const { code, stderr } = await run([...select, '--columns', 'age,Nope'], { environment })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '! There is no column Nope\n' })
    const all = await run([...select, '--columns', '*'], { environment })
    expect(all.stderr).toBe('')
  })
})

describe('shellWord', () => {
  test.for([
    ['lists', 'lists'],
    ['/Demo Study', '"/Demo Study"'],
    ['~x', '"~x"'],
    ['$(id)', `'$(id)'`],
    ["it's `id`", `'it'\\''s \`id\`'`],
    ['', `''`],
  ] as const)('writes %s as one word', ([text, word]) => {
    expect(shellWord(text)).toBe(word)
  })
})

describe('formatTable', () => {
  const terminalOf = (columns: number) =>
    ({ stdout: { columns }, stderr: {} }) as unknown as Parameters<typeof formatTable>[0]

  test('keeps columns in line, and inside the screen, where characters are two columns wide', async () => {
    const rows = [
      ['東京', 'x'],
      ['👍 ok', 'y'],
      ['plain', 'z'],
    ]
    const wide = (await formatTable(terminalOf(80), ['name', 'mark'], rows)).split('\n')
    // 4 + 3 columns and 5 + 2, and 5 + 2: the second column begins at 7 in each.
    expect(wide).toEqual(['name   mark', '東京   x', '👍 ok  y', 'plain  z'])
    const narrow = await formatTable(terminalOf(6), ['name'], [['東京東京']])
    expect(narrow.split('\n')[1]).toBe('東京…')
  })
})
