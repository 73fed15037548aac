import { lookUpTable, schemaNamesIn, tablesIn } from '../data/catalog.ts'
import { merge, placedIn } from '../data/data-scope.ts'
import type { DataScope } from '../data/data-scope.ts'
import { isWithinPhi } from '../data/phi.ts'
import type { TableDefinition } from '../data/table-definition.ts'
import { createTable } from '../data/table.ts'
import type { Column, Table } from '../data/table.ts'
import { replaceLookupPaths } from './lookup-paths.ts'
import { runSql } from './run-sql.ts'
import type { SqlTable } from './run-sql.ts'
import { SqlError } from './sql-error.ts'
import { bindParameters } from './sql-parameters.ts'
import { sqlTokens } from './tokens.ts'

const maxDepth = 8

/** SQL that somebody asks with. */
export interface AskedSql {
  readonly sql: string
  readonly schemaName: string
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * Runs SQL on what a call may see and returns the result as a table.
 *
 * Only tables that the text names are given to the engine, with the columns and rows of the scope and
 * no others; saved queries among them run first.
 *
 * @throws {SqlError} 500, see `runSql` and `bindParameters`.
 */
export async function runScopedSql(
  asked: AskedSql,
  scope: DataScope,
  name: string,
  depth = 0,
): Promise<Table> {
  if (depth > maxDepth) throw new SqlError('Saved queries name each other in a circle.')
  const { call } = scope
  const nowMs = call.site.clock.now()
  const { sql, values } = bindParameters(asked.sql, asked.parameters, nowMs)
  const tables = await namedTables(sql, scope, asked, depth)
  const lookedUp = replaceLookupPaths(oneStatement(sql), tables, scope)
  const { columns, rows } = await runSql({
    ...lookedUp,
    defaultSchema: asked.schemaName,
    tables,
    parameters: values,
    timeoutMs: call.site.options.sqlTimeoutMs,
    functions: {
      nowMs,
      userId: call.caller.user.id,
      userName: call.caller.user.displayName,
      folderName: call.container.name,
      folderPath: call.container.path,
    },
  })
  return createTable({
    schemaName: asked.schemaName,
    name,
    title: name,
    description: null,
    columns,
    rows,
  })
}

/** Runs a saved query, and adds what its definition says of its columns. */
export async function runSavedQuery(
  definition: TableDefinition,
  sql: string,
  scope: DataScope,
  parameters: ReadonlyMap<string, string>,
  depth = 0,
): Promise<Table> {
  const { schemaName, name, title, description } = definition
  const asked = { sql, schemaName, parameters }
  const table = await runScopedSql(asked, scope, name, depth)
  const columns = table.columns.map((column) => {
    const said = definition.columns.find((other) => isSame(other.name, column.name))
    return said === undefined ? column : { ...said, index: column.index, type: column.type }
  })
  const shown = columns.filter((column) => isWithinPhi(column.phi, scope.phiLevel))
  return createTable({ schemaName, name, title, description, columns: shown, rows: table.rows })
}

async function namedTables(
  sql: string,
  scope: DataScope,
  asked: AskedSql,
  depth: number,
): Promise<readonly SqlTable[]> {
  const { call } = scope
  const words = new Set(sqlTokens(sql).map((token) => token.name.toLowerCase()))
  const schemas = new Set(
    schemaNamesIn(call)
      .map((name) => name.toLowerCase())
      .filter((name) => words.has(name) || isSame(name, asked.schemaName)),
  )
  const tables: SqlTable[] = []
  for (const { schemaName, name } of tablesIn(call)) {
    if (!words.has(name.toLowerCase()) || !schemas.has(schemaName.toLowerCase())) continue
    const found = lookUpTable(call, schemaName, name)
    if (found?.kind !== 'data') continue
    const { definition } = found.data
    const table =
      definition.source.kind === 'query'
        ? await runSavedQuery(definition, definition.source.sql, scope, new Map(), depth + 1)
        : merge(placedIn(scope, definition.schemaName, definition.name))
    if (table !== undefined) tables.push({ ...table, columns: visibleColumns(table, scope) })
  }
  return tables
}

// The engine would run the first and say nothing of the rest.
function oneStatement(sql: string): string {
  const tokens = sqlTokens(sql)
  const end = tokens.findIndex((token) => token.kind === 'other' && token.text === ';')
  if (end < 0) return sql
  const rest = tokens.slice(end + 1)
  if (rest.some(({ kind, text }) => kind !== 'blank' && kind !== 'comment' && text !== ';')) {
    throw new SqlError('Only one statement is allowed.')
  }
  return tokens
    .slice(0, end)
    .map((token) => token.text)
    .join('')
}

// Hidden columns can be selected by name, columns above the entitled level cannot.
function visibleColumns(table: Table, scope: DataScope): readonly Column[] {
  return table.columns.filter(({ phi }) => isWithinPhi(phi, scope.phiLevel))
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}
