import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findEntry, format, parse, stringify, type FormatOptions } from '@wellkey/netrc'
import { editCases, lookupCases, sourceOf } from './corpus.ts'
import { expectSameAnswers, inked, laidOut } from './same-answers.ts'

describe('format()', () => {
  test.for<{ name: string; before: string; after: string; options?: FormatOptions }>([
    {
      name: 'indents, breaks lines and ends the last one',
      before: 'machine a\nlogin u\npassword p\nmachine b login u password p',
      after: 'machine a\n  login u\n  password p\nmachine b\n  login u\n  password p\n',
    },
    {
      name: 'keeps the dominant indentation',
      before: 'machine a\n\tlogin u\n\tpassword p\nmachine b\n  login u\n',
      after: 'machine a\n\tlogin u\n\tpassword p\nmachine b\n\tlogin u\n',
    },
    {
      name: 'keeps entries in one line where most are',
      before:
        'machine a  login\tu password p\n  machine b\n  login u\n  password p\nmachine c login u\n',
      after: 'machine a login u password p\nmachine b login u password p\nmachine c login u\n',
    },
    {
      name: 'puts machines of one line on lines of their own',
      before: 'machine a login u password p machine b login v password q\n',
      after: 'machine a login u password p\nmachine b login v password q\n',
    },
    {
      name: 'leaves one empty line where most have one, and none where most have none',
      before:
        'machine a login u\n\n\n\nmachine b login u\n\nmachine c login u\nmachine d login u\n\n\n',
      after: 'machine a login u\n\nmachine b login u\n\nmachine c login u\n\nmachine d login u\n',
    },
    {
      name: 'keeps comments with their neighbours',
      before:
        '\n\n# top\n# more\nmachine a # note\n # inside\n login u\n# below\n\n#next\nmachine b\n login u\n',
      after:
        '# top\n# more\nmachine a # note\n # inside\n login u\n# below\n\n#next\nmachine b\n login u\n',
    },
    {
      name: 'keeps line ends',
      before: 'machine a\r\n  login u\r\n  password p\r\nmachine b\r\nlogin u\r\n',
      after: 'machine a\r\n  login u\r\n  password p\r\nmachine b\r\n  login u\r\n',
    },
    {
      name: 'leaves macros alone',
      before: 'machine a\n  login u\n  macdef x\n  ls   -l\n\n\n\n  machine b\n  login u\n',
      after: 'machine a\n  login u\nmacdef x\n  ls   -l\n\nmachine b\n  login u\n',
    },
    {
      name: 'takes layout, indentation and empty lines from the options',
      before: 'machine a login u password p\nmachine b login u password p\n',
      after: 'machine a\n\tlogin u\n\tpassword p\n\nmachine b\n\tlogin u\n\tpassword p\n',
      options: { layout: 'lines', indent: '\t', emptyLines: 1 },
    },
    {
      name: 'takes line ends from the options: LF',
      before: 'machine a\r\n  login u\r\n# c\r\nmacdef x\r\nls\r\n\r\n',
      after: 'machine a\n  login u\n# c\nmacdef x\nls\n\n',
      options: { lineEnd: 'lf' },
    },
    {
      name: 'takes line ends from the options: CR LF',
      before: 'machine a\n  login u\n# c\r\n',
      after: 'machine a\r\n  login u\r\n# c\r\n',
      options: { lineEnd: 'crlf' },
    },
    { name: 'leaves an empty file empty', before: '', after: '' },
    {
      name: 'keeps the byte order mark',
      before: '\ufeffmachine a\nlogin u\n',
      after: '\ufeffmachine a\n  login u\n',
    },
  ])('$name', ({ before, after, options }) => {
    const result = format(parse(before), options)
    expect(stringify(result.document)).toBe(after)
    expect(result.refused).toEqual([])
    expect(result.changes.length > 0).toBe(before !== after)
  })

  test('says what it did, and where', () => {
    const before = 'machine a\nlogin u\n  password  p\n\n\nmachine b login u'
    expect(format(parse(before)).changes).toEqual([
      { what: 'indentation', line: 1 },
      { what: 'blanks', line: 3 },
      { what: 'empty lines', line: 3 },
      { what: 'line break', line: 6 },
      { what: 'final line end', line: 6 },
    ])
    expect(format(parse('machine a\r\n')).changes).toEqual([])
    expect(format(parse('machine a\nmachine b\r\n'), { lineEnd: 'lf' }).changes).toEqual([
      { what: 'line ends', line: 2 },
    ])
  })

  test('leaves out what would change the reading of a program, and says so', () => {
    const refusals = [
      // Python reads an open quote to the end of the file, blanks and all.
      { before: 'machine a login "u\nmachine b   login u password p\n', what: 'blanks', line: 2 },
      // Without the line end curl takes the byte order mark for a part of the keyword.
      { before: '\ufeff\nmachine a login u\n', what: 'line break', line: 1 },
      // ftp takes the CR of a new line end for a part of the value before it.
      {
        before: 'machine a\r\n  login u\r\nmachine b login u\r\nmachine c\r\n  login u\r\n',
        what: 'line break',
        line: 3,
      },
    ]
    for (const { before, ...refused } of refusals) {
      const result = format(parse(before))
      expect(stringify(result.document)).toBe(before)
      expect(result).toMatchObject({ changes: [], refused: [refused] })
    }
  })

  test('keeps the dialect of the document', () => {
    const document = parse('machine a login u   password p\n', { dialect: 'go' })
    const changed = format(document).document
    expect(stringify(changed)).toBe('machine a login u password p\n')
    expect(() => findEntry(changed, { host: 'a', login: 'other' })).not.toThrow()
    expect(findEntry(changed, { host: 'a', login: 'other' })).toEqual(
      findEntry(parse('machine a login u password p\n', { dialect: 'go' }), {
        host: 'a',
        login: 'other',
      }),
    )
  })

  test('refuses an indentation that is more than blanks', () => {
    expect(() => format(parse(''), { indent: 'x' })).toThrow(
      expect.objectContaining({ code: 'ERR_NETRC_VALUE' }),
    )
  })

  const corpus = [
    ...lookupCases.map(({ id, netrc, netrc_base64 }) => ({
      id,
      source: sourceOf(netrc, netrc_base64),
    })),
    ...editCases.map(({ id, input, input_base64 }) => ({
      id,
      source: sourceOf(input, input_base64),
    })),
  ]
    .filter(
      ({ source }) => typeof source === 'string' || (source[0] !== 0xff && source[0] !== 0xfe),
    )
    .filter(({ source }) => source.length < 20_000)

  test.for<FormatOptions>([{}, { layout: 'lines', emptyLines: 1 }, { layout: 'line' }])(
    'moves blanks only, changes no answer and is idempotent on the whole corpus: %j',
    (options) => {
      for (const { source } of corpus) {
        const document = parse(source)
        const { document: changed } = format(document, options)
        expect(inked(stringify(changed))).toBe(inked(stringify(document)))
        expectSameAnswers(document, changed)
        expect(stringify(format(changed, options).document)).toBe(stringify(changed))
      }
      expect(corpus.length).toBeGreaterThan(200)
    },
  )

  const anyOptions: fc.Arbitrary<FormatOptions> = fc.record(
    {
      layout: fc.constantFrom('lines', 'line'),
      indent: fc.constantFrom(' ', '\t'),
      emptyLines: fc.constantFrom(0, 1),
      lineEnd: fc.constantFrom('lf', 'crlf'),
    },
    { requiredKeys: [] },
  )

  test('moves blanks only, changes no answer and is idempotent on random files', () => {
    fc.assert(
      fc.property(laidOut, anyOptions, (text, options) => {
        const document = parse(text)
        const { document: changed, changes } = format(document, options)
        expect(inked(stringify(changed))).toBe(inked(text))
        if (options.lineEnd === undefined) expectSameAnswers(document, changed)
        expect(changes.length > 0).toBe(stringify(changed) !== text)
        const again = format(changed, options)
        expect(stringify(again.document)).toBe(stringify(changed))
        expect(again.changes).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test.for<{ before: string; after: string; line: number }>([
    // The first line end was the only CRLF, and went: those that are to come are LF then.
    {
      before: '\r\n machine a machine a login u',
      after: 'machine a\nmachine a login u\n',
      line: 2,
    },
  ])('is done only when nothing is left to do: $before', ({ before, after, line }) => {
    const once = format(parse(before))
    expect(stringify(once.document)).toBe(after)
    expect(once.refused).toEqual([])
    expect(once.changes).toContainEqual({ what: 'line break', line })
    expect(format(once.document).changes).toEqual([])
  })

  test('reads the indentation off lines that stay', () => {
    const before =
      'machine a login u\nmachine b login u\nmachine c\n     login u\n # x\n  password p\n'
    const open = 'machine a \n   password\n# c d\n machine a password\n# c d\n'
    for (const text of [before, open]) {
      for (const options of [{}, { layout: 'line' }, { layout: 'lines' }] as const) {
        const once = format(parse(text), options).document
        expect(stringify(format(once, options).document)).toBe(stringify(once))
      }
    }
  })

  test('takes no longer per entry for 20,000 entries', () => {
    const entry = (at: number): string => `machine h${at}.example\nlogin u${at}\n\tpassword p\n`
    const text = Array.from({ length: 20_000 }, (_, at) => entry(at)).join('')
    const start = performance.now()
    const { document, changes, refused } = format(parse(text))
    expect(refused).toEqual([])
    expect(changes).toHaveLength(20_000)
    expect(stringify(document).length).toBe(text.length + 20_000)
    // Four seconds on an idle machine; by the square it would be minutes.
    expect(performance.now() - start).toBeLessThan(60_000)
  }, 90_000)

  test('ends on a large file', () => {
    const entry = (at: number): string =>
      `machine h${at} login u\n\n# a b\nmachine g${at}\nlogin u\n`
    const text = Array.from({ length: 200 }, (_, at) => entry(at)).join('')
    expect(format(parse(text)).changes.length).toBeGreaterThan(200)
    // Of one machine with that many entries nothing is proven in time, so nothing is changed.
    const doubles = 'machine h\nlogin u\n'.repeat(1500)
    expect(format(parse(doubles)).changes).toEqual([])
  })
})
