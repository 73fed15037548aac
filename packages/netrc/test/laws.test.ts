import { describe, expect, test } from 'vitest'
import { entries, findEntry, parse, type Dialect } from '@wellkey/netrc'
import { dialects, laws } from './laws.ts'

describe('for a thousand inputs each', () => {
  test.for(Object.keys(laws))('%s', (name) => {
    expect(() => laws[name]?.(1000)).not.toThrow()
  })
})

const awkward = [
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '"',
  '\\',
  '"\\',
  '#',
  '# ',
  '\n#',
  ',',
  "'",
  'a',
  'ä',
  '\ufeff',
  '""',
  '"a" ',
  'machine ',
  'machine a ',
  'machine a # c\r\n',
  'login ',
  'default ',
  'default\n',
  'macdef ',
  'macdef m\n',
  'macdef m\n\n',
  'machine a macdef m\n\n',
  'foo\n',
  '"\n',
  '\\\n',
  '\n\n# c d\n',
] as const

describe('128 KiB of awkward characters', () => {
  // Not a measurement: with a time that grows by the square this takes minutes.
  test.for(dialects)('are read in linear time: %s', (dialect: Dialect) => {
    for (const piece of awkward) {
      const text = piece.repeat(2 ** 17 / piece.length)
      const document = parse(`${text}\nmachine h login u password p\n`, { dialect })
      expect(Array.isArray(entries(document)) && Array.isArray(document.diagnostics)).toBe(true)
      expect(() => {
        try {
          findEntry(document, { host: 'h' })
        } catch (error) {
          if (!(error as Error).name.startsWith('Netrc')) throw error
        }
      }).not.toThrow()
    }
  })
})
