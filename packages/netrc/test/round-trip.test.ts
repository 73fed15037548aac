import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findEntry, NetrcError, parse, stringify, toBytes } from '@wellkey/netrc'

const pieces = fc.oneof(
  fc.constantFrom('machine', 'login', 'password', 'account', 'default', 'macdef', 'user', 'port'),
  fc.constantFrom(' ', '\t', '\n', '\r\n', '\r', '\n\n', '#', '"', '\\', "'", ',', '\0'),
  fc.constantFrom('h.example', '\ufeff', 'ä', '🔑'),
)
const netrcLike = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''))
const runs = { numRuns: 5_000 }

describe('parse() and stringify()', () => {
  test('give every string back', () => {
    fc.assert(
      fc.property(fc.oneof(netrcLike, fc.string({ unit: 'binary' })), (text) => {
        expect(stringify(parse(text))).toBe(text)
      }),
      runs,
    )
  })

  test('give all bytes back, whatever their encoding', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      netrcLike.map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(bytes, (source) => {
        fc.pre(!isUtf16(source))
        expect(Buffer.from(toBytes(parse(source)))).toEqual(Buffer.from(source))
      }),
      runs,
    )
  })

  test('never fail on content, and look-ups fail with NetrcError only', () => {
    fc.assert(
      fc.property(netrcLike, (text) => {
        const document = parse(text)
        expect(Array.isArray(document.diagnostics)).toBe(true)
        try {
          findEntry(document, { host: 'h.example' })
        } catch (error) {
          expect(error).toBeInstanceOf(NetrcError)
        }
      }),
      runs,
    )
  })
})

describe('parse()', () => {
  test.for([
    { name: 'little endian', bytes: [0xff, 0xfe, 0x6d, 0x00] },
    { name: 'big endian', bytes: [0xfe, 0xff, 0x00, 0x6d] },
  ])('refuses UTF-16, $name', ({ bytes }) => {
    expect(() => parse(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code: 'ERR_NETRC_ENCODING' }),
    )
  })

  test('refuses more than maxBytes', () => {
    expect(() => parse('machine', { maxBytes: 6 })).toThrow(
      expect.objectContaining({ code: 'ERR_NETRC_TOO_LARGE' }),
    )
    expect(stringify(parse('machine', { maxBytes: 7 }))).toBe('machine')
  })

  test.for([
    { rule: 'netrc/unterminated-quote', text: 'machine h password "p\n', line: 1, column: 20 },
    { rule: 'netrc/missing-value', text: 'machine h\n  login', line: 2, column: 3 },
    { rule: 'netrc/orphan', text: 'login u\nmachine h', line: 1, column: 1 },
    { rule: 'netrc/nul', text: 'machine h password a\0', line: 1, column: 20 },
  ])('reports $rule at its place, without the text', ({ rule, text, line, column }) => {
    const found = parse(text).diagnostics
    expect(found).toMatchObject([{ rule, severity: 'error', line, column }])
  })

  test.for([
    { dialect: 'curl', text: 'machine h login u password "p\n', rule: 'netrc/unterminated-quote' },
    { dialect: 'python', text: 'machine h foo', rule: 'netrc/unknown-keyword' },
    { dialect: 'strict', text: 'machine h user u', rule: 'netrc/unknown-keyword' },
  ] as const)('reports in diagnostics where $dialect gives up', ({ dialect, text, rule }) => {
    const document = parse(text, { dialect })
    expect(document.diagnostics).toMatchObject([{ rule, severity: 'error', line: 1 }])
    expect(() => findEntry(document, { host: 'h' })).toThrow(rule)
  })

  test('keeps its text private', () => {
    const document = parse('machine h login u password s3cr3t')
    expect(JSON.stringify(document)).not.toContain('s3cr3t')
    expect(Object.values(document)).toEqual([])
  })
})

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}
