import type { CAPI, Database, Sqlite3Static } from '@sqlite.org/sqlite-wasm'

import { createColumn } from '../data/table.ts'
import type { Cell, Column, ColumnType, Row, Table } from '../data/table.ts'
import { lookupFunction, pathOfColumn } from './lookup-paths.ts'
import type { LookupPath } from './lookup-paths.ts'
import { loadEngine } from './load-engine.ts'
import { registerFunctions } from './labkey-functions.ts'
import type { FunctionContext } from './labkey-functions.ts'
import { SqlError } from './sql-error.ts'
import { quoteName } from './tokens.ts'

/** A query and all that it may see. */
export interface SqlQuery {
  /** One `SELECT`, in the engine's words. */
  readonly sql: string
  /** Schema of names without one. */
  readonly defaultSchema: string
  /** The tables, with no other rows and columns than the caller may see. */
  readonly tables: readonly SqlTable[]
  readonly parameters: ReadonlyMap<string, Cell>
  /** What the calls of the lookup function in `sql` mean, by their numbers. */
  readonly paths: readonly LookupPath[]
  readonly timeoutMs: number
  readonly functions: FunctionContext
}

/** A table as the engine gets it. */
export interface SqlTable extends Pick<Table, 'schemaName' | 'name' | 'rows'> {
  readonly columns: readonly Column[]
}

/** What a query answered. */
export interface SqlResult {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

const declaredTypes: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  float: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'TIMESTAMP',
}
const typesByDeclaration = new Map(
  Object.entries(declaredTypes).map(([type, declared]) => [declared, type as ColumnType]),
)

/** The most that one result may hold. */
const maxCells = 20_000_000
const maxTextBytes = 16 * 1024 * 1024
const maxHeapBytes = 512 * 1024 * 1024
const opsPerCheck = 10_000

/**
 * Runs one query on a fresh database in memory that holds a copy of what the caller may see.
 *
 * Nothing it does can reach further: the tables are copies, the authorizer allows nothing but reading
 * them, and there is no file system. It stops the process's other work while it runs, for at most
 * `timeoutMs`.
 *
 * @throws {SqlError} if the SQL is wrong, too slow, or gives too much.
 */
export async function runSql(query: SqlQuery): Promise<SqlResult> {
  const sqlite = await loadEngine()
  const database = new sqlite.oo1.DB(':memory:')
  try {
    database.exec(`PRAGMA hard_heap_limit=${maxHeapBytes}; PRAGMA case_sensitive_like=ON`)
    loadTables(database, query)
    registerFunctions(database, query.functions)
    registerLookups(database, query.paths)
    restrict(sqlite, database, query.timeoutMs)
    return select(sqlite, database, query)
  } catch (error) {
    throw error instanceof SqlError ? error : new SqlError(wordsOf(error, query.timeoutMs))
  } finally {
    database.close()
  }
}

function loadTables(database: Database, { tables, defaultSchema }: SqlQuery): void {
  // Names without a schema are looked for in the order of attachment.
  const wanted = new Map(
    [defaultSchema, ...tables.map((table) => table.schemaName)].map((name) => [
      name.toLowerCase(),
      name,
    ]),
  )
  for (const schema of wanted.values()) {
    if (schema !== '') database.exec(`ATTACH ':memory:' AS ${quoteName(schema)}`)
  }
  for (const { schemaName, name, columns, rows } of tables) {
    const table = `${quoteName(schemaName)}.${quoteName(name)}`
    const list = columns.map(
      ({ name: column, type }) => `${quoteName(column)} ${declaredTypes[type]}`,
    )
    if (list.length === 0) continue
    database.exec(`CREATE TABLE ${table} (${list.join(', ')})`)
    const marks = columns.map(() => '?').join(',')
    const insert = database.prepare(`INSERT INTO ${table} VALUES (${marks})`)
    try {
      database.exec('BEGIN')
      for (const row of rows) {
        insert.bind(columns.map(({ index }) => row[index] ?? null)).stepReset()
      }
      database.exec('COMMIT')
    } finally {
      insert.finalize()
    }
  }
}

