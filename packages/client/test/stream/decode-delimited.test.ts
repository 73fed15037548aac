// The delimited form of sql-execute: records and fields, in any chunks.
import fc from 'fast-check'
import {
  createClient,
  fromValue,
  LabKeyDecodeError,
  LabKeyOptionsError,
  LabKeyQueryError,
} from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { createDelimitedDecoder } from '../../src/stream/decode-delimited.ts'
import { UndecodableError } from '../../src/stream/undecodable-error.ts'
import { rejection, sampleKey, startServer } from '../recording-server.ts'

const us = '\u001f'
const rs = '\u001e'
const sep = `${us}\t`
const eol = `${rs}\n`
const record = (...fields: readonly string[]) => fields.join(sep) + eol
const head = (columns: Readonly<Record<string, string>>) =>
  record('18.2', 'name', 'jdbcType') +
  record(...Object.keys(columns)) +
  record(...Object.values(columns))

function decode(text: string, places: readonly number[] = []) {
  const bytes = Buffer.from(text)
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length]
  const decoder = createDelimitedDecoder(100_000)
  const sorted = cuts.toSorted((one, other) => one - other)
  const rows = sorted
    .slice(1)
    .flatMap((place, index) => [...decoder.push(bytes.subarray(sorted[index], place))])
  return { rows, columns: decoder.columns, rest: decoder.end() }
}

