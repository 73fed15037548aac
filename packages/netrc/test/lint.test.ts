import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lint, lintRules, parse } from '@wellkey/netrc'
import type { Diagnostic, RuleId } from '@wellkey/netrc'
import { editCases, lookupCases, sourceOf } from './corpus.ts'
import { ruleCases } from './lint-cases.ts'

const rules = Object.keys(lintRules) as RuleId[]

function placesOf(found: readonly Diagnostic[], rule: RuleId): readonly string[] {
  return found.filter((one) => one.rule === rule).map(({ line, column }) => `${line}:${column}`)
}

describe('lint() finds', () => {
  const cases = rules.flatMap((rule) => ruleCases[rule].breaks.map((item) => ({ rule, ...item })))
  test.for(cases)('$rule in $text $file', ({ rule, text = '', file = {}, at, severity }) => {
    const found = lint(text, { file })
    expect(placesOf(found, rule)).toEqual(at)
    const own = found.find((one) => one.rule === rule)
    expect(own?.severity).toBe(severity ?? lintRules[rule].severity)
  })
})

describe('lint() does not find', () => {
  const cases = rules.flatMap((rule) => ruleCases[rule].keeps.map((kept) => ({ rule, kept })))
  test.for(cases)('$rule in $kept', ({ rule, kept }) => {
    const isText = typeof kept === 'string' || kept instanceof Uint8Array
    const found = isText ? lint(kept) : lint('', kept)
    expect(placesOf(found, rule)).toEqual([])
  })
})

