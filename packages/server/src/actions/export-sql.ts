import { accessTable } from '../data/access-data.ts'
import { findSchema } from '../data/catalog.ts'
import { openScope } from '../data/data-scope.ts'
import { exportText } from '../data/export-text.ts'
import { exportWorkbook } from '../data/export-workbook.ts'
import { badParameter, notFound } from '../http/failures.ts'
import { runScopedSql } from '../sql/saved-query.ts'
import type { Action } from './action.ts'
import { requireParameter } from './require-parameter.ts'
import { sqlTextOf } from './sql-text.ts'

const everything = {
  columns: '',
  sort: '',
  filters: [],
  maxRows: -1,
  offset: 0,
  hasMinimalColumns: true,
  hasTotalCount: true,
}

/** `query-exportSql.view`: every row of a SELECT as a workbook, the default, or as TSV (contract 4.9). */
export const exportSql: Action = {
  name: 'query-exportSql',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: async (call) => {
    const { parameters, site } = call
    const schemaName = findSchema(call, requireParameter(parameters, 'schemaName'))
    if (schemaName === undefined) throw notFound('The specified schema does not exist')
    const sql = sqlTextOf(call, parameters.get('sql'))
    const format = (parameters.get('format') || 'excel').toLowerCase()
    if (format !== 'excel' && format !== 'tsv') {
      throw badParameter('format', `Unknown format: ${format}`)
    }
    const scope = openScope(call, parameters.get('containerFilter'))
    const table = await runScopedSql({ sql, schemaName, parameters: new Map() }, scope, 'sql')
    const context = { scope, nowMs: site.clock.now() }
    const access = { event: 'QueryExportAuditEvent', schemaName, sql } as const
    const selection = await accessTable(call, table, everything, context, access)
    const write = format === 'tsv' ? exportText : exportWorkbook
    return write(selection, parameters, 'QueryResults')
  },
}
