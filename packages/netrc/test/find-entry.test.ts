import { describe, expect, test } from 'vitest'
import { findEntry, NetrcError, parse } from '@wellkey/netrc'
import { lookupCases, sourceOf } from './corpus.ts'

describe('findEntry() answers the corpus as the grammar does', () => {
  test.for(lookupCases)('$id $feature', ({ netrc, netrc_base64, query, consensus }) => {
    const ask = () => findEntry(parse(sourceOf(netrc, netrc_base64)), query)
    if (consensus?.error) {
      expect(ask).toThrow(NetrcError)
      return
    }
    const found = ask()
    expect({ login: found?.login || null, password: found?.password || null }).toEqual({
      login: consensus?.login || null,
      password: consensus?.password || null,
    })
  })
})

describe('findEntry()', () => {
  const page = 'machine localhost\nlogin apikey\npassword the_long_string_session_apikey\n'

  test("reads the example of LabKey's session key page", () => {
    expect(findEntry(parse(page), { host: 'localhost' })).toEqual({
      login: 'apikey',
      password: 'the_long_string_session_apikey',
      host: 'localhost',
      isDefault: false,
      line: 1,
      column: 1,
    })
  })

  test('tells line and column of the entry, on CRLF and behind a byte order mark too', () => {
    const document = parse('\ufeff# mine\r\n\r\n  machine a.example login u password p\r\n')
    expect(findEntry(document, { host: 'a.example' })).toMatchObject({ line: 3, column: 3 })
  })

  test.for([
    { name: 'an exact login wins over an earlier entry', login: 'bob', expected: 'pb' },
    { name: 'an entry without a login serves any login', login: 'carol', expected: 'p0' },
    { name: 'the first entry counts without a login', login: undefined, expected: 'pa' },
  ])('$name', ({ login, expected }) => {
    const document = parse(
      'machine h login alice password pa\nmachine h password p0\nmachine h login bob password pb\n',
    )
    const found = findEntry(document, { host: 'h', ...(login && { login }) })
    expect(found?.password).toBe(expected)
  })

  test('never gives the password of another login, nor of default, to a login (CVE-2026-8926)', () => {
    const document = parse('machine h login bob password pb\n')
    expect(findEntry(document, { host: 'h', login: 'alice' })).toBeUndefined()
  })

  test('never completes a half entry from default (CVE-2024-11053, CVE-2025-0167)', () => {
    const document = parse('machine h login u\ndefault login d password dp\n')
    expect(findEntry(document, { host: 'h' })).toMatchObject({ login: 'u', isDefault: false })
    expect(findEntry(document, { host: 'h' })).not.toHaveProperty('password')
    expect(
      findEntry(parse('machine h\ndefault login d password dp\n'), { host: 'h' }),
    ).toBeUndefined()
  })

  test.for([
    'h\r',
    '\th',
    'bücher\r',
    'bücher\n',
    'bücher/x',
    'bücher?x',
    'bücher#x',
    'bücher:80',
    'ä@bücher',
    'ä:b@h',
    'b%C3%BCcher-ä',
    'bücher\\x',
  ])('takes %j for no other name than it is', (host) => {
    const names = ['h', 'bücher', 'xn--bcher-kva', 'xn--bcher--gua0q']
    const document = parse(names.map((name) => `machine ${name} login u password p\n`).join(''))
    expect(findEntry(document, { host })).toBeUndefined()
  })

  test('says when default answered', () => {
    const document = parse('default login d password dp\n')
    expect(findEntry(document, { host: 'z' })).toMatchObject({ isDefault: true, host: 'z' })
  })

  test.for([
    { name: 'an open quote', text: 'machine h login u password "abc\n' },
    {
      name: 'an open quote in the login, although a login is asked',
      text: 'machine h login "u password p\n',
    },
    { name: 'NUL', text: 'machine h login u password a\0b\n' },
  ])('refuses an entry with $name, by position and without its text', ({ text }) => {
    const document = parse(`# first\n${text}`)
    for (const query of [{ host: 'h' }, { host: 'h', login: 'u' }]) {
      let thrown: unknown
      try {
        findEntry(document, query)
      } catch (error) {
        thrown = error
      }
      expect(thrown).toBeInstanceOf(NetrcError)
      expect(thrown).toMatchObject({ code: 'ERR_NETRC_ENTRY', line: 2, column: 1 })
      expect(String(thrown)).not.toMatch(/abc|password p/)
    }
  })

  test('gives a value that is not UTF-8 as bytes and never as a replacement character', () => {
    const bytes = Buffer.from('machine h login u password p\xe9ss\n', 'latin1')
    const found = findEntry(parse(bytes), { host: 'h' })
    expect(found?.login).toBe('u')
    expect(found?.password).toBeUndefined()
    expect(Buffer.from(found?.undecoded?.password ?? [])).toEqual(Buffer.from('p\xe9ss', 'latin1'))
    expect(parse(bytes).diagnostics).toMatchObject([
      { rule: 'netrc/invalid-utf8', line: 1, column: 28 },
    ])
  })

  test('finds hosts that are named like members of Object.prototype', () => {
    const document = parse('machine __proto__ login u password p\n')
    expect(findEntry(document, { host: '__proto__' })?.password).toBe('p')
    expect(findEntry(document, { host: 'constructor' })).toBeUndefined()
    expect({}).not.toHaveProperty('login')
  })

  test.for([
    { machine: '::1', host: '[::1]' },
    { machine: 'xn--bcher-kva.example', host: 'bücher.example' },
    { machine: 'LAB.Example', host: 'lab.eXample' },
  ])('finds machine $machine for $host', ({ machine, host }) => {
    expect(findEntry(parse(`machine ${machine} login u password p`), { host })?.password).toBe('p')
  })
})
