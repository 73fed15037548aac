import { createUse } from '../create-use.ts'
import { runLater } from '../run-later.ts'
import { createLaterSource } from '../stream/later-source.ts'
import { createRowStream } from '../stream/row-stream.ts'
import type { DelimitedSqlOptions, StreamSqlOptions } from '../stream/stream-sql.ts'
import type { Caller } from './ask-query.ts'
import type { GetDataOptions } from './get-data.ts'
import type { PagesOptions } from './pages.ts'
import type { SelectDistinctOptions } from './select-distinct.ts'
import type { SelectRowsOptions } from './select-rows.ts'
import type { ExecuteSqlOptions } from './sql-options.ts'
import type { DescribeQueriesApi } from './describe-queries-api.ts'
import type { ReadRowsApi } from './read-rows-api.ts'
import type { WriteRowsApi } from './write-rows-api.ts'

/** Reading and changing the rows of tables and queries. */
export interface QueryApi extends ReadRowsApi, WriteRowsApi, DescribeQueriesApi {}

/**
 * Makes the query functions of a client. What they are made of is loaded with the first call.
 */
export function createQueryApi(caller: Caller): QueryApi {
  const use = createUse(() => import('./query-functions.ts'))
  return Object.freeze<QueryApi>({
    selectRows: <Row>(options: SelectRowsOptions) =>
      use(options, ({ selectRows }, own) => selectRows<Row>(own, caller)),
    streamRows: <Row>(options: SelectRowsOptions) =>
      createRowStream(
        createLaterSource<Row>(
          use.later(options, ({ streamRows }, own) => streamRows<Row>(own, caller)),
        ),
      ),
    pages: <Row>(options: PagesOptions) =>
      runLater(use.later(options, ({ pages }, own) => pages<Row>(own, caller))),
    executeSql: <Row>(options: ExecuteSqlOptions) =>
      use(options, ({ executeSql }, own) => executeSql<Row>(own, caller)),
    streamSql: <Row>(options: StreamSqlOptions | DelimitedSqlOptions) =>
      createRowStream(
        createLaterSource<Row>(
          use.later(options, ({ streamSql }, own) => streamSql<Row>(own, caller)),
        ),
      ),
    selectDistinct: <Value>(options: SelectDistinctOptions) =>
      use(options, ({ selectDistinct }, own) => selectDistinct<Value>(own, caller)),
    insertRows: (options) =>
      use(options, ({ modifyRows }, own) => modifyRows('insertRows', own, caller)),
    updateRows: (options) =>
      use(options, ({ modifyRows }, own) => modifyRows('updateRows', own, caller)),
    deleteRows: (options) =>
      use(options, ({ modifyRows }, own) => modifyRows('deleteRows', own, caller)),
    importRows: (options) =>
      use(options, ({ modifyRows }, own) => modifyRows('importRows', own, caller)),
    moveRows: (options) =>
      use(options, ({ modifyRows }, own) => modifyRows('moveRows', own, caller)),
    saveRows: (options) => use(options, ({ saveRows }, own) => saveRows(own, caller)),
    truncateTable: (options) =>
      use(options, ({ truncateTable }, own) => truncateTable(own, caller)),
    importData: (options) => use(options, ({ importData }, own) => importData(own, caller)),
    waitForImport: (options) =>
      use(options, ({ waitForImport }, own) => waitForImport(own, caller)),
    exportRows: (options) => use(options, ({ exportRows }, own) => exportRows(own, caller)),
    exportSql: (options) => use(options, ({ exportSql }, own) => exportSql(own, caller)),
    exportTables: (options) => use(options, ({ exportTables }, own) => exportTables(own, caller)),
    getData: <Row>(options: GetDataOptions) =>
      use(options, ({ getData }, own) => getData<Row>(own, caller)),
    getSchemas: (options = {}) => use(options, ({ getSchemas }, own) => getSchemas(own, caller)),
    getQueries: (options) => use(options, ({ getQueries }, own) => getQueries(own, caller)),
    getQueryDetails: (options) =>
      use(options, ({ getQueryDetails }, own) => getQueryDetails(own, caller)),
    getQueryViews: (options) =>
      use(options, ({ getQueryViews }, own) => getQueryViews(own, caller)),
    saveQueryViews: (options) =>
      use(options, ({ saveQueryViews }, own) => saveQueryViews(own, caller)),
    saveSessionView: (options) =>
      use(options, ({ saveSessionView }, own) => saveSessionView(own, caller)),
    deleteQueryView: (options) =>
      use(options, ({ deleteQueryView }, own) => deleteQueryView(own, caller)),
    validateQuery: (options) =>
      use(options, ({ validateQuery }, own) => validateQuery(own, caller)),
    getServerDate: (options = {}) =>
      use(options, ({ getServerDate }, own) => getServerDate(own, caller)),
  })
}
