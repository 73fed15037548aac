import type { PhiLevel } from './phi.ts'

/** A value in a cell. Dates are text in wire form, see `formatDate`. */
export type Cell = string | number | boolean | null

/** One row, a cell for each column of its table. */
export type Row = readonly Cell[]

/** LabKey's JSON types that cells can have (contract 4.5). */
export type ColumnType = 'string' | 'int' | 'float' | 'boolean' | 'date'

/** Where the values of a column point to. */
export interface Lookup {
  readonly schemaName: string
  readonly queryName: string
  /** Column of the target that holds the value. */
  readonly keyColumn: string
  /** Column of the target that is shown instead of the value. */
  readonly displayColumn: string
}

/** One column, complete. */
export interface Column {
  readonly name: string
  readonly index: number
  readonly type: ColumnType
  readonly caption: string
  readonly description: string | null
  readonly isKey: boolean
  readonly isRequired: boolean
  readonly isHidden: boolean
  /** Whether an insert without a value takes the next number. */
  readonly isAutoIncrement: boolean
  readonly phi: PhiLevel
  /** Display format, for dates and numbers. */
  readonly format: string | null
  readonly lookup: Lookup | null
}

/** A table or saved query that rows can be selected from. */
export interface Table {
  readonly schemaName: string
  readonly name: string
  readonly title: string
  readonly description: string | null
  readonly columns: readonly Column[]
  /** The columns of the primary key, none or several. */
  readonly keyColumns: readonly Column[]
  /** The single key column; `null` without one or with several. */
  readonly keyColumn: Column | null
  /** Each iteration starts anew; it may make the rows as it goes and may throw on the way. */
  readonly rows: Iterable<Row>
  /** Finds a column without regard to case. */
  readonly column: (name: string) => Column | undefined
  /** Finds the row whose key column has this value. */
  readonly rowByKey: (key: Cell) => Row | undefined
}

/** Puts a table together from its columns and rows. */
export function createTable(
  parts: Pick<Table, 'schemaName' | 'name' | 'title' | 'description' | 'columns' | 'rows'>,
): Table {
  const byName = new Map(parts.columns.map((column) => [column.name.toLowerCase(), column]))
  const keyColumns = parts.columns.filter((column) => column.isKey)
  const keyColumn = keyColumns.length === 1 ? (keyColumns[0] ?? null) : null
  let byKey: ReadonlyMap<Cell, Row> | undefined
  return {
    ...parts,
    keyColumns,
    keyColumn,
    column: (name) => byName.get(name.toLowerCase()),
    rowByKey: (key) => {
      if (keyColumn === null || key === null) return undefined
      byKey ??= new Map(Array.from(parts.rows, (row) => [row[keyColumn.index] ?? null, row]))
      return byKey.get(key)
    },
  }
}

/** Returns a whole column from what matters of it; the rest is LabKey's default. */
export function createColumn(
  index: number,
  parts: Pick<Column, 'name' | 'type'> & Partial<Column>,
): Column {
  return {
    caption: captionOf(parts.name),
    description: null,
    isKey: false,
    isRequired: parts.isKey ?? false,
    isHidden: false,
    isAutoIncrement: false,
    phi: 'NotPHI',
    format: null,
    lookup: null,
    ...parts,
    index,
  }
}

/** Returns LabKey's default caption: `BirthDate` is shown as `Birth Date`. */
function captionOf(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
}
