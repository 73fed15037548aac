import type { ColumnSeed, SeedRow, SeedValue, TableSeed } from '../options.ts'
import { ActionError } from '../http/failures.ts'
import { ServerError } from '../server-error.ts'
import { parseDate } from '../data/dates.ts'
import { parseDelimited } from '../write/parse-delimited.ts'

/** How {@link tableFromText} reads its text. */
export interface TableFromTextOptions {
  /** Default: tab. */
  readonly delimiter?: '\t' | ','
  /** Columns to use instead of those made of the text; those not named in its head stay empty. */
  readonly columns?: readonly ColumnSeed[]
  /** Everything else of the table, such as `containers`. Default: none. */
  readonly table?: Omit<Partial<TableSeed>, 'name' | 'columns' | 'rows'>
}

/**
 * Returns a table from TSV or CSV whose first line names the columns.
 *
 * Without `columns`, a column is `int`, `float`, `boolean` or `date` if every value of it reads as one,
 * else `string`; the first column is the key if its values are all there and all different. An empty
 * field is null.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` that names the table, and the line at fault.
 */
export function tableFromText(
  name: string,
  text: string,
  { delimiter = '\t', columns, table = {} }: TableFromTextOptions = {},
): TableSeed {
  const [head = [], ...records] = readRecords(name, text, delimiter)
  if (head.length === 0) throw wrong(name, 'it has no line that names the columns')
  const long = records.findIndex((record) => record.length > head.length)
  if (long >= 0) throw wrong(name, `row ${long + 1} has more fields than there are columns`)
  const seeds = columns ?? head.map((column, index) => guessColumn(column, index, records))
  const types = new Map(seeds.map((column) => [column.name, column.type]))
  const rows = records.map((record): SeedRow =>
    Object.fromEntries(
      head.map((column, index) => [column, readValue(record[index] ?? '', types.get(column))]),
    ),
  )
  return { ...table, name, columns: seeds, rows }
}

function readRecords(
  name: string,
  text: string,
  delimiter: '\t' | ',',
): readonly (readonly string[])[] {
  try {
    return parseDelimited(text, delimiter)
  } catch (error) {
    if (error instanceof ActionError) throw wrong(name, error.message)
    throw error
  }
}

const readers: readonly (readonly [ColumnSeed['type'], (text: string) => boolean])[] = [
  // A number with a leading zero is a code, and one too long for a number is one, too.
  ['int', (text) => /^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))],
  ['float', (text) => /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text)],
  ['boolean', (text) => /^(true|false)$/i.test(text)],
  ['date', (text) => /^\d{4}-\d\d-\d\d/.test(text) && parseDate(text, 0) !== undefined],
]

function guessColumn(
  name: string,
  index: number,
  records: readonly (readonly string[])[],
): ColumnSeed {
  const values = records.map((record) => record[index] ?? '')
  const there = values.filter((value) => value !== '')
  const reader = there.length === 0 ? undefined : readers.find(([, reads]) => there.every(reads))
  const isKey =
    index === 0 && there.length === values.length && new Set(values).size === values.length
  return { name, type: reader?.[0] ?? 'string', ...(isKey && { key: true }) }
}

function readValue(text: string, type: ColumnSeed['type'] | undefined): SeedValue {
  if (text === '') return null
  if ((type === 'int' || type === 'float') && text.trim() !== '' && Number.isFinite(Number(text))) {
    return Number(text)
  }
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return text
}

function wrong(name: string, message: string): ServerError {
  return new ServerError('ERR_SERVER_OPTIONS', `table ${name}: ${message}`)
}
