/** A row when nothing more is known: values by the names of columns. */
export type QueryRow = Readonly<Record<string, unknown>>

/** What LabKey tells about a column (contract 4.5). */
export interface QueryColumn {
  /** The name in the rows; a field key such as `Owner/DisplayName` for a lookup's field. */
  readonly name: string
  /** For people. */
  readonly caption: string
  /** `string`, `int`, `float`, `boolean`, `date` or `time`. Dates come as texts without a zone. */
  readonly type: string
  readonly hidden: boolean
  /** Part of the primary key. */
  readonly keyField: boolean
  /** How protected the column is: `NotPHI`, `Limited`, `PHI` or `Restricted`, where LabKey says. */
  readonly phi?: string
  /** The table that the values point to. */
  readonly lookup?: {
    readonly schemaName: string
    readonly queryName: string
    readonly keyColumn?: string
    readonly displayColumn?: string
  }
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

type Json = Readonly<Record<string, unknown>>

/**
 * Reads an answer of form 8.3; `undefined` when it has no rows. The `_labkeyurl_` entries, which LabKey
 * puts beside the values, are dropped, and the values stay as they came.
 */
export function readRows<Row>(
  value: unknown,
  asked: { readonly schemaName: string; readonly queryName: string },
): SelectRowsResult<Row> | undefined {
  if (!isObject(value)) return undefined
  const { rows, rowCount, schemaName, queryName, metaData } = value
  if (!Array.isArray(rows) || !rows.every(isObject)) return undefined
  const fields = isObject(metaData) && Array.isArray(metaData['fields']) ? metaData['fields'] : []
  return {
    // The caller says what a row is; the wire cannot.
    rows: rows.map(withoutUrls) as Row[],
    rowCount: typeof rowCount === 'number' ? rowCount : rows.length,
    columns: fields.filter(isObject).map(columnOf),
    schemaName: typeof schemaName === 'string' ? schemaName : asked.schemaName,
    queryName: typeof queryName === 'string' ? queryName : asked.queryName,
  }
}

function withoutUrls(row: Json): Json {
  const clean: Record<string, unknown> = {}
  for (const name of Object.keys(row)) {
    if (!name.startsWith('_labkeyurl_')) clean[name] = row[name]
  }
  return clean
}

function columnOf(field: Json): QueryColumn {
  const name = textOf(field['name']) ?? ''
  const phi = textOf(field['phi'])
  const lookup = isObject(field['lookup']) ? lookupOf(field['lookup']) : undefined
  return {
    name,
    caption: textOf(field['caption']) ?? name,
    type: textOf(field['jsonType']) ?? textOf(field['type']) ?? 'string',
    hidden: field['hidden'] === true,
    keyField: field['keyField'] === true,
    ...(phi !== undefined && { phi }),
    ...(lookup !== undefined && { lookup }),
  }
}

function lookupOf(lookup: Json): QueryColumn['lookup'] {
  const schemaName = textOf(lookup['schemaName']) ?? textOf(lookup['schema'])
  const queryName = textOf(lookup['queryName']) ?? textOf(lookup['table'])
  if (schemaName === undefined || queryName === undefined) return undefined
  const keyColumn = textOf(lookup['keyColumn'])
  const displayColumn = textOf(lookup['displayColumn'])
  return {
    schemaName,
    queryName,
    ...(keyColumn !== undefined && { keyColumn }),
    ...(displayColumn !== undefined && { displayColumn }),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
