import { isObject, numberOf, textOf, textsOf, type Json } from '../read-json.ts'
import { readColumns, type QueryColumn } from './columns.ts'
import { schemaKey } from './field-key.ts'

/** A row when nothing more is known: values by the names of columns. */
export type QueryRow = Readonly<Record<string, unknown>>

/** A value of the forms 9.1 and 17.1 with what LabKey would show for it (contract 4.5). */
export interface Cell<Value = unknown> {
  readonly value: Value
  /** Absent when it is the same as the value. */
  readonly displayValue?: unknown
  /** By the column's format, when it differs from `displayValue`; in the form 17.1. */
  readonly formattedValue?: string
  readonly url?: string
  readonly urlTarget?: string
  /** The indicator of a missing value, as `Q`. */
  readonly mvValue?: string
  readonly mvRawValue?: unknown
  readonly style?: string
}

/** A row of the form 9.1: cells by the names of columns. */
export type CellRow = Readonly<Record<string, Cell>>

/** A row of the form 17.1. A multi-value column has an array of cells. */
export interface ExtendedRow {
  readonly data: Readonly<Record<string, Cell | readonly Cell[]>>
  /** With `includeDetailsColumn` and `includeUpdateColumn`. */
  readonly links?: Readonly<Record<string, { readonly href: string; readonly title?: string }>>
}

/** The rows of a query, and what they are. */
export interface SelectRowsResult<Row> {
  readonly rows: Row[]
  /** All rows that match; with `includeTotalCount: false`, `offset` and the returned ones. */
  readonly rowCount: number
  readonly columns: readonly QueryColumn[]
  /** In LabKey's own spelling. */
  readonly schemaName: string
  readonly queryName: string
}

/** What was asked for, for answers that do not say. */
export interface Asked {
  readonly schemaName: string
  readonly queryName: string
}

/**
 * Reads an answer of any form; `undefined` when it has no rows. The `_labkeyurl_` entries, which LabKey
 * puts beside the values of form 8.3, are dropped, and the values stay as they came.
 */
export function readRows<Row>(value: unknown, asked: Asked): SelectRowsResult<Row> | undefined {
  if (!isObject(value)) return undefined
  // Contract 4.5: form 13.2 has no `rows` when only metadata was asked for.
  const rows = value['rows'] ?? (isObject(value['metaData']) ? [] : undefined)
  if (!Array.isArray(rows) || !rows.every(isObject)) return undefined
  return {
    // The caller says what a row is; the wire cannot.
    rows: withoutUrls(rows) as Row[],
    rowCount: numberOf(value['rowCount']) ?? rows.length,
    columns: readColumns(value['metaData']),
    ...namesOf(value, asked),
  }
}

/** The names that an answer has, in LabKey's spelling; form 13.2 gives a schema's parts. */
export function namesOf(value: Json, asked: Asked): Asked {
  const { schemaName, queryName } = value
  return {
    schemaName: Array.isArray(schemaName)
      ? schemaKey(textsOf(schemaName))
      : (textOf(schemaName) ?? asked.schemaName),
    queryName: textOf(queryName) ?? asked.queryName,
  }
}

const urlPrefix = '_labkeyurl_'

/** Takes the `_labkeyurl_` entries out of rows of form 8.3. */
export function withoutUrls(rows: readonly Json[]): readonly Json[] {
  return rows.map(withoutUrl)
}

function withoutUrl(row: Json): Json {
  const clean: Record<string, unknown> = {}
  for (const name of Object.keys(row)) {
    if (!name.startsWith(urlPrefix)) clean[name] = row[name]
  }
  return clean
}
