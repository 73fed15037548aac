import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  entries,
  findEntry,
  fix,
  fixableRules,
  format,
  lint,
  parse,
  stringify,
  toBytes,
} from '@wellkey/netrc'
import type { FormatOptions, NetrcDocument } from '@wellkey/netrc'
import { editCases, lookupCases, sourceOf } from './corpus.ts'
import { ruleCases } from './lint-cases.ts'

const dialects = ['consensus', 'curl', 'python', 'go', 'inetutils'] as const

/** Every answer of every dialect, asked for by name. */
function answers(document: NetrcDocument, names: readonly (typeof dialects)[number][] = dialects) {
  return names.map((dialect) => {
    const read = parse(toBytes(document), { dialect })
    const hosts = entries(parse(toBytes(document))).flatMap(({ host }) => host ?? [])
    return [...new Set(hosts), 'other.example'].map((host) => {
      try {
        const { login = '', password = '' } = findEntry(read, { host }) ?? {}
        return { dialect, host, login, password }
      } catch {
        return { dialect, host, login: '', password: '' }
      }
    })
  })
}

/** The words of a text, comments and macros among them, with all blanks gone. */
function inked(text: string): string {
  return text.replaceAll(/[ \t\r\n]+/g, '')
}

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

  test('moves blanks only, changes no answer and is idempotent on random files', () => {
    fc.assert(
      fc.property(netrcLike, (text) => {
        const document = parse(text)
        const { document: changed } = format(document)
        expect(inked(stringify(changed))).toBe(inked(text))
        expectSameAnswers(document, changed)
        expect(stringify(format(changed).document)).toBe(stringify(changed))
      }),
      { numRuns: 500 },
    )
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

/** What a dialect found before it finds after; where it found nothing, only the consensus' answer. */
function expectSameAnswers(before: NetrcDocument, after: NetrcDocument): void {
  const now = answers(after)
  const [consensus = []] = now
  for (const [at, list] of answers(before).entries()) {
    for (const [number, was] of list.entries()) {
      const is = now[at]?.[number]
      if (was.login !== '' || was.password !== '' || is?.dialect === 'consensus') {
        expect(is).toEqual(was)
      } else if (is !== undefined && (is.login !== '' || is.password !== '')) {
        expect(is).toMatchObject({ ...consensus[number], dialect: is.dialect })
      }
    }
  }
}

const netrcLike = fc
  .array(
    fc.constantFrom(
      'machine a',
      'machine b',
      'login u',
      'login v',
      'password p',
      'password "p q"',
      'default',
      'account x',
      'macdef m',
      '# note',
      '# two words',
      '#',
      '"open',
      'word',
      'port 1',
      ' ',
      '  ',
      '\t',
      '\n',
      '\n',
      '\n  ',
      '\n\n',
      '\r\n',
      '\n \n',
      '\r',
      'login\n',
      'password\n# c d\n',
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(' '))

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
      fc.property(netrcLike, (text) => {
        const document = parse(text)
        const result = fix(document)
        expectSameAnswers(document, result.document)
        expect(result.fixed.length + result.refused.length).toBeLessThan(100)
      }),
      { numRuns: 500 },
    )
  })
})
