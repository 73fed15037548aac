import { formatDate, parseDate } from './data/dates.ts'
import { createColumn, createTable } from './data/table.ts'
import type { Cell, Column, Table } from './data/table.ts'
import type { ColumnSeed, SeedValue, TableSeed } from './options.ts'
import { ServerError } from './server-error.ts'
import type { ContainerTree } from './site/container.ts'

/** A table and the paths of the containers that hold it. */
export interface PlacedTable {
  readonly table: Table
  readonly containerPaths: ReadonlySet<string>
}

const defaultSchema = 'lists'

/**
 * Checks seeded tables and turns them into tables.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` that names the table, and the row and column at fault.
 */
export function resolveTables(
  seeds: readonly TableSeed[],
  containers: ContainerTree,
): readonly PlacedTable[] {
  const everywhere = containers.all.slice(1).map((container) => container.path)
  return seeds.map((seed) => {
    const paths = (seed.containers ?? everywhere).map((path) => {
      const container = containers.find(path)
      if (container === undefined) throw wrong(seed, `container '${path}' is missing`)
      return container.path
    })
    const columns = seed.columns.map((column, index) => resolveColumn(column, index, seed, seeds))
    const table = createTable({
      schemaName: seed.schemaName ?? defaultSchema,
      name: seed.name,
      title: seed.title ?? seed.name,
      description: seed.description ?? null,
      columns,
      rows: seed.rows.map((row, number) => resolveRow(row, number, columns, seed)),
    })
    return { table, containerPaths: new Set(paths) }
  })
}

function resolveColumn(
  seed: ColumnSeed,
  index: number,
  table: TableSeed,
  tables: readonly TableSeed[],
): Column {
  const { name, type, key, caption, description, phi, required, hidden, format, lookup } = seed
  return createColumn(index, {
    name,
    type,
    ...(caption !== undefined && { caption }),
    ...(description !== undefined && { description }),
    ...(phi !== undefined && { phi }),
    ...(format !== undefined && { format }),
    isKey: key ?? false,
    isRequired: required ?? key ?? false,
    isHidden: hidden ?? false,
    lookup: lookup === undefined ? null : resolveLookup(lookup, name, table, tables),
  })
}

function resolveLookup(
  lookup: NonNullable<ColumnSeed['lookup']>,
  columnName: string,
  table: TableSeed,
  tables: readonly TableSeed[],
): NonNullable<Column['lookup']> {
  const schemaName = lookup.schemaName ?? table.schemaName ?? defaultSchema
  const target = tables.find(
    (other) =>
      other.name === lookup.queryName && (other.schemaName ?? defaultSchema) === schemaName,
  )
  const keys = target?.columns.filter((column) => column.key) ?? []
  const [key] = keys
  if (key === undefined || keys.length > 1) {
    throw wrong(table, `column '${columnName}' looks up a table without a single key column`)
  }
  const displayColumn = lookup.displayColumn ?? key.name
  if (!target?.columns.some((column) => column.name === displayColumn)) {
    throw wrong(table, `column '${columnName}' shows a column '${displayColumn}' that is missing`)
  }
  return { schemaName, queryName: lookup.queryName, keyColumn: key.name, displayColumn }
}

function resolveRow(
  row: Readonly<Record<string, SeedValue>>,
  number: number,
  columns: readonly Column[],
  table: TableSeed,
): readonly Cell[] {
  const values = new Map(Object.entries(row))
  const cells = columns.map((column) => {
    const cell = toCell(values.get(column.name) ?? null, column)
    values.delete(column.name)
    if (cell === undefined || (cell === null && column.isRequired)) {
      throw wrong(table, `row ${number + 1} has no valid ${column.type} in '${column.name}'`)
    }
    return cell
  })
  const [stray] = values.keys()
  if (stray !== undefined) throw wrong(table, `row ${number + 1} has an unknown column '${stray}'`)
  return cells
}

function toCell(value: SeedValue, column: Column): Cell | undefined {
  if (value === null) return null
  switch (column.type) {
    case 'string':
      return typeof value === 'string' ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'int':
      return Number.isSafeInteger(value) ? Number(value) : undefined
    case 'float':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'date':
      if (value instanceof Date) return formatDate(value.getTime())
      return typeof value === 'string' ? parseDate(value, 0) : undefined
  }
}

function wrong(table: TableSeed, message: string): ServerError {
  return new ServerError('ERR_SERVER_OPTIONS', `tables: ${table.name}: ${message}`)
}
