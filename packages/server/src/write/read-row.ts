import { formatDate, parseDate } from '../data/dates.ts'
import { parseBoolean } from '../data/filter-value.ts'
import type { Cell, Column, ColumnType } from '../data/table.ts'
import { badParameter } from '../http/failures.ts'

/** A row as a client sends it: values by column name, in any case. */
export type SentRow = Readonly<Record<string, unknown>>

/** Cells by column, for the columns that a row has a value for, null too. */
export type Cells = ReadonlyMap<Column, Cell>

const javaNames: Readonly<Record<ColumnType, string>> = {
  string: 'String',
  int: 'Integer',
  float: 'Double',
  boolean: 'Boolean',
  date: 'Timestamp',
}

/**
 * Converts the values that a row has for these columns. Other names are ignored, as LabKey does.
 *
 * @throws {ActionError} 400 for a value that its column cannot hold (contract 4.7).
 */
export function readRow(row: SentRow, columns: readonly Column[]): Cells {
  const sent = new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]))
  const cells = new Map<Column, Cell>()
  for (const column of columns) {
    const value = sent.get(column.name.toLowerCase())
    if (value === undefined) continue
    const cell = toCell(value, column.type)
    if (cell === undefined) {
      const kind = Array.isArray(value) ? 'JSONArray' : typeName(value)
      throw badParameter(
        column.name,
        `Could not convert value '${textOf(value)}' (${kind}) for ${javaNames[column.type]} field '${column.name}'`,
      )
    }
    cells.set(column, cell)
  }
  return cells
}

/** Converts a value of JSON or of a text file to a cell; `undefined` if the type cannot hold it. */
export function toCell(value: unknown, type: ColumnType): Cell | undefined {
  if (value === null) return null
  if (!isPlain(value)) return undefined
  const text = String(value).trim()
  if (type === 'string') return String(value)
  if (text === '') return null
  switch (type) {
    case 'int': {
      const number = typeof value === 'boolean' ? Number.NaN : Number(text)
      return Number.isSafeInteger(number) ? number : undefined
    }
    case 'float': {
      const number = typeof value === 'boolean' ? Number.NaN : Number(text)
      return Number.isFinite(number) ? number : undefined
    }
    case 'boolean':
      return parseBoolean(text)
    case 'date':
      // A number is milliseconds since 1970, as Java reads it.
      if (typeof value === 'number') return formatDate(value)
      return typeof value === 'string' ? parseDate(value, Date.now()) : undefined
  }
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function typeName(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Double'
  if (typeof value === 'boolean') return 'Boolean'
  return typeof value === 'string' ? 'String' : 'JSONObject'
}

function textOf(value: unknown): string {
  return isPlain(value) ? String(value) : JSON.stringify(value)
}
