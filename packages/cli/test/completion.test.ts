import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scripts } from '../src/completion/scripts.ts'
import { run, startLab } from './stage.ts'

const execute = promisify(execFile)
const isDist = process.env['TEST_DIST'] === '1'
const main = fileURLToPath(
  new URL(isDist ? '../dist/start/main.cjs' : '../src/main.ts', import.meta.url),
)
const flags = isDist ? [] : ['--conditions=@wellkey/source', '--import', 'tsx']
const hasFish = spawnSync('fish', ['--version']).status === 0
const hasZsh = spawnSync('zsh', ['--version']).status === 0

let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let environment: Record<string, string>

beforeAll(async () => {
  lab = await startLab()
  folder = await mkdtemp(join(tmpdir(), 'wellkey-completion-'))
  const file = join(folder, 'netrc')
  const other = 'machine other.example login apikey password s3cret-x\n'
  await writeFile(file, `machine 127.0.0.1 login apikey password ${lab.key}\n${other}`, {
    mode: 0o600,
  })
  environment = { NETRC: file, HOME: folder, LABKEY_BASE_URL: lab.url }
  const words = [process.execPath, ...flags, main].map((word) => `'${word}'`).join(' ')
  await writeFile(join(folder, 'wellkey'), `#!/bin/sh\nexec ${words} "$@"\n`)
  await chmod(join(folder, 'wellkey'), 0o755)
  for (const [shell, script] of Object.entries(scripts)) {
    await writeFile(join(folder, `wellkey.${shell}`), script)
  }
})

afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true, force: true })
})

async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const typed = `.${words.at(-1) ?? ''}`
  const argv = ['complete', '--', ...words.slice(0, -1), typed]
  const { code, stdout, stderr } = await run(argv, { environment })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).not.toMatch(/s3cret-x/)
  expect(stdout).not.toContain(lab.key)
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || [])
}

describe('wellkey complete', () => {
  test.for([
    { line: ['ne'], words: ['netrc'] },
    { line: ['netrc', 'l'], words: ['list', 'lint'] },
    { line: ['netrc', 'lint', '--f'], words: ['--file', '--fix'] },
    { line: ['query', 'select', '--format', 'c'], words: ['csv'] },
    { line: ['query', 'select', '--format=c'], words: ['--format=csv'] },
    { line: ['completion', ''], words: ['bash', 'zsh', 'fish', 'powershell'] },
    { line: ['netrc', 'get', 'o'], words: ['other.example'] },
    { line: ['netrc', 'get', '--login', 'x', 'o'], words: ['other.example'] },
    { line: ['status', 'https://o'], words: ['https://other.example'] },
    { line: ['netrc', 'list', '--file', ''], words: [':files'] },
    { line: ['query', 'insert', 'lists', 'Patients', ''], words: [':files'] },
    { line: ['netrc', 'set', '--nope', ''], words: ['127.0.0.1', 'other.example'] },
    { line: ['complet'], words: ['completion'] },
    { line: ['netrc', 'set', 'a', 'b', 'c', ''], words: [] },
    { line: ['no', 'such', ''], words: [] },
  ])('offers $words for $line', async ({ line, words }) => {
    expect(await complete(...line)).toEqual(words)
  })

  test('asks the server for containers, schemas and queries', async () => {
    expect(await complete('query', 'select', '--container', '/O')).toEqual(['/Open Data'])
    const place = ['query', 'select', '--container', '/Open Data']
    expect(await complete(...place, 'lis')).toEqual(['lists'])
    expect(await complete(...place, 'lists', '')).toEqual(['Patients'])
  })

  test('is silent when the server refuses, is away, or never answers', async () => {
    for (const server of ['http://127.0.0.1:1', 'nonsense', 'http://lab.example']) {
      expect(await complete('query', 'select', '--server', server, 'l')).toEqual([])
    }
    lab.server.faults.add({ action: 'query-getSchemas', drop: 'answer' })
    expect(await complete('query', 'select', 'l')).toEqual([])
    lab.server.faults.clear()
  })

  test('is silent when others can read the netrc file', async () => {
    const file = join(folder, 'open')
    await writeFile(file, 'machine open.example login a password s3cret-x\n')
    await chmod(file, 0o644)
    expect(await complete('netrc', 'get', '--file', file, '')).toEqual([])
  })
})

describe('wellkey completion', () => {
  test.for(['bash', 'zsh', 'fish', 'powershell'] as const)(
    'prints the script for %s',
    async (shell) => {
      const ending = await run(['completion', shell], { environment })
      expect(ending).toEqual({ code: 0, stdout: scripts[shell], stderr: '' })
    },
  )

  test('refuses another shell', async () => {
    expect(await run(['completion', 'ksh'], { environment })).toMatchObject({ code: 2, stdout: '' })
  })
})

const inShell = (): NodeJS.ProcessEnv => ({
  ...environment,
  PATH: `${folder}:${process.env['PATH']}`,
  TERM: 'dumb',
})

describe('the bash script', () => {
  async function press(line: string): Promise<string> {
    const script = `source '${join(folder, 'wellkey.bash')}'
      COMP_LINE=$1; COMP_POINT=\${#1}; COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
      _wellkey; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr } = await execute('bash', ['-c', script, 'bash', line], {
      env: inShell(),
    })
    expect(stderr).toBe('')
    return stdout.trimEnd()
  }

  test.for([
    { line: 'wellkey netrc se', words: 'set' },
    { line: 'wellkey query select --container /O', words: String.raw`/Open\ Data` },
    { line: 'wellkey query select --container "/O', words: '/Open Data' },
    { line: String.raw`wellkey query select --container /Open\ Data lis`, words: 'lists' },
    { line: 'wellkey query select --format=c', words: 'csv' },
    { line: 'wellkey status https://o', words: '//other.example' },
  ])('completes $line', async ({ line, words }) => {
    expect(await press(line)).toBe(words)
  })
})

describe('the fish script', () => {
  test.skipIf(!hasFish)('completes words (needs fish)', async () => {
    const script = `source '${join(folder, 'wellkey.fish')}'; complete -C "wellkey netrc se"; complete -C "wellkey query select --format=c"`
    const { stdout } = await execute('fish', ['--no-config', '-c', script], { env: inShell() })
    expect(stdout).toMatch(/^set\t.*\n--format=csv\n$/)
  })
})

describe('the zsh script', () => {
  test.skipIf(!hasZsh)('hands words to compadd (needs zsh)', async () => {
    const script = `compdef() { }; compadd() { print -rl -- $values }; source '${join(folder, 'wellkey.zsh')}'
      words=(wellkey query select --container '/Open\\ Data' lis); CURRENT=6; PREFIX=lis; _wellkey`
    const { stdout } = await execute('zsh', ['-f', '-c', script], { env: inShell() })
    expect(stdout).toBe('lists\n')
  })
})
