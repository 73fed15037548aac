import { formatDate, parseDate } from './data/dates.ts'
import type { TableDefinition } from './data/table-definition.ts'
import { createColumn } from './data/table.ts'
import type { Cell, Column, Row } from './data/table.ts'
import type {
  ColumnSeed,
  QuerySeed,
  SeedRow,
  SeedValue,
  ServerOptions,
  TableSeed,
} from './options.ts'
import { ServerError } from './server-error.ts'
import type { ContainerTree } from './site/container.ts'

/** A table and the paths of the containers that hold it. */
export interface PlacedTable {
  readonly definition: TableDefinition
  readonly containerPaths: ReadonlySet<string>
}

const defaultSchema = 'lists'

/**
 * Checks seeded tables and queries and turns them into definitions.
 *
 * Rows of a function are checked as they come; a wrong one ends the answer that it would go into.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` that names the table, and the row and column at fault.
 */
export function resolveTables(
  { tables = [], queries = [] }: Pick<ServerOptions, 'tables' | 'queries'>,
  containers: ContainerTree,
): readonly PlacedTable[] {
  const seen = new Set<string>()
  for (const seed of [...tables, ...queries]) {
    const name = `${seed.schemaName ?? defaultSchema}.${seed.name}`.toLowerCase()
    const named = (seed.containers ?? ['']).map((path) => `${path.toLowerCase()} ${name}`)
    if (named.some((where) => seen.has(where))) throw wrong(seed, 'there are two of that name')
    for (const where of named) seen.add(where)
  }
  return [
    ...tables.map((seed) => {
      const columns = seed.columns.map((column, index) =>
        resolveColumn(column, index, seed, tables),
      )
      return place(seed, columns, resolveSource(seed, columns))
    }),
    ...queries.map((seed) => {
      const columns = (seed.columns ?? []).map((column, index) =>
        resolveColumn(column, index, seed, tables),
      )
      return place(seed, columns, { kind: 'query', sql: seed.sql })
    }),
  ]

  function place(
    seed: TableSeed | QuerySeed,
    columns: readonly Column[],
    source: TableDefinition['source'],
  ): PlacedTable {
    const everywhere = containers.all.slice(1).map((container) => container.path)
    const paths = (seed.containers ?? everywhere).map((path) => {
      const container = containers.find(path)
      if (container === undefined) throw wrong(seed, `container '${path}' is missing`)
      return container.path
    })
    const definition: TableDefinition = {
      schemaName: seed.schemaName ?? defaultSchema,
      name: seed.name,
      title: seed.title ?? seed.name,
      description: seed.description ?? null,
      columns,
      source,
    }
    return { definition, containerPaths: new Set(paths) }
  }
}

function resolveSource(seed: TableSeed, columns: readonly Column[]): TableDefinition['source'] {
  const { rows } = seed
  const resolve = (row: SeedRow, number: number): Row => resolveRow(row, number, columns, seed)
  if (typeof rows !== 'function') return { kind: 'stored', seed: rows.map(resolve) }
  return {
    kind: 'generated',
    rows: function* generate() {
      let number = 0
      for (const row of rows()) {
        yield resolve(row, number)
        number += 1
      }
    },
  }
}

function resolveColumn(
  seed: ColumnSeed,
  index: number,
  table: TableSeed | QuerySeed,
  tables: readonly TableSeed[],
): Column {
  const { name, type, key, caption, description, phi, required, hidden, format, lookup } = seed
  if (seed.autoIncrement && !(key && type === 'int')) {
    throw wrong(table, `column '${name}' counts by itself, so it must be a key of type int`)
  }
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
    isAutoIncrement: seed.autoIncrement ?? false,
    lookup: lookup === undefined ? null : resolveLookup(lookup, name, table, tables),
  })
}

function resolveLookup(
  lookup: NonNullable<ColumnSeed['lookup']>,
  columnName: string,
  table: TableSeed | QuerySeed,
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
  row: SeedRow,
  number: number,
  columns: readonly Column[],
  table: TableSeed,
): readonly Cell[] {
  let count = 0
  const cells = columns.map((column) => {
    const value = row[column.name]
    if (value !== undefined) count += 1
    const cell = toCell(value ?? null, column)
    if (cell === undefined || (cell === null && column.isRequired)) {
      throw wrong(table, `row ${number + 1} has no valid ${column.type} in '${column.name}'`)
    }
    return cell
  })
  const names = Object.keys(row)
  if (names.length === count) return cells
  const stray = names.find((name) => !columns.some((column) => column.name === name))
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

function wrong(table: { readonly name: string }, message: string): ServerError {
  return new ServerError('ERR_SERVER_OPTIONS', `tables: ${table.name}: ${message}`)
}
