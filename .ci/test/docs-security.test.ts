// docs/security.md: each promise names a test that is there and not switched off.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './example-demo.ts'

const page = 'docs/security.md'
const rows = [
  ...readFileSync(join(root, page), 'utf8').matchAll(
    /^\| (.+) \| (.+) \| \[[^\]]+\]\(([^)]+)\) \|$/gm,
  ),
].map(([, promise = '', title = '', file = '']) => ({ promise, title, file }))

/** Why a test file does not hold a promise. */
function whatIsWrong(text: string, title: string): string | undefined {
  // The call may be of several lines: `test.each([…])('title', …`, `test.skipIf(…)('title', …`.
  const quoted = [`'${title.replaceAll("'", "\\'")}'`, `"${title}"`, `\`${title}\``]
  const at = Math.max(...quoted.map((words) => text.indexOf(words)))
  if (at < 0) return 'has no such test'
  const before = text.slice(0, at).trimEnd()
  const isTitle = before.endsWith('(') && /\b(?:describe|test|it)(?:\.\w+)*\(/.test(before)
  if (!isTitle) return 'has it outside of a test'
  const isOff = /\b(?:describe|test|it)(?:\.\w+)*\.(?:skip|todo|fails|only)\b/.test(text)
  return isOff ? 'has a test that is switched off' : undefined
}

describe('docs/security.md', () => {
  test('has its promises in tables', () => {
    expect(rows.length).toBeGreaterThan(30)
    const lines = readFileSync(join(root, page), 'utf8').match(/^\| (?!promise).+\|$/gm)
    expect(lines).toHaveLength(rows.length)
  })

  test.each(rows)('$title', ({ title, file }) => {
    const path = join(root, dirname(page), file)
    expect(path).toMatch(/packages\/\w+\/test\/[\w/-]+\.test\.ts$/)
    expect(existsSync(path)).toBe(true)
    expect(whatIsWrong(readFileSync(path, 'utf8'), title)).toBeUndefined()
  })

  test.each([
    ["test('a', () => {})", 'b', 'has no such test'],
    ["test.skip('a', () => {})", 'a', 'has a test that is switched off'],
    [
      "describe.skip('x', () => {\n  test('a', () => {})\n})",
      'a',
      'has a test that is switched off',
    ],
    ["const a = 'a'", 'a', 'has it outside of a test'],
    ["test.skipIf(process.platform === 'win32')('a', () => {})", 'a', undefined],
  ])('%s and its promise %s are judged', (text, title, why) => {
    expect(whatIsWrong(text, title)).toBe(why)
  })
})
