import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { fixableRules, lintRules } from '@wellkey/netrc'
import type { RuleId } from '@wellkey/netrc'

const run = promisify(execFile)
const flags = process.env['TEST_DIST'] === '1' ? [] : ['--conditions=@wellkey/source']
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code)

describe('README', () => {
  test('has four examples', () => {
    expect(examples).toHaveLength(4)
  })

  // The folder is inside the package, so that the example finds it by its name.
  test.for(examples)('example prints what it says: %s', async (code) => {
    const folder = await mkdtemp(join(import.meta.dirname, 'readme-'))
    try {
      const file = join(folder, 'example.ts')
      await writeFile(file, code)
      const env = { ...process.env, HOME: folder, TMPDIR: folder }
      const args = [...flags, '--import', 'tsx', file]
      const { stdout } = await run(process.execPath, args, { env })
      const promised = [...code.matchAll(/(?:\) |^)\/\/ (.*)$/gm)].map(([, text = '']) => text)
      expect(promised.length).toBeGreaterThan(0)
      const lines = (text: string) =>
        text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean)
      expect(lines(stdout)).toEqual(lines(promised.join('\n')))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('lists every rule as the table of rules has it', () => {
    const rows = readme.match(/^\| `netrc\/.*$/gm) ?? []
    const expected = (Object.keys(lintRules) as RuleId[]).map((id) => {
      const { severity, finds } = lintRules[id]
      const isFixable = (fixableRules as readonly string[]).includes(id)
      return `| \`${id}\` | ${severity} | ${finds} | ${isFixable ? 'yes' : ''} |`
    })
    const plain = (row: string): string => row.replaceAll(/\s+/g, ' ').replaceAll('| |', '||')
    expect(rows.map(plain)).toEqual(expected.map(plain))
  })

  test('lists every error code', async () => {
    const source = await readFile(new URL('../src/netrc-error.ts', import.meta.url), 'utf8')
    const codes = new Set(source.match(/ERR_NETRC_\w+/g))
    expect(new Set(readme.match(/ERR_NETRC_\w+/g))).toEqual(codes)
  })
})
