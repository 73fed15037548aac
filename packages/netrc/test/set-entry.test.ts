import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  entries,
  findEntry,
  lint,
  NetrcError,
  parse,
  setEntry,
  stringify,
  toBytes,
} from '@wellkey/netrc'
import { editCases, sourceOf } from './corpus.ts'

describe('setEntry() edits the corpus byte for byte', () => {
  test.for(editCases)('$id $what', (edit) => {
    const document = parse(sourceOf(edit.input, edit.input_base64))
    const change = () => setEntry(document, { host: edit.host, password: edit.set_password })
    if (edit.refuse) {
      expect(change).toThrow(NetrcError)
      return
    }
    const expected = sourceOf(edit.expected, edit.expected_base64)
    expect(Buffer.from(toBytes(change())).toString('latin1')).toBe(
      Buffer.from(expected).toString('latin1'),
    )
  })
})

describe('setEntry() adds an entry', () => {
  const values = { host: 'new.example', login: 'apikey', password: 'k' }
  test.for([
    {
      name: 'in three indented lines to an empty file',
      before: '',
      after: 'machine new.example\n  login apikey\n  password k\n',
    },
    {
      name: 'in the layout of its neighbour: one line',
      before: 'machine a login u password p\n',
      after: 'machine a login u password p\nmachine new.example login apikey password k\n',
    },
    {
      name: 'in the layout of its neighbour: tabs, CRLF, no final line end',
      before: 'machine a\r\n\tlogin u\r\n\tpassword p',
      after:
        'machine a\r\n\tlogin u\r\n\tpassword p\r\nmachine new.example\r\n\tlogin apikey\r\n\tpassword k\r\n',
    },
    {
      name: 'with an empty line where the others have one',
      before: 'machine a\nlogin u\npassword p\n\nmachine b\nlogin u\npassword p\n',
      after:
        'machine a\nlogin u\npassword p\n\nmachine b\nlogin u\npassword p\n\nmachine new.example\nlogin apikey\npassword k\n',
    },
    {
      name: 'before default and the comment above it',
      before:
        'machine a login u password p\n# the rest\ndefault login anonymous password me@site\n',
      after:
        'machine a login u password p\nmachine new.example login apikey password k\n# the rest\ndefault login anonymous password me@site\n',
    },
    {
      name: 'behind a macro that is not closed, which it closes',
      before: 'machine a login u password p\nmacdef init\ncd /pub\n',
      after:
        'machine a login u password p\nmacdef init\ncd /pub\n\nmachine new.example login apikey password k\n',
    },
    {
      name: 'behind a byte order mark',
      before: '\ufeff',
      after: '\ufeffmachine new.example\n  login apikey\n  password k\n',
    },
    {
      name: 'beside an entry of the same host with another login',
      before: 'machine new.example login me password mine\n',
      after:
        'machine new.example login me password mine\nmachine new.example login apikey password k\n',
    },
  ])('$name', ({ before, after }) => {
    expect(stringify(setEntry(parse(before), values))).toBe(after)
  })

  test('fills an entry that has no values yet', () => {
    const text = stringify(setEntry(parse('machine new.example # mine\n'), values))
    expect(text).toBe('machine new.example login apikey password k # mine\n')
  })
})

describe('setEntry() gives an entry a login in front of its password', () => {
  test.for([
    {
      name: 'on its line',
      before: 'machine h password p # mine\n',
      after: 'machine h login u password k # mine\n',
    },
    {
      name: 'on a line of its own, below a comment',
      before: 'machine h # mine\n\tpassword p\nmachine b login u\n',
      after: 'machine h # mine\n\tlogin u\n\tpassword k\nmachine b login u\n',
    },
    {
      name: 'and behind its account',
      before: 'machine h\r\n  account a\r\n  password\r\n  p\r\n',
      after: 'machine h\r\n  account a\r\n  login u\r\n  password\r\n  k\r\n',
    },
  ])('$name', ({ before, after }) => {
    const document = parse(before)
    const changed = setEntry(document, { host: 'h', login: 'u', password: 'k' })
    expect(stringify(changed)).toBe(after)
    const rules = lint(changed).map(({ rule }) => rule)
    expect(rules).not.toContain('netrc/password-before-login')
  })
})

