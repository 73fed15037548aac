// The commands in the documents: shell can read them, and every command, option and script of ours in them exists.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, demoOptions } from '@wellkey/server'
import { describe, expect, test } from 'vitest'
import { blocksOf } from './documents.ts'
import { flags, root, run, startDemo } from './example-demo.ts'

const blocks = blocksOf('sh')
const lines = blocks.flatMap(({ file, line, code }) =>
  code.split('\n').map((text, at) => ({ place: `${file}:${line + at}`, text })),
)

/** The words of every use of a program, without what the shell takes for itself. */
function usesOf(program: string): readonly { readonly place: string; readonly words: string[] }[] {
  const use = new RegExp(String.raw`(?:^|[|(] *)${program} ([^|()#"]*(?:"[^"$]*"[^|()#"]*)*)`, 'g')
  return lines.flatMap(({ place, text }) =>
    [...text.matchAll(use)].map(([, rest = '']) => ({
      place,
      words: rest.match(/"[^"]*"|'[^']*'|\S+/g) ?? [],
    })),
  )
}

async function helpOf(main: string, path: readonly string[]): Promise<string> {
  const argv = [...flags, join(root, main), ...path, '--help']
  const { stdout } = await run(process.execPath, argv, { env: { PATH: process.env['PATH'] } })
  return stdout
}

function optionsNotIn(help: string, words: readonly string[]): readonly string[] {
  const options = words.filter((word) => word.startsWith('--') && word !== '--')
  return options.filter((option) => !new RegExp(`${option}(?![\\w-])`).test(help))
}

const pathsOfWellkey = new Map(
  usesOf('wellkey').map(({ words }) => {
    const end = words.findIndex((word) => !/^[a-z]+$/.test(word))
    const path = words.slice(0, end < 0 ? undefined : end)
    const isGroup = ['netrc', 'keys', 'query', 'types', 'files'].includes(path[0] ?? '')
    const names = path.slice(0, isGroup ? 2 : 1)
    return [names.join(' '), names] as const
  }),
)

describe('the sh blocks of the documents', () => {
  test('are shell', async () => {
    for (const { file, line, code } of blocks) {
      const folder = mkdtempSync(join(tmpdir(), 'wellkey-docs-'))
      try {
        writeFileSync(join(folder, 'block.sh'), code)
        const { stderr } = await run('bash', ['-n', join(folder, 'block.sh')])
        expect(`${file}:${line}${stderr}`).toBe(`${file}:${line}`)
      } finally {
        rmSync(folder, { recursive: true })
      }
    }
    expect(blocks.length).toBeGreaterThan(8)
  })

  test.each([...pathsOfWellkey])(
    'wellkey %s has the options that are shown',
    async (name, path) => {
      const help = await helpOf('packages/cli/src/main.ts', path)
      expect(help).toMatch(new RegExp(String.raw`^Usage: wellkey ${path.join('(?:\\|\\S+)? ')}`))
      const shown = usesOf('wellkey').filter(({ words }) =>
        path.every((word, at) => words[at] === word),
      )
      expect(shown.length).toBeGreaterThan(0)
      const unknown = shown.flatMap(({ place, words }) => {
        const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
        return optionsNotIn(help, own).map((option) => `${place}: ${name} ${option}`)
      })
      expect(unknown).toEqual([])
    },
  )

  test('wellkey-server has the options that are shown', async () => {
    const help = await helpOf('packages/server/src/main.ts', [])
    const uses = usesOf('wellkey-server')
    expect(uses.length).toBeGreaterThan(2)
    const unknown = uses.flatMap(({ place, words }) =>
      optionsNotIn(help, words).map((option) => `${place}: ${option}`),
    )
    expect(unknown).toEqual([])
  })

  test('the scripts of npm exist', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>
    }
    const uses = usesOf('npm')
    expect(uses.length).toBeGreaterThan(5)
    const names = uses.map(({ place, words: [first, second] }) => ({
      place,
      name: (first === 'run' ? second : first) ?? '',
    }))
    expect(names.filter(({ name }) => !(name in manifest.scripts))).toEqual([])
  })

  test('docs/server.md: the way to a session key with curl runs', async () => {
    const block = blocks.find(
      ({ file, code }) => file === 'docs/server.md' && code.includes('jar()'),
    )
    const demo = demoOptions()
    const server = await createServer(demo.options).listen({ port: 0 })
    const folder = mkdtempSync(join(tmpdir(), 'wellkey-docs-'))
    try {
      const user = demo.users.find(({ role }) => role === 'editor')
      writeFileSync(join(folder, 'login.json'), JSON.stringify(user), { mode: 0o600 })
      const code = block?.code.replace(/^BASE=.*$/m, `BASE=${server.url}`) ?? ''
      const { stdout } = await run('bash', ['-euc', code], { cwd: folder })
      expect(stdout).toMatch(/"apikey": ?"[0-9a-f]{64}"/)
    } finally {
      await server.close()
      rmSync(folder, { recursive: true })
    }
  })

  test('docs/getting-started.md: the netrc entry of the page works with curl', async () => {
    const page = readFileSync(join(root, 'docs/getting-started.md'), 'utf8')
    const entry = /```text\n(machine [^`]*)```/.exec(page)?.[1] ?? ''
    const block = blocks.find(
      ({ file, code }) => file === 'docs/getting-started.md' && code.startsWith('curl '),
    )
    const code = block?.code.replace('Demo%20Study', 'Open%20Data') ?? ''
    const demo = await startDemo()
    try {
      const key = await demo.labkey.keys.create({ description: 'curl' })
      const text = entry
        .replace('labkey.example.org', new URL(demo.labkey.baseUrl).hostname)
        .replace('YOUR_KEY', key.reveal())
      writeFileSync(join(demo.folder, '.netrc'), text, { mode: 0o600 })
      const there = code.replace('https://labkey.example.org', demo.labkey.baseUrl)
      const env = { HOME: demo.folder, PATH: process.env['PATH'] }
      const { stdout } = await run('bash', ['-euc', there], { env })
      const { rows } = JSON.parse(stdout) as { readonly rows: readonly unknown[] }
      expect(rows).toHaveLength(10)
    } finally {
      await demo.close()
    }
  })
})