describe('createDelimitedDecoder()', () => {
  test('reads values by the types of their columns', () => {
    const columns = {
      I: 'INTEGER',
      B: 'BIGINT',
      D: 'DOUBLE',
      N: 'DECIMAL',
      F: 'BOOLEAN',
      T: 'TIMESTAMP',
      V: 'VARCHAR',
    }
    const text =
      head(columns) +
      record('-7', '9007199254740991', '1.5E-3', '12.50', '1', '2024-05-31 10:00', 'a\tb\nc') +
      record('', '9007199254740993', 'NaN', '', '0', '', '007') +
      record('x', '', 'Infinity', '1e', 'yes', '', '')
    const { rows, rest } = decode(text)
    expect(rows).toEqual([
      {
        I: -7,
        B: Number.MAX_SAFE_INTEGER,
        D: 0.0015,
        N: 12.5,
        F: true,
        T: '2024-05-31 10:00',
        V: 'a\tb\nc',
      },
      { I: null, B: '9007199254740993', D: Number.NaN, N: null, F: false, T: null, V: '007' },
      // What is not of the type that it should be stays as it came.
      { I: 'x', B: null, D: Infinity, N: '1e', F: 'yes', T: null, V: null },
    ])
    expect(rest).toBe('')
  })

  test('any split of the bytes gives the same rows', () => {
    const field = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\t', '\n', '\u001f', '\u001e', 'é', '😀', '"') }),
    )
    const inner = new RegExp(`[${us}${rs}]+(?=[\\t\\n])`, 'g')
    const outer = new RegExp(`[${us}${rs}]+$|^[\\t\\n]+`, 'g')
    const clean = field
      .map((text) => text.replaceAll(inner, ''))
      // A mark at an end would make another one with what the form puts there.
      .map((text) => text.replaceAll(outer, ''))
      .filter((text) => !/\p{Cs}/u.test(text))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(clean, clean, clean), { maxLength: 10 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (records, places) => {
          const text =
            head({ A: 'VARCHAR', B: 'CHAR', C: 'VARCHAR' }) +
            records.map((fields) => record(...fields)).join('')
          const expected = records.map(([A, B, C]) => ({
            A: A || null,
            B: B || null,
            C: C || null,
          }))
          expect(decode(text, places).rows).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a column named __proto__ is dropped', () => {
    const { rows } = decode(head({ __proto__: 'VARCHAR', A: 'VARCHAR' }) + record('a'))
    expect(rows).toEqual([{ A: 'a' }])
    const odd =
      record('18.2', 'name', 'jdbcType') + record('__proto__', 'A') + record('VARCHAR', 'VARCHAR')
    const [row] = decode(odd + record('x', 'a')).rows
    expect(Object.keys(row ?? {})).toEqual(['A'])
  })

  test.each([
    ['fields are missing', head({ A: 'VARCHAR', B: 'VARCHAR' }) + record('a')],
    ['there are too many fields', head({ A: 'VARCHAR' }) + record('a', 'b')],
    ['there is no version', record('A') + record('VARCHAR')],
    [
      'names and types differ',
      record('18.2', 'name', 'jdbcType') + record('A', 'B') + record('INTEGER'),
    ],
    ['there are no names', record('18.2', 'x', 'y') + record('A') + record('INTEGER')],
  ])('%s: it is not this form', (_name, text) => {
    expect(() => decode(text)).toThrow(UndecodableError)
  })

  test('one record is bounded', () => {
    expect(() => decode(head({ A: 'VARCHAR' }) + 'x'.repeat(200_000))).toThrow(
      expect.objectContaining({ kind: 'too large' }),
    )
  })
})

describe('streamSql() in the delimited form', () => {
  const statement = { schemaName: 'lists', sql: 'SELECT 1 AS A', form: 'delimited' } as const

  async function answering(body: string) {
    const server = await startServer(() => ({ body, headers: { 'content-type': 'text/plain' } }))
    const options = {
      baseUrl: server.url,
      credentials: fromValue(sampleKey),
      retry: false,
    } as const
    return { server, labkey: createClient(options) }
  }

  test('asks for its own separators, with the SQL encoded', async () => {
    const { server, labkey } = await answering(head({ A: 'INTEGER' }) + record('1'))
    const stream = labkey.query.streamSql<{ A: number }>({ ...statement, parameters: { P: 3 } })
    expect(await stream.metadata()).toMatchObject({
      schemaName: 'lists',
      columns: [{ name: 'A', type: 'int' }],
    })
    expect(await stream.next()).toEqual({ done: false, value: { A: 1 } })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(stream.rowCount).toBeUndefined()
    const { sql, ...body } = JSON.parse(server.requests[0]?.body ?? '') as { sql: string }
    expect(body).toEqual({ schema: 'lists', parameters: { P: '3' }, sep, eol })
    const mark = '/*{{base64/x-www-form-urlencoded/wafText}}*/'
    expect(sql.startsWith(mark)).toBe(true)
    expect(decodeURIComponent(Buffer.from(sql.slice(mark.length), 'base64').toString())).toBe(
      'SELECT 1 AS A',
    )
    expect(server.requests[0]?.path).toBe('/sql-execute.api')
  })

  test.each([
    [
      'a failure behind rows',
      record('1') + '{"success":false,"exception":"late"}',
      LabKeyQueryError,
    ],
    ['a cut record', record('1') + '2', LabKeyDecodeError],
  ])('%s is thrown behind them', async (_name, rest, type) => {
    const { labkey } = await answering(head({ A: 'INTEGER' }) + rest)
    const stream = labkey.query.streamSql(statement)
    expect(await stream.next()).toEqual({ done: false, value: { A: 1 } })
    expect(await rejection(stream.next())).toBeInstanceOf(type)
  })

  test('no header is an error', async () => {
    const { labkey } = await answering(record('18.2', 'name', 'jdbcType'))
    expect(await rejection(labkey.query.streamSql(statement).next())).toBeInstanceOf(
      LabKeyDecodeError,
    )
  })

  test.each([
    ['maxRows', { ...statement, maxRows: 3 }],
    ['form', { ...statement, form: 'csv' }],
    ['sql', { ...statement, sql: '' }],
    ['well-formed', { ...statement, sql: 'SELECT \uD800' }],
    ['schemaName', { ...statement, schemaName: undefined }],
  ])('names the wrong option: %s', async (name, options) => {
    const { labkey, server } = await answering('')
    const error = await rejection(labkey.query.streamSql(options as never).next())
    expect(error).toBeInstanceOf(LabKeyOptionsError)
    expect((error as Error).message).toContain(name)
    expect(server.requests).toEqual([])
  })
})