function registerLookups(database: Database, paths: readonly LookupPath[]): void {
  database.createFunction({
    name: lookupFunction,
    arity: 2,
    deterministic: true,
    xFunc: (_: unknown, number: unknown, key: unknown) => {
      const cell = paths[Number(number)]?.read(cellOf(key, undefined)) ?? null
      return typeof cell === 'boolean' ? Number(cell) : cell
    },
  })
}

function restrict({ capi }: Sqlite3Static, database: Database, timeoutMs: number): void {
  const allowed = new Set<number>([
    capi.SQLITE_SELECT,
    capi.SQLITE_READ,
    capi.SQLITE_FUNCTION,
    capi.SQLITE_RECURSIVE,
  ])
  capi.sqlite3_set_authorizer(
    database,
    (_, action, name) =>
      // The engine's own tables say nothing that is the caller's business.
      allowed.has(action) && !(typeof name === 'string' && name.toLowerCase().startsWith('sqlite_'))
        ? capi.SQLITE_OK
        : capi.SQLITE_DENY,
    0,
  )
  const end = performance.now() + timeoutMs
  capi.sqlite3_progress_handler(database, opsPerCheck, () => (performance.now() > end ? 1 : 0), 0)
  capi.sqlite3_limit(database, capi.SQLITE_LIMIT_LENGTH, maxTextBytes)
  capi.sqlite3_limit(database, capi.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000)
}

function select(sqlite: Sqlite3Static, database: Database, query: SqlQuery): SqlResult {
  const statement = database.prepare(query.sql)
  try {
    for (const [name, value] of query.parameters) {
      const index = statement.getParamIndex(`:${name}`)
      if (index !== undefined)
        statement.bind(index, typeof value === 'boolean' ? Number(value) : value)
    }
    const texts = statement.getColumnNames([])
    if (texts.length === 0) throw new SqlError('The SQL is not a SELECT.')
    const paths = texts.map((text) => query.paths[pathOfColumn(text) ?? -1])
    const names = uniqueNames(texts.map((text, index) => paths[index]?.name ?? text))
    // Declared by the package at run time but not in its types.
    const capi = sqlite.capi as CAPI & {
      readonly sqlite3_column_decltype: (of: typeof statement, column: number) => string | null
    }
    const declared = names.map(
      (_, index) =>
        paths[index]?.type ??
        typesByDeclaration.get(capi.sqlite3_column_decltype(statement, index) ?? ''),
    )
    const rows: Cell[][] = []
    while (statement.step()) {
      rows.push(names.map((_, index) => cellOf(statement.get(index), declared[index])))
      if (rows.length * names.length > maxCells) throw new SqlError('The result is too large.')
    }
    const columns = names.map((name, index) =>
      createColumn(index, { name, type: declared[index] ?? typeOf(rows, index) }),
    )
    return { columns, rows }
  } finally {
    statement.finalize()
  }
}

function cellOf(value: unknown, type: ColumnType | undefined): Cell {
  if (typeof value === 'bigint') return Number(value)
  if (type === 'boolean' && typeof value === 'number') return value !== 0
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

const wireDate = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/

// What an expression gives is known only by its values.
function typeOf(rows: readonly Row[], index: number): ColumnType {
  const found = new Set<ColumnType>()
  for (const row of rows) {
    const cell = row[index] ?? null
    if (typeof cell === 'number') found.add(Number.isInteger(cell) ? 'int' : 'float')
    else if (typeof cell === 'string') found.add(wireDate.test(cell) ? 'date' : 'string')
  }
  if (found.has('string') || found.size === 0) return 'string'
  if (found.has('date')) return found.size === 1 ? 'date' : 'string'
  return found.has('float') ? 'float' : 'int'
}

function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const count = seen.get(name.toLowerCase()) ?? 0
    seen.set(name.toLowerCase(), count + 1)
    return count === 0 ? name : `${name}_${count}`
  })
}

function wordsOf(error: unknown, timeoutMs: number): string {
  const text = error instanceof Error ? error.message : String(error)
  if (text.includes('interrupted')) return `The query took longer than ${timeoutMs} ms.`
  if (text.includes('not authorized') || text.includes('prohibited')) {
    return 'Only reading is allowed, and only of the tables of this folder.'
  }
  return `Syntax error or unknown name: ${text.replace(/^SQLITE_\w+: (?:sqlite3 result code \d+: )?/, '')}`
}
