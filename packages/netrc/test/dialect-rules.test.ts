import { describe, expect, test } from 'vitest'
import { findEntry, parse } from '@wellkey/netrc'
import { rulesOfCurl, rulesOfPython } from './dialect-rules.ts'
import { rulesOfFtp, rulesOfGo, rulesOfOurs } from './more-dialect-rules.ts'

const rules = [...rulesOfCurl, ...rulesOfPython, ...rulesOfFtp, ...rulesOfGo, ...rulesOfOurs]

describe('the dialects keep the rules of their programs', () => {
  test.for(rules)('$dialect: $rule', ({ dialect, text, found }) => {
    const document = parse(text, { dialect })
    if (found === 'error') {
      expect(() => findEntry(document, { host: 'h' })).toThrow(
        expect.objectContaining({ code: 'ERR_NETRC_ENTRY' }),
      )
      return
    }
    const entry = findEntry(document, { host: 'h' })
    expect(entry ? `${entry.login ?? ''}:${entry.password ?? ''}` : 'none').toBe(found)
  })

  test('a quote that is not closed is named as such by those that give up for it', () => {
    for (const dialect of ['curl', 'strict'] as const) {
      const { diagnostics } = parse('machine h login u password "p\nq"\nx', { dialect })
      const open = parse('machine h login u password "p', { dialect }).diagnostics
      expect(open.map(({ rule }) => rule)).toEqual(['netrc/unterminated-quote'])
      const isOneLine = dialect === 'strict'
      expect(diagnostics.some(({ rule }) => rule === 'netrc/unterminated-quote')).toBe(isOneLine)
    }
  })
})
