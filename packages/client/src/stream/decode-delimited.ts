// The delimited form of sql-execute (contract 4.9), with the separators that we ask for:
//
//   answer  = version { record }          records end with RS LF, fields are parted by US TAB
//   version = number US TAB "name" US TAB "jdbcType"       which metadata records follow
//
// An empty field is a null or an empty text: LabKey writes both alike.

import { createByteBuffer } from './byte-buffer.ts'
import { UndecodableError } from './undecodable-error.ts'

/** Between two fields. Two characters, since a text may hold one of them by accident. */
export const fieldSeparator = '\u001f\t'
/** Behind each record. */
export const recordSeparator = '\u001e\n'

const recordEnd = Buffer.from(recordSeparator)

/** A column of the delimited form. */
export interface DelimitedColumn {
  readonly name: string
  /** As `INTEGER` or `VARCHAR`. */
  readonly jdbcType: string
}

/** Turns the bytes of a delimited answer into rows while they come. */
export interface DelimitedDecoder {
  push(chunk: Uint8Array): readonly Readonly<Record<string, unknown>>[]
  /** Known before the first row. */
  readonly columns: readonly DelimitedColumn[] | undefined
  /** What stands behind the last complete record; empty for a whole answer. */
  end(): string
}

/** Makes a decoder. `maxBytes` is the most that one record may take. */
export function createDelimitedDecoder(maxBytes: number): DelimitedDecoder {
  const buffer = createByteBuffer()
  const header: (readonly string[])[] = []
  let columns: readonly DelimitedColumn[] | undefined
  let readers: readonly Reader[] = []

  const takeHeader = (record: string) => {
    header.push(record.split(fieldSeparator))
    const [version = []] = header
    if (!/^\d+(?:\.\d+)?$/.test(version[0] ?? '')) throw new UndecodableError('text')
    if (header.length < version.length) return
    const part = (name: string) => header[version.indexOf(name)] ?? []
    const names = part('name')
    const types = part('jdbcType')
    if (names.length === 0 || names.length !== types.length) throw new UndecodableError('text')
    columns = names.map((name, index) => ({ name, jdbcType: types[index] ?? '' }))
    readers = columns.map(({ jdbcType }) => readerOf(jdbcType))
  }

  const rowOf = (record: string, known: readonly DelimitedColumn[]) => {
    const fields = record.split(fieldSeparator)
    if (fields.length !== known.length) throw new UndecodableError('text')
    const row: Record<string, unknown> = {}
    for (let index = 0; index < known.length; index++) {
      const name = known[index]?.name ?? ''
      const field = fields[index] ?? ''
      // Merging would obey it.
      if (name !== '__proto__') row[name] = field === '' ? null : (readers[index]?.(field) ?? field)
    }
    return row
  }

  const takeRecords = (end: number): readonly string[] => {
    const text = buffer.bytes.toString('utf8', 0, end)
    buffer.drop(end + recordEnd.length)
    return text.split(recordSeparator)
  }

  return {
    get columns() {
      return columns
    },
    push(chunk) {
      buffer.append(chunk)
      // The end can only be new where the bytes are new.
      const from = Math.max(0, buffer.length - chunk.length - recordEnd.length)
      const fresh = buffer.bytes.subarray(from)
      const last = fresh.lastIndexOf(recordEnd)
      const records = last === -1 ? [] : takeRecords(from + last)
      if (buffer.length > maxBytes) throw new UndecodableError('too large')
      const rows = []
      for (const record of records) {
        if (columns === undefined) takeHeader(record)
        else rows.push(rowOf(record, columns))
      }
      return rows
    },
    end: () => buffer.bytes.toString(),
  }
}

type Reader = (field: string) => unknown

function readerOf(jdbcType: string): Reader {
  switch (jdbcType) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'DOUBLE':
    case 'REAL':
    case 'FLOAT':
    case 'DECIMAL':
    case 'NUMERIC':
      return readNumber
    case 'BIGINT':
      return readBigInteger
    case 'BOOLEAN':
    case 'BIT':
      return readBoolean
    default:
      return (field) => field
  }
}

function readNumber(field: string): unknown {
  const value = Number(field)
  // Java's NaN is one; anything else that is none stays as it came.
  return Number.isNaN(value) && field !== 'NaN' ? field : value
}

/** A number that cannot hold the integer would be another integer. */
function readBigInteger(field: string): unknown {
  const value = Number(field)
  return Number.isSafeInteger(value) ? value : field
}

function readBoolean(field: string): unknown {
  if (field === '1' || field === 'true') return true
  return field === '0' || field === 'false' ? false : field
}
