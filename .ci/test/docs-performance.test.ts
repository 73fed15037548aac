// docs/performance.md has the figures of every benchmark, and of no other; what is missed is called missed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { benchFiles, suiteOf } from '../bench/bench-files.ts'
import { drawGrowth } from '../bench/draw-growth.ts'
import { performancePage } from '../bench/performance-page.ts'
import type { Measured, Run } from '../bench/run.ts'
import { root } from './example-demo.ts'

const page = readFileSync(join(root, 'docs/performance.md'), 'utf8')
const picture = readFileSync(join(root, 'docs/performance.svg'), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => /^\| [a-z]+\/[\w-]+ \|/.test(line))
  .map((line) => line.split(' | '))
const sources = benchFiles().map((file) => ({
  suite: suiteOf(file),
  text: readFileSync(file, 'utf8'),
}))

function asPattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

describe('docs/performance.md; if it is behind: npm run bench -- --write', () => {
  test('has every suite, and none that is gone', () => {
    const suites = new Set(rows.map(([suite = '']) => suite.slice(2)))
    expect(sources.length).toBeGreaterThan(12)
    expect([...suites].toSorted()).toEqual(sources.map(({ suite }) => suite).toSorted())
  })

  test.each(sources)('has the figures of $suite', ({ suite, text }) => {
    const own = rows.filter(([first]) => first === `| ${suite}`).map((row) => row.join(' | '))
    // A name may be put together: `parse, ${count} entries`; one with names inside counts up to these.
    const names = [...text.matchAll(/^ +(?:yield \{ )?name: (?:'([^']+)'|`([^`]+)`),/gm)].map(
      ([, whole, pieces = '']) =>
        whole === undefined
          ? pieces
              .split(/\$\{[^}]*(?:\}|$)/)
              .map(asPattern)
              .join('.+')
          : asPattern(whole),
    )
    expect(own.length).toBeGreaterThan(0)
    expect(
      names.filter((name) => !own.some((row) => new RegExp(`\\| ${name} \\|`).test(row))),
    ).toEqual([])
  })

  test('counts what is met and what is missed', () => {
    const verdicts = rows.map((row) => row.at(-1)?.replace(/ ?\|$/, '') ?? '')
    const met = verdicts.filter((word) => word === 'met').length
    const missed = verdicts.filter((word) => word === '**missed**').length
    expect(page).toContain(`| budgets | ${met} met, ${missed} missed |`)
  })

  test('its picture has every curve', () => {
    const curves = sources.flatMap(({ text }) =>
      [...text.matchAll(/curve: '([^']+)'|, '([^']+)', 'M[BS]'/g)].map(([, a, b]) => a ?? b ?? ''),
    )
    expect(curves.length).toBeGreaterThan(2)
    for (const curve of curves) expect(picture).toContain(`>${curve}<`)
  })
})

const machine: Run['machine'] = {
  cpu: 'A processor',
  cores: 4,
  node: 'v22.0.0',
  system: 'Linux',
  date: '2026-01-02',
  peers: { axios: '1.2.3' },
}
const figure: Measured = { suite: 'a/b', name: 'call', unit: 'ms', ours: 12 }

describe('performancePage()', () => {
  test.each([
    [{ of: 'ours', atMost: 12 }, 'at most 12 ms', 'met'],
    [{ of: 'ours', atMost: 11 }, 'at most 11 ms', '**missed**'],
    [{ of: 'ours/peer', atMost: 2 }, 'at most 2 × the peer', 'met'],
    [{ of: 'ours/peer', atMost: 1 }, 'at most 1 × the peer', '**missed**'],
    [{ of: 'peer/ours', atLeast: 0.5 }, 'peer at least 0.5 × ours', 'met'],
    [{ of: 'peer/ours', atLeast: 2 }, 'peer at least 2 × ours', '**missed**'],
  ] as const)('%j is "%s": %s', (budget, words, verdict) => {
    const peer = { name: 'axios', value: 8 }
    const text = performancePage({ machine, figures: [{ ...figure, peer, budget }] })
    expect(text).toContain(
      `| a/b | call | 12 ms | axios 1.2.3 | 8 ms | 1.5 | ${words} | ${verdict} |`,
    )
    expect(text.includes('- a/b, call: 12 ms')).toBe(verdict !== 'met')
  })
})

describe('drawGrowth()', () => {
  test('puts ten times as much ten times as far, on both axes', () => {
    const sizes = [1, 10, 100]
    const svg = drawGrowth(
      sizes.map((at) => ({ ...figure, ours: at, growth: { curve: 'Growth', along: 'rows', at } })),
    )
    const points = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ])
    const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = [], [x3 = 0, y3 = 0] = []] = points
    expect(points).toHaveLength(3)
    expect(x2 - x1).toBeGreaterThan(50)
    expect(x3 - x2).toBeCloseTo(x2 - x1, 0)
    expect(y1 - y2).toBeGreaterThan(50)
    expect(y2 - y3).toBeCloseTo(y1 - y2, 0)
  })
})
