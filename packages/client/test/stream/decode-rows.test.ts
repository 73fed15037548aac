// Any way of cutting the bytes of an answer into chunks gives the same rows.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRowDecoder, type AnswerEnd } from '../../src/stream/decode-rows.ts'
import { UndecodableError } from '../../src/stream/undecodable-error.ts'

interface Decoded {
  readonly head: unknown
  readonly rows: readonly unknown[]
  readonly end: AnswerEnd
}

function decode(chunks: readonly Uint8Array[], maxBytes = 1e6): Decoded {
  const decoder = createRowDecoder(maxBytes)
  const rows = chunks.flatMap((chunk) => [...decoder.push(chunk)])
  const end = decoder.end()
  return { head: decoder.head, rows, end }
}

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted(
    (one, other) => one - other,
  )
  return sorted.slice(1).map((place, index) => bytes.subarray(sorted[index], place))
}

const bytewise = (text: string) => [...Buffer.from(text)].map((byte) => Uint8Array.of(byte))
const whole = (text: string) => [Buffer.from(text)]

/** Texts full of what could be taken for the end of a row, of a text or of the rows. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '\n', '\u2028', 'é', '😀', '0'),
  }),
  fc.constantFrom('"rows":[', '"rows" : [ {', '}]', '},{', '\\"', '\\\\"}', '"rowCount":0}', '{}'),
)
const value = fc.oneof(
  hostileText,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.boolean(),
  fc.constant(null),
)
const name = hostileText.filter((text) => text !== '__proto__')
const flatRow = fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true })
const cell = fc.record(
  { value, displayValue: value, url: hostileText },
  { requiredKeys: ['value'] },
)
const nestedRow = fc.record({
  data: fc.dictionary(name, fc.oneof(cell, fc.array(cell, { maxLength: 3 })), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
  links: fc.constant({ details: { href: '/home/x', title: '}],"rows":[{' } }),
})
const rowsOf = fc.oneof(fc.array(flatRow, { maxLength: 8 }), fc.array(nestedRow, { maxLength: 5 }))

describe('createRowDecoder()', () => {
  test('any split of the bytes gives the same rows, head and tail', () => {
    fc.assert(
      fc.property(
        rowsOf,
        hostileText,
        hostileText,
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.constantFrom(undefined, 2, '\t'),
        fc.nat(3),
        (rows, before, after, places, space, blanks) => {
          const answer = {
            schemaName: before,
            metaData: { fields: [{ name: before, rows: [{ a: 1 }] }], root: 'rows' },
            'x"rows': ['y'],
            rows,
            rowCount: rows.length,
            messages: [{ rows: [after] }],
          }
          const bytes = Buffer.from(' '.repeat(blanks) + JSON.stringify(answer, null, space))
          const { rows: _rows, rowCount, messages, ...head } = answer
          const expected = JSON.parse(
            JSON.stringify({
              head: { ...head, rows: [] },
              rows,
              end: { kind: 'rows', tail: { rows: [], rowCount, messages } },
            }),
          )
          expect(decode(cut(bytes, places))).toEqual(expected)
        },
      ),
      { numRuns: 400 },
    )
  })

  test('byte by byte, and all at once', () => {
    const rows = [{ a: 'x"}\\' }, { a: '日本😀' }, {}, { a: [{}, [{ b: ']' }]] }]
    const text = JSON.stringify({ rows, rowCount: 4 })
    const expected = {
      head: { rows: [] },
      rows,
      end: { kind: 'rows', tail: { rows: [], rowCount: 4 } },
    }
    expect(decode(bytewise(text))).toEqual(expected)
    expect(decode(whole(text))).toEqual(expected)
  })

  test('gives a row as soon as its last byte is there', () => {
    const decoder = createRowDecoder(1000)
    expect(decoder.push(Buffer.from('{"rows":[{"a":1'))).toEqual([])
    expect(decoder.head).toEqual({ rows: [] })
    expect(decoder.push(Buffer.from('}'))).toEqual([{ a: 1 }])
    expect(decoder.push(Buffer.from(',{"a":2},{"a"'))).toEqual([{ a: 2 }])
  })

  test('takes the name of the rows as JSON writes it', () => {
    expect(decode(whole(String.raw`{"r\u006fws":[{"a":1}]}`)).rows).toEqual([{ a: 1 }])
  })

  test('drops __proto__ and the URLs of LabKey', () => {
    const [row] = decode(whole('{"rows":[{"a":1,"__proto__":{"b":2},"_labkeyurl_a":"/x"}]}')).rows
    expect(Object.keys(row as object)).toEqual(['a'])
    expect((row as { b?: number }).b).toBeUndefined()
  })

  test.each([
    ['an object without rows', '{"exception":"no"}', { exception: 'no' }],
    ['rows that are no array', '{"rows":null,"x":["rows"]}', { rows: null, x: ['rows'] }],
    ['rows deeper down', '{"a":{"rows":[{}]}}', { a: { rows: [{}] } }],
  ])('%s is no answer with rows', (_name, text, json) => {
    const expected = { kind: 'no rows', parsed: { kind: 'json', value: json } }
    expect(decode(bytewise(text)).end).toEqual(expected)
    expect(decode(bytewise(text)).rows).toEqual([])
  })

  test.each([
    ['empty', ''],
    ['empty', '  \n'],
    ['text', 'No such page'],
    ['text', '{"rowCount":1'],
  ])('%s: %j', (kind, text) => {
    expect(decode(whole(text)).end).toEqual({ kind: 'no rows', parsed: { kind } })
  })

  const complete = '{"schemaName":"s","rows":[{"a":"}]"},{"a":[1]}],"rowCount":2}'
  test('an answer that stops anywhere before its end is not whole', () => {
    const start = complete.indexOf('[') + 1
    for (let length = start; length < complete.length; length++) {
      const text = complete.slice(0, length)
      expect(() => decode(whole(text))).toThrow(UndecodableError)
      expect(() => decode(bytewise(text))).toThrow(UndecodableError)
    }
    expect(decode(whole(complete)).rows).toHaveLength(2)
  })

  test.each([
    ['{"rows":[{"a":1} {"a":2}]}'],
    ['{"rows":[{"a":1},,{"a":2}]}'],
    ['{"rows":[,{"a":1}]}'],
    ['{"rows":[{"a":1},]}'],
    ['{"rows":[1]}'],
    ['{"rows":[null,{"a":1}]}'],
    ['{"rows":[[{"a":1}],{"a":1}]}'],
    ['{"rows":[{"a":01}]}'],
    ['{"rows":[{"a":1}]]}'],
    ['{"rows":[{"a":1}],"rowCount":1}}'],
    ['{"x" "rows":[{"a":1}]}'],
    ['x{"rows":[{"a":1}]}'],
    ['[{"rows":[{"a":1}]}]'],
  ])('refuses what is not JSON, or not an answer: %s', (text) => {
    const outcome = (chunks: readonly Uint8Array[]) => {
      try {
        const { end } = decode(chunks)
        return end.kind
      } catch (error) {
        return error instanceof UndecodableError ? 'no rows' : error
      }
    }
    expect(outcome(whole(text))).toBe('no rows')
    expect(outcome(bytewise(text))).toBe('no rows')
  })

  test('knows a page by its first byte', () => {
    const decoder = createRowDecoder(1000)
    expect(() => decoder.push(Buffer.from('\n <!DOCTYPE html><title>'))).toThrow(
      expect.objectContaining({ kind: 'html' }),
    )
  })

  test.each([
    ['one row', '{"rows":[{"a":"'],
    ['what stands before the rows', '{"a":"'],
    ['what stands behind them', '{"rows":[],"a":"'],
  ])('bounds %s', (_name, start) => {
    const decoder = createRowDecoder(10_000)
    decoder.push(Buffer.from(start))
    decoder.push(Buffer.alloc(9000, 'x'))
    expect(() => decoder.push(Buffer.alloc(9000, 'x'))).toThrow(
      expect.objectContaining({ kind: 'too large' }),
    )
  })

  test('the bound is for one row, not for all of them', () => {
    const row = JSON.stringify({ a: 'x'.repeat(500) })
    const rows = Array.from({ length: 100 }, () => row).join(',')
    expect(
      decode(cut(Buffer.from(`{"rows":[${rows}]}`), [9000, 18_000, 27_000, 36_000, 45_000]), 10_000)
        .rows,
    ).toHaveLength(100)
  })

  test('large chunks, whose ends of rows are guessed, give the same rows', () => {
    const text = fc.constantFrom(
      '},{',
      '"},{"',
      '\\"},{',
      '}',
      '{',
      'x'.repeat(900),
      '],"rows":[',
      'é',
    )
    const texts = fc.array(text, { maxLength: 6 }).map((parts) => parts.join(''))
    const list = fc.array(fc.record({ b: texts }), { maxLength: 3 })
    const row = fc.record({ a: texts, c: fc.oneof(texts, list) })
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 5, maxLength: 60 }),
        fc.integer({ min: 4096, max: 20_000 }),
        fc.constantFrom(undefined, 1, '\t'),
        (rows, size, space) => {
          const answer = { rows, rowCount: rows.length, messages: [{ a: '},{' }, { a: 1 }] }
          const bytes = Buffer.from(JSON.stringify(answer, null, space))
          const places = Array.from(
            { length: Math.floor(bytes.length / size) },
            (_, index) => (index + 1) * size,
          )
          const { rows: found, end } = decode(cut(bytes, places))
          expect(found).toEqual(rows)
          expect(end).toMatchObject({ kind: 'rows', tail: { rowCount: rows.length } })
        },
      ),
      { numRuns: 150 },
    )
  })

  test('a large row in small chunks takes time in proportion to its size', () => {
    const text = `{"rows":[{"a":"${'x\\"},{'.repeat(200_000)}"}]}`
    const bytes = Buffer.from(text)
    const chunks = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, index) =>
      bytes.subarray(index * 16, index * 16 + 16),
    )
    const start = performance.now()
    expect(decode(chunks, 1e8).rows).toHaveLength(1)
    // Quadratic, this would take minutes.
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
