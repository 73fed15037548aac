import { pipeline, type Readable } from 'node:stream'
import { JSONParser } from '@streamparser/json'
import type { QueryRow } from '@wellkey/client'
import { parse } from 'csv-parse'
import { CliError } from '../cli-error.ts'
import type { InputFormat } from '../row-formats.ts'

/**
 * Reads rows one by one, in the same memory however many there are.
 *
 * CSV and TSV: quotes as in RFC 4180, the first line names the columns, every line has as many cells,
 * empty lines are skipped, an empty cell is null. JSON: an array of objects. NDJSON: an object a line.
 *
 * @throws {CliError} with the line or row that is wrong; never with the text of a value
 */
export async function* readRows(stream: Readable, format: InputFormat): AsyncGenerator<QueryRow> {
  switch (format) {
    case 'csv':
      yield* delimitedRows(stream, ',')
      return
    case 'tsv':
      yield* delimitedRows(stream, '\t')
      return
    case 'json':
      yield* jsonRows(stream)
      return
    case 'ndjson':
      yield* lineRows(stream)
  }
}

async function* delimitedRows(stream: Readable, delimiter: string): AsyncGenerator<QueryRow> {
  const parser = parse({ delimiter, bom: true, skip_empty_lines: true })
  pipeline(stream, parser, () => undefined)
  let names: readonly string[] | undefined
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (names === undefined) names = namesOf(record)
      else {
        const cells = names.map((name, index) => [name, record[index] || null] as const)
        yield Object.fromEntries(cells)
      }
    }
  } catch (error) {
    throw isCsvError(error) ? new CliError(wordsOf(error)) : error
  }
}

function namesOf(record: readonly string[]): readonly string[] {
  const names = record.map((name) => name.trim())
  if (names.includes('')) throw new CliError('A column has no name in the first line')
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new CliError(`The first line names the column ${twice} twice`)
  return names
}

interface CsvFault {
  readonly code: string
  readonly lines?: number
}

function isCsvError(error: unknown): error is CsvFault {
  return error instanceof Error && String(Reflect.get(error, 'code')).startsWith('CSV_')
}

/** The parser's own words may hold the text of a cell. */
function wordsOf({ code, lines }: CsvFault): string {
  const place = lines === undefined ? '' : ` in line ${lines}`
  switch (code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
      return `There are not as many cells as columns${place}`
    case 'CSV_QUOTE_NOT_CLOSED':
      return `A quote is not closed${place}`
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return `A quote stands where none may be${place}; write it twice, within quotes`
    default:
      return `The input cannot be read${place} (${code})`
  }
}

async function* jsonRows(stream: Readable): AsyncGenerator<QueryRow> {
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false })
  let rows: QueryRow[] = []
  let count = 0
  let isArray: boolean | undefined
  parser.onValue = ({ value, key, partial }) => {
    if (partial === true) return
    count++
    if (typeof key !== 'number') throw new CliError('The JSON is not an array of objects')
    rows.push(assertRow(value, `Row ${count}`))
  }
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    isArray ??= startsArray(chunk)
    try {
      parser.write(chunk)
    } catch (error) {
      if (error instanceof CliError) throw error
      // The parser's own words quote the text.
      throw new CliError(`The input is not JSON, in or behind row ${count + 1}`)
    }
    yield* rows
    rows = []
  }
  if (isArray !== true) throw new CliError('The JSON is not an array of objects')
  if (!parser.isEnded) throw new CliError('The JSON stops before its end')
}

/** `undefined` while there is nothing but blanks. */
function startsArray(chunk: Uint8Array): boolean | undefined {
  const first = /[^\s\ufeff]/.exec(Buffer.from(chunk).toString('utf8'))?.[0]
  return first === undefined ? undefined : first === '['
}

async function* lineRows(stream: Readable): AsyncGenerator<QueryRow> {
  let count = 0
  for await (const line of linesOf(stream)) {
    count++
    const text = count === 1 ? line.replace(/^\ufeff/, '') : line
    if (text.trim() !== '') yield assertRow(jsonOf(text, count), `Line ${count}`)
  }
}

/** Not readline's: it takes U+2028 for a line end, which may stand in JSON, and swallows errors. */
async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let rest = ''
  stream.setEncoding('utf8')
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = chunk.split('\n')
    const last = lines.pop() ?? ''
    const [first, ...others] = lines
    if (first === undefined) {
      rest += last
      continue
    }
    yield rest + first
    yield* others
    rest = last
  }
  yield rest
}

function jsonOf(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Its own words quote the text.
    throw new CliError(`Line ${line} is not JSON`)
  }
}

function assertRow(value: unknown, place: string): QueryRow {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as QueryRow
  }
  throw new CliError(`${place} is not an object`)
}
