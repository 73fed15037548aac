import { isScalar, kindOf } from '../check-options.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import { isObject } from '../read-json.ts'

/** Rows to send: an array, or anything that yields them one by one. */
export type RowsToSend<Row> = readonly Row[] | Iterable<Row> | AsyncIterable<Row>

// Up to here an array is sent as one text, which can be sent again after a CSRF refusal or a renewed key.
const mostRowsInText = 1000
const pieceLength = 65_536

/**
 * Writes the JSON document of a row command (contract 4.7): a text, or, where there are many rows or
 * nobody knows how many, a stream of texts that never holds more than a piece of it.
 */
export function rowBody(
  document: Readonly<Record<string, unknown>>,
  rows: RowsToSend<object>,
  where: string,
): string | AsyncIterable<string> {
  if (Array.isArray(rows) && rows.length <= mostRowsInText) {
    for (const row of rows) checkRow(row, where)
    return JSON.stringify({ ...document, rows })
  }
  return pieces(JSON.stringify(document), rows, where)
}

async function* pieces(
  document: string,
  rows: RowsToSend<object>,
  where: string,
): AsyncGenerator<string> {
  let piece = `${document.slice(0, -1)}${document === '{}' ? '' : ','}"rows":[`
  let isFirst = true
  const add = (row: object) => {
    checkRow(row, where)
    piece += isFirst ? JSON.stringify(row) : `,${JSON.stringify(row)}`
    isFirst = false
  }
  if (Symbol.iterator in rows) {
    // An array gives its rows without a wait for each.
    for (const row of rows) {
      add(row)
      if (piece.length >= pieceLength) {
        yield piece
        piece = ''
      }
    }
  } else {
    for await (const row of rows) {
      add(row)
      if (piece.length >= pieceLength) {
        yield piece
        piece = ''
      }
    }
  }
  yield `${piece}]}`
}

/**
 * Refuses what JSON would silently turn into something else: a date gets a zone that LabKey's have not,
 * NaN and Infinity become null.
 */
export function checkRow(row: unknown, where: string): void {
  if (!isObject(row))
    throw new LabKeyOptionsError(`${where}: a row must be an object, not ${kindOf(row)}`)
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'string' || value === null || value === undefined) continue
    if (typeof value === 'object' && !(value instanceof Date)) continue
    if (isScalar(value) && typeof value !== 'bigint') continue
    const hint = value instanceof Date ? '; write it as formatDate does' : ''
    throw new LabKeyOptionsError(
      `${where}: the value of ${JSON.stringify(name)} must be a text, number, boolean or null, not ${
        value instanceof Date ? 'a Date' : kindOf(value)
      }${hint}`,
    )
  }
}

/** Says whether a value can be {@link RowsToSend}. */
export function isRowsToSend(value: unknown): value is RowsToSend<object> {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Symbol.iterator in value || Symbol.asyncIterator in value)
  )
}
