import { describe, expect, test } from 'vitest'
import { parse, removeEntry, setEntry, stringify } from '@wellkey/netrc'

describe('removeEntry()', () => {
  const a = 'machine a\n  login u\n  password p\n'
  const b = 'machine b\n  login v\n  password q\n'
  const h = 'machine h\n  login w\n  # inside\n  password r # mine\n'
  test.for([
    { name: 'the only one', before: h, after: '' },
    { name: 'the first of two', before: h + a, after: a },
    { name: 'one between two', before: a + h + b, after: a + b },
    { name: 'the last', before: a + h, after: a },
    {
      name: 'with the empty line that sets it off',
      before: `${a}\n${h}\n${b}`,
      after: `${a}\n${b}`,
    },
    { name: 'with the empty line before, at the end', before: `${a}\n${h}`, after: a },
    { name: 'with the empty line behind, at the top', before: `${h}\n${a}`, after: a },
    {
      name: 'with the comment right above',
      before: `${a}# old\n  # older\n${h}${b}`,
      after: a + b,
    },
    {
      name: 'without a comment that stands apart',
      before: `${a}# a\n\n${h}${b}`,
      after: `${a}# a\n\n${b}`,
    },
    {
      name: 'without the comment that opens the file',
      before: `# mine\n${h}${b}`,
      after: `# mine\n${b}`,
    },
    {
      name: 'with its macro',
      before: `${a}machine h login u\nmacdef init\ncd\n\n${b}`,
      after: a + b,
    },
    {
      name: 'without the macro before',
      before: `${a}macdef m\nx\n\n${h}${b}`,
      after: `${a}macdef m\nx\n\n${b}`,
    },
    {
      name: 'first on a line',
      before: 'machine h login w machine a login u\n',
      after: 'machine a login u\n',
    },
    {
      name: 'last on a line',
      before: 'machine a login u  machine h login w # c\r\n',
      after: 'machine a login u\r\n',
    },
    {
      name: 'amid a line',
      before: 'machine a login u machine h login w machine b login v\n',
      after: 'machine a login u machine b login v\n',
    },
    {
      name: 'on CRLF, without a final line end',
      before: 'machine a login u\r\n\r\nmachine h login w',
      after: 'machine a login u\r\n',
    },
    { name: 'all of the machine', before: `${h}${a}machine H login x\n`, after: a },
  ])('removes $name', ({ before, after }) => {
    expect(stringify(removeEntry(parse(before), { host: 'h' }))).toBe(after)
  })

  test('removes the entries of one login only', () => {
    const text = 'machine h login u password p\nmachine h login v password q\n'
    expect(stringify(removeEntry(parse(text), { host: 'h', login: 'v' }))).toBe(
      'machine h login u password p\n',
    )
  })

  test('gives the same document back where there is nothing to remove', () => {
    const document = parse(a)
    expect(removeEntry(document, { host: 'h' })).toBe(document)
    expect(removeEntry(document, { host: 'a', login: 'x' })).toBe(document)
  })

  test('is refused where a target would read the rest otherwise', () => {
    // curl takes the mark for a part of the first word, and would lose the next entry with it.
    const document = parse(`\ufeff${h}${a}`)
    expect(() => removeEntry(document, { host: 'h' })).toThrow(/curl/)
    expect(stringify(removeEntry(document, { host: 'h' }, { dialects: [] }))).toBe(`\ufeff${a}`)
  })
})

describe('setEntry() for named dialects', () => {
  test.for([
    { dialects: ['go'], password: 'a b', reads: undefined },
    { dialects: ['curl', 'python'], password: 'a b', reads: '"a b"' },
    { dialects: ['inetutils'], password: 'a,b', reads: '"a,b"' },
    { dialects: ['curl'], password: 'a,b', reads: 'a,b' },
    { dialects: ['curl'], password: 'a\\b', reads: 'a\\b' },
    { dialects: ['strict'], password: 'machine', reads: '"machine"' },
    { dialects: ['go', 'python'], password: 'a\\b', reads: undefined },
  ] as const)(
    'spells $password for $dialects so that all read it',
    ({ dialects, password, reads }) => {
      const change = () => setEntry(parse(''), { host: 'h', login: 'u', password }, { dialects })
      if (reads === undefined) {
        expect(change).toThrow(expect.objectContaining({ code: 'ERR_NETRC_VALUE' }))
      } else {
        expect(stringify(change())).toBe(`machine h\n  login u\n  password ${reads}\n`)
      }
    },
  )

  test('is refused where default comes first and curl would take that', () => {
    const document = parse('default login d password e\nmachine h login u password p\n')
    expect(stringify(setEntry(document, { host: 'h', password: 'n' }))).toContain('password n\n')
    expect(() => setEntry(document, { host: 'h', password: 'n' }, { dialects: ['curl'] })).toThrow(
      expect.objectContaining({ code: 'ERR_NETRC_VALUE' }),
    )
  })

  test('is refused where quotes make Python stumble over the comment below', () => {
    const document = parse(
      'machine h login u password p\n# two words\nmachine a login v password q\n',
    )
    expect(stringify(setEntry(document, { host: 'h', password: 'n' }))).toContain('password n\n')
    expect(() => setEntry(document, { host: 'h', password: 'n w' })).toThrow(/Python/)
    expect(
      stringify(setEntry(document, { host: 'h', password: 'n w' }, { dialects: ['curl'] })),
    ).toContain('"n w"')
  })

  test('is refused where curl could not read the file any more for its size', () => {
    const entry = 'machine a login u password p\n'
    const document = parse(entry.repeat(Math.floor(131_070 / entry.length)))
    expect(() => setEntry(document, { host: 'h', login: 'u', password: 'p'.repeat(30) })).toThrow(
      /curl/,
    )
  })
})
