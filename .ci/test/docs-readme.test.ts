// README.md: what it says of others, and of what CI runs, is what the pages and programs behind it have.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './example-demo.ts'

const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const readme = read('README.md')

/** The cells of a row that begins with a word. */
function rowOf(text: string, first: string): readonly string[] {
  const line = text.split('\n').find((row) => row.startsWith(`| ${first} |`)) ?? ''
  return line.split('|').map((cell) => cell.trim())
}

describe('README.md', () => {
  test('says in its first lines that it is unofficial', () => {
    expect(readme.split('\n').slice(0, 4).join(' ')).toContain('Unofficial: not affiliated with')
  })

  test('counts what the page of all calls counts', () => {
    const [, , all = '', ...counts] = rowOf(read('docs/api-coverage.md'), 'Capabilities')
    expect(readme).toContain(`Of ${all} things that five LabKey clients can do`)
    expect(readme).toContain(`\n| ${counts.filter((count) => count !== '').join(' | ')} |\n`)
  })

  test('has rows of the table of netrc parsers as they are there', () => {
    const section = readme.slice(readme.indexOf('**The netrc parsers'))
    const rows = section.match(/^\| (?:read|change a password|a password|save)[^\n]*\|$/gm) ?? []
    expect(rows.length).toBeGreaterThan(5)
    const table = read('packages/netrc/README.md').split('\n')
    expect(rows.filter((row) => !table.includes(row))).toEqual([])
  })

  test('names the runtimes and compilers that CI has', () => {
    const runtimes = read('.ci/runtimes.ts')
    const consumers = read('.ci/consumers.ts')
    const nodes = [...(/nodeVersions = \[(.*)\]/.exec(runtimes)?.[1]?.matchAll(/'(\d+)\./g) ?? [])]
    expect(rowOf(readme, 'Node')[2]).toMatch(
      new RegExp(`^${nodes.map(([, major]) => major).join(', ')}:`),
    )
    const major = (name: string): string =>
      new RegExp(`${name}Version = '(\\d+)`).exec(runtimes)?.[1] ?? ''
    expect(readme).toContain(`| Bun ${major('bun')}, Deno ${major('deno')} |`)
    const oldest = /oldest = '(\d+\.\d+)/.exec(consumers)?.[1] ?? ''
    const others = [...(/compilers = \[(.*)\]/.exec(consumers)?.[1] ?? '').matchAll(/'(\d+\.\d+)/g)]
    const compilers = [oldest, ...others.map(([, version]) => version)]
    expect(rowOf(readme, 'TypeScript')[2]).toMatch(new RegExp(`^${compilers.join(', ')},`))
  })

  test('names the releases that the reference server has', () => {
    const releases = [...read('docs/server.md').matchAll(/`(\d\d\.\d+)`/g)].map(([, name]) => name)
    const named = rowOf(readme, 'LabKey')[2]?.match(/\d\d\.\d+/g) ?? []
    expect(named.length).toBe(3)
    expect(new Set(releases)).toEqual(new Set(named))
  })
})
