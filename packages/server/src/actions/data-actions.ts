import type { Action } from './action.ts'
import { createDomain, deleteDomain, getDomain, getDomainDetails, saveDomain } from './domains.ts'
import { executeQuery } from './execute-query.ts'
import { executeSql } from './execute-sql.ts'
import { exportRowsExcel, exportRowsTsv, exportRowsXlsx } from './export-rows.ts'
import { exportSql } from './export-sql.ts'
import { getData } from './get-data.ts'
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
import { updateDomain } from './update-domain.ts'
import { withLeadingBlanks } from './with-leading-blanks.ts'

/** The actions on rows, queries, SQL and the design of lists. */
export const dataActions: readonly Action[] = [
  createDomain,
  deleteDomain,
  getDomain,
  getDomainDetails,
  saveDomain,
  delRows,
  deleteRows,
  deleteView,
  executeQuery,
  withLeadingBlanks(executeSql),
  exportRowsExcel,
  exportRowsTsv,
  exportRowsXlsx,
  exportSql,
  withLeadingBlanks(getData),
  getQueries,
  withLeadingBlanks(getQueryAction),
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
  withLeadingBlanks(selectDistinct),
  withLeadingBlanks(selectRowsAction),
  sqlExecute,
  truncateTable,
  updateDomain,
  updateRows,
  validateQuery,
]