describe('setEntry()', () => {
  test.for([
    'a\nmachine evil.example',
    'a\rb',
    'a\0b',
    'a\x1b[2J',
    'a\x7f',
    '\ud800',
    'x'.repeat(4096),
  ])('refuses a value that no spelling can hold: %j', (password) => {
    const change = () => setEntry(parse(''), { host: 'h', login: 'u', password })
    expect(change).toThrow(expect.objectContaining({ code: 'ERR_NETRC_VALUE' }))
  })

  test.for(['', 'default', 'a b', 'a\nb', '#a', 'a"b'])('refuses the machine name %j', (host) => {
    const change = () => setEntry(parse(''), { host, login: 'u', password: 'p' })
    expect(change).toThrow(expect.objectContaining({ code: 'ERR_NETRC_VALUE' }))
  })

  test('refuses an entry with an open quote and leaves the document alone', () => {
    const document = parse('machine h login u password "p\n')
    expect(() => setEntry(document, { host: 'h', password: 'new' })).toThrow(
      expect.objectContaining({ code: 'ERR_NETRC_ENTRY', line: 1 }),
    )
    expect(stringify(document)).toBe('machine h login u password "p\n')
  })

  test.for(['machine a\n  login', 'machine', 'machine a login u password p machine b password'])(
    'refuses to add to a file that ends where a value is due, which would become that value: %j',
    (text) => {
      const change = () => setEntry(parse(text), { host: 'h', login: 'u', password: 'p' })
      expect(change).toThrow(expect.objectContaining({ code: 'ERR_NETRC_VALUE' }))
    },
  )

  test('gives every writable value back, and changes nothing else', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
    )
    const before =
      '# mine\nmachine a.example login ua password "p a" # note\nmachine h.example\n\tlogin x\n\tpassword y\ndefault login d password dp\n'
    fc.assert(
      fc.property(value, value, (login, password) => {
        const document = parse(before)
        let changed
        try {
          changed = setEntry(document, { host: 'h.example', login, password })
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_NETRC_VALUE' })
          return
        }
        const found = findEntry(changed, { host: 'h.example', login })
        if (login === '' && password === '') return
        expect({ login: found?.login, password: found?.password }).toEqual({ login, password })
        expect(findEntry(changed, { host: 'a.example' })).toMatchObject({ password: 'p a' })
        expect(findEntry(changed, { host: 'z' })).toMatchObject({ password: 'dp', isDefault: true })
        if (login !== 'x')
          expect(stringify(changed).startsWith(before.slice(0, before.indexOf('default')))).toBe(
            true,
          )
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('entries()', () => {
  test('tells line and column of every entry, as findEntry() does', () => {
    const names = Array.from({ length: 50 }, (_, at) => `h${at}.example`)
    const lines = names.map((name, at) => `${' '.repeat(at % 3)}machine ${name} login u\r\n\n`)
    const document = parse(lines.join(''))
    const expected = names.map((_, at) => ({ line: 2 * at + 1, column: (at % 3) + 1 }))
    const listed = entries(document).map(({ line, column }) => ({ line, column }))
    expect(listed).toEqual(expected)
    expect(names.map((host) => findEntry(document, { host }))).toMatchObject(expected)
  })

  // Not a measurement: with a time that grows by the square this does not end within the time limit.
  test('ends on 200,000 entries, and diagnostics on as many findings', () => {
    const count = 200_000
    expect(entries(parse('machine h login u password p\n'.repeat(count)))).toHaveLength(count)
    expect(parse('login u\n'.repeat(count)).diagnostics.at(-1)).toMatchObject({ line: count })
  })

  test('lists what is there, without a secret', () => {
    const document = parse('machine a login u password s3cr3t\ndefault account x\n')
    expect(entries(document)).toEqual([
      {
        host: 'a',
        login: 'u',
        isDefault: false,
        hasPassword: true,
        hasAccount: false,
        line: 1,
        column: 1,
      },
      { isDefault: true, hasPassword: false, hasAccount: true, line: 2, column: 1 },
    ])
  })
})
