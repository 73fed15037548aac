import { recordAccess } from '../audit/record-access.ts'
import { findSchema } from '../data/catalog.ts'
import { openScope } from '../data/data-scope.ts'
import type { ColumnType, Table } from '../data/table.ts'
import { ActionError } from '../http/failures.ts'
import { piecesResponse } from '../http/responses.ts'
import { runScopedSql } from '../sql/saved-query.ts'
import { SqlError } from '../sql/sql-error.ts'
import { decodeWaf } from '../sql/waf.ts'
import { isJsonObject } from '../write/json-body.ts'
import type { Action, Call } from './action.ts'

/** Version of the text format, which stands in its first field. */
const formatVersion = '18.2'

const jdbcNames: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  float: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'TIMESTAMP',
}

/**
 * `sql-execute.api`: SQL, answered as plain text with separators (contract 4.9).
 *
 * What the text means: the version, then what the next two records are; the names of the columns; their
 * JDBC types; the rows. A null is empty. Without `compact` the record separator is a TAB, too, unless
 * the client says another, as all do. Every error is 400.
 */
export const sqlExecute: Action = {
  name: 'sql-execute',
  answers: 'json',
  method: 'read',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    const { parameters, site } = call
    const text = parameters.get('sql') ?? ''
    if (text.trim() === '') throw new ActionError(400, 'no sql provided')
    const sql = site.traits.hasWafEncoding ? decodeWaf(text) : text
    const wanted = parameters.get('schemaName') ?? parameters.get('schema') ?? 'core'
    const schemaName = findSchema(call, wanted)
    if (schemaName === undefined) throw new ActionError(400, `schema not found: ${wanted}`)
    const scope = openScope(call, parameters.get('containerFilter'))
    const table = await run(() =>
      runScopedSql({ sql, schemaName, parameters: givenParameters(call) }, scope, 'sql'),
    )
    const rowCount = [...table.rows].length
    await recordAccess(call, { schemaName, sql, rowCount })
    const isCompact = parameters.flag('compact')
    const sep = parameters.get('sep') ?? (isCompact ? '\u001f' : '\t')
    const eol = parameters.get('eol') ?? (isCompact ? '\u001e' : '\t')
    return piecesResponse('text/plain;charset=utf-8', records(table, sep, eol))
  },
}

function* records(table: Table, sep: string, eol: string): Generator<string> {
  yield [formatVersion, 'name', 'jdbcType'].join(sep) + eol
  yield table.columns.map((column) => column.name).join(sep) + eol
  yield table.columns.map((column) => jdbcNames[column.type]).join(sep) + eol
  for (const row of table.rows) yield row.map((cell) => cell ?? '').join(sep) + eol
}

async function run(work: () => Promise<Table>): Promise<Table> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof SqlError ? new ActionError(400, error.message) : error
  }
}

// JSON has an object, a form `parameters.X`.
function givenParameters({ parameters }: Call): ReadonlyMap<string, string> {
  const given = parameters.json?.['parameters']
  const fromJson = isJsonObject(given)
    ? Object.entries(given).map(([name, value]) => [name, String(value)] as const)
    : []
  const prefix = 'parameters.'
  const fromForm = parameters.all.flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
  )
  return new Map([...fromForm, ...fromJson])
}
