// docs/terminal.svg, the picture of the README, shows what the command shows.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { drawTerminal } from '../draw-terminal.ts'
import { drawStory } from '../terminal-story.ts'
import { root } from './example-demo.ts'

const hasTmux = spawnSync('tmux', ['-V']).error === undefined

describe.skipIf(!hasTmux)('docs/terminal.svg (needs tmux)', () => {
  test('is what the command shows; if not: node .ci/launch.mjs .ci/record-terminal.ts', async () => {
    expect(await drawStory()).toBe(readFileSync(join(root, 'docs/terminal.svg'), 'utf8'))
  }, 120_000)
})

describe('drawTerminal()', () => {
  test('puts words at their columns, in their colours', () => {
    const svg = drawTerminal('a\u001B[32mb\u001B[0m   <c>\n  d', 'title')
    const words = [...svg.matchAll(/<text x="([\d.]+)" y="(\d+)"[^>]*?( style="[^"]*")?>([^<]*)</g)]
    expect(words.map(([, , , style, text]) => [text, style])).toEqual([
      ['a', undefined],
      ['b', ' style="fill:#7ee787"'],
      ['&lt;c>', undefined],
      ['d', undefined],
    ])
    const [a, b, c, d] = words.map(([, x]) => Number(x))
    expect(Number(b) - Number(a)).toBeCloseTo(8.43, 0)
    expect(Number(c) - Number(a)).toBeCloseTo(5 * 8.43, 0)
    expect(Number(d) - Number(a)).toBeCloseTo(2 * 8.43, 0)
    expect(Number(words[3]?.[2])).toBeGreaterThan(Number(words[0]?.[2]))
  })
})