describe('lint()', () => {
  test('has every rule of the table of the reference, with its severity', () => {
    const reference = readFileSync(new URL('lint-rules.txt', import.meta.url), 'utf8')
    const listed = reference.trim().split('\n')
    const ours = rules.map((rule) => `${rule} ${lintRules[rule].severity}`)
    expect(ours.toSorted()).toEqual(listed.toSorted())
  })

  test('finds nothing in a plain file', () => {
    const text = '# my keys\nmachine lab.example\n  login apikey\n  password k\n'
    expect(lint(parse(text), { file: { mode: 0o600, folderMode: 0o755 } })).toEqual([])
    expect(lint(parse(''))).toEqual([])
  })

  test('says where a finding ends', () => {
    const found = lint(parse('# x\nmachine h login u\n  password "p\n')).find(
      ({ rule }) => rule === 'netrc/unterminated-quote',
    )
    expect(found).toMatchObject({ line: 3, column: 12, endLine: 3, endColumn: 14 })
  })

  test('takes severities from the options, and off', () => {
    const document = parse('machine h login u password "p w"')
    const found = lint(document, {
      rules: { 'netrc/quoted-value': 'error', 'netrc/no-final-newline': 'off' },
    })
    expect(found).toMatchObject([{ rule: 'netrc/quoted-value', severity: 'error' }])
  })

  test('refuses a rule that does not exist', () => {
    const options = { rules: { 'netrc/nothing': 'off' } } as object
    expect(() => lint(parse(''), options)).toThrow(
      new TypeError('There is no lint rule netrc/nothing; lintRules has all of them'),
    )
  })

  test('judges the file more strictly in the strict dialect', () => {
    const options = { file: { mode: 0o644 } }
    expect(lint(parse('', { dialect: 'strict' }), options)).toMatchObject([{ severity: 'error' }])
    expect(lint(parse('', { dialect: 'curl' }), options)).toMatchObject([{ severity: 'warning' }])
  })

  test('names the dialects in which an entry is never found', () => {
    const text = 'machine a login u password p\nmachine a login v password q\n'
    const found = lint(parse(text)).find(
      ({ rule, line }) => rule === 'netrc/unreachable-entry' && line === 1,
    )
    expect(found?.message).toContain('in the dialects python,')
  })

  test('has all that document.diagnostics has, at the same places', () => {
    for (const { netrc, netrc_base64 } of lookupCases) {
      const source = sourceOf(netrc, netrc_base64)
      const found = lint(source)
      if (found.some(({ rule }) => rule === 'netrc/utf16')) continue
      const document = parse(source)
      expect(lint(document)).toEqual(found)
      const places = document.diagnostics.map(({ message: _message, ...place }) => place)
      expect(found).toEqual(
        expect.arrayContaining(places.map((place) => expect.objectContaining(place) as unknown)),
      )
    }
    expect(lookupCases.length).toBeGreaterThan(100)
  })

  test('gives its findings in file order, in every file of the corpus', () => {
    for (const { input, input_base64 } of editCases) {
      const found = lint(parse(sourceOf(input, input_base64)))
      const places = found.map(({ line, column }) => line * 1e6 + column)
      expect(places).toEqual(places.toSorted((one, other) => one - other))
    }
    expect(editCases.length).toBeGreaterThan(10)
  })

  test('says the same about a file in any dialect', () => {
    const text = 'Machine h login "u\nmachine h login a,b # x\n'
    const found = lint(parse(text))
    for (const dialect of ['curl', 'python', 'go', 'inetutils', 'strict'] as const) {
      expect(lint(parse(text, { dialect }))).toEqual(found)
    }
  })

  test('never shows the text of a value', () => {
    const secret = fc
      .stringMatching(/^[A-Za-z0-9]{12}$/)
      .chain((core) =>
        fc
          .constantFrom('', '#', '"', "'", '\\', ',', '\0', '\x1b', 'ä', '\u00a0', '“', ' ')
          .map((odd) => ({ core, value: `${core.slice(0, 6)}${odd}${core.slice(6)}` })),
      )
    const layout = fc.constantFrom(
      (value: string) => `machine h login u password ${value}`,
      (value: string) => `machine h login ${value} password "${value}"\r\n`,
      (value: string) => `login ${value}\nmachine ${value}\nmachine ${value}\npassword "${value}\n`,
      (value: string) => `# password ${value}\n\n# machine x ${value}\nDefault ${value}\n`,
      (value: string) =>
        `macdef init\n${value}\nmachine h ${value} login machine\ndefault ${value}\n`,
    )
    fc.assert(
      fc.property(secret, layout, ({ core, value }, write) => {
        const document = parse(write(value))
        const said = JSON.stringify([lint(document), document.diagnostics])
        expect(said).not.toContain(core.slice(0, 6))
        expect(said).not.toContain(core.slice(6))
      }),
      { numRuns: 2000 },
    )
  })

  test('never throws, for any text in the shape of the grammar', () => {
    const piece = fc.constantFrom(
      'machine',
      'login',
      'password',
      'default',
      'macdef',
      'user',
      'port',
      'h',
      'a b',
      '#',
      ' ',
      '\t',
      '\n',
      '\r\n',
      '\r',
      '\n\n',
      '"',
      '""',
      '\\',
      "'",
      ',',
      '\0',
      'ä',
      '\ufeff',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        expect(Array.isArray(lint(parse(parts.join(''))))).toBe(true)
        expect(Array.isArray(lint(parse(Buffer.from(`${parts.join('')}\xff`, 'latin1'))))).toBe(
          true,
        )
      }),
      { numRuns: 2000 },
    )
  })

  // Not a measurement: what grows by the square does not end within the time limit.
  test.for([
    { name: 'plain', text: 'machine h login u password p\n' },
    { name: 'duplicates', text: 'machine h login u password p # x\n\n# y z\n' },
    { name: 'open quotes', text: 'machine h login "u\n' },
    { name: 'carriage returns', text: 'a\r\r\n' },
    { name: 'macros', text: 'macdef x\n\n' },
    { name: 'quotes in a comment', text: '#"' },
    { name: 'backslashes', text: '\\\\' },
    { name: 'hosts', text: 'machine [A@b:1]/x.\n' },
  ])('ends on a large file of $name', ({ text }) => {
    expect(lint(parse(text.repeat(20_000))).length).toBeGreaterThan(0)
  })
})
