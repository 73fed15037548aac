import type { Action } from './action.ts'
import { executeQuery } from './execute-query.ts'
import { executeSql } from './execute-sql.ts'
import { exportRowsTsv } from './export-rows.ts'
import { getQueries } from './get-queries.ts'
import { getQueryDetails, validateQuery } from './get-query-details.ts'
import { getSchemas } from './get-schemas.ts'
import { getServerDate } from './get-server-date.ts'
import { importData } from './import-data.ts'
import { moveRowsAction } from './move-rows.ts'
import { deleteView, getQueryViews, saveQueryViews } from './query-views.ts'
import { delRows, deleteRows, importRows, insertRows, saveRows, updateRows } from './save-rows.ts'
import { selectDistinct } from './select-distinct.ts'
import { getQueryAction, selectRowsAction } from './select-rows.ts'
import { sqlExecute } from './sql-execute.ts'
import { truncateTable } from './truncate-table.ts'

/** The actions on rows, queries and SQL. */
export const dataActions: readonly Action[] = [
  delRows,
  deleteRows,
  deleteView,
  executeQuery,
  executeSql,
  exportRowsTsv,
  getQueries,
  getQueryAction,
  getQueryDetails,
  getQueryViews,
  getSchemas,
  getServerDate,
  importData,
  importRows,
  insertRows,
  moveRowsAction,
  saveQueryViews,
  saveRows,
  selectDistinct,
  selectRowsAction,
  sqlExecute,
  truncateTable,
  updateRows,
  validateQuery,
]
