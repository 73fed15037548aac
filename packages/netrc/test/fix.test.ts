import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fix, fixableRules, lint, parse, stringify } from '@wellkey/netrc'
import { ruleCases } from './lint-cases.ts'
import { expectSameAnswers, laidOut } from './same-answers.ts'

describe('fix()', () => {
  test.for([
    {
      name: 'a byte order mark',
      before: '\ufeffmachine a login u password p\n',
      after: 'machine a login u password p\n',
    },
    {
      name: 'no final line end',
      before: 'machine a login u\nmachine b login u',
      after: 'machine a login u\nmachine b login u\n',
    },
    {
      name: 'a comment behind an empty line',
      before: 'machine a login u password p\n\n# two words\nmachine b login u password p\n',
      after: 'machine a login u password p\n#\n# two words\nmachine b login u password p\n',
    },
    {
      name: 'a comment behind blanks and behind a quoted value',
      before:
        'machine a login u password p \n# two words\nmachine b login u password "p"\n# two words\n',
      after:
        'machine a login u password p \n#\n# two words\nmachine b login u password "p"\n#\n# two words\n',
    },
    {
      name: 'a comment that is not spaced',
      before: '## two words\nmachine a login u password p\n',
      after: '# # two words\nmachine a login u password p\n',
    },
    {
      name: 'a value on another line',
      before: 'machine\n  a\n  login\nu password p\n',
      after: 'machine a\n  login u password p\n',
    },
    {
      name: 'fields at the margin',
      before: 'machine a\nlogin u\npassword p\n',
      after: 'machine a\n  login u\n  password p\n',
    },
    {
      name: 'an open macro',
      before: 'machine a login u password p\nmacdef x\nls',
      after: 'machine a login u password p\nmacdef x\nls\n\n',
    },
    {
      name: 'a macro that ends in blanks',
      before: 'machine a login u password p\nmacdef x\nls\n \nmachine b login u password p\n',
      after: 'machine a login u password p\nmacdef x\nls\n\nmachine b login u password p\n',
    },
  ])('mends $name', ({ before, after }) => {
    const result = fix(parse(before))
    expect(stringify(result.document)).toBe(after)
    expect(result.refused).toEqual([])
    expect(result.fixed.length).toBeGreaterThan(0)
    const left = lint(result.document).map(({ rule }) => rule)
    for (const { rule } of result.fixed) expect(left).not.toContain(rule)
  })

  test('says what it mended, and where', () => {
    const result = fix(parse('machine a\nlogin u\npassword p'))
    expect(result.fixed).toEqual([
      { rule: 'netrc/unindented-entry', line: 2, column: 1 },
      { rule: 'netrc/no-final-newline', line: 3, column: 11 },
    ])
  })

  test('leaves a finding alone where ftp would find a machine that was commented out', () => {
    const before = '#machine old.example login u password p\nmachine a login u password p\n'
    const result = fix(parse(before))
    expect(stringify(result.document)).toBe(before)
    expect(result.refused).toMatchObject([{ rule: 'netrc/comment-not-spaced', line: 1 }])
  })

  test('does not mend what the options switch off', () => {
    const text = 'machine a\nlogin u\npassword p'
    const rules = { 'netrc/unindented-entry': 'off', 'netrc/no-final-newline': 'off' } as const
    expect(stringify(fix(parse(text), { rules }).document)).toBe(text)
  })

  test('mends in every case of the rules without changing an answer', () => {
    for (const rule of fixableRules) {
      for (const { text = '' } of ruleCases[rule].breaks) {
        const document = parse(text)
        const result = fix(document)
        expectSameAnswers(document, result.document)
      }
    }
    expect(fixableRules.length).toBeGreaterThan(5)
  })

  test('changes no answer of any program in random files', () => {
    fc.assert(
      fc.property(laidOut, (text) => {
        const document = parse(text)
        const result = fix(document)
        expectSameAnswers(document, result.document)
        expect(result.fixed.length + result.refused.length).toBeLessThan(100)
      }),
      { numRuns: 500 },
    )
  })
})
