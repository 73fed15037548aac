import { createUse } from '../create-use.ts'
import type { CallOptions } from '../call-options.ts'
import { createLaterSource } from '../stream/later-source.ts'
import { createRowStream, type RowStream } from '../stream/row-stream.ts'
import type { DelimitedSqlOptions, StreamSqlOptions } from '../stream/stream-sql.ts'
import type { Caller } from './ask-query.ts'
import type { LabKeyDate } from './dates.ts'
import type { ExportedFile, ExportRowsOptions, ExportSqlOptions } from './export-rows.ts'
import type { ExportTablesOptions } from './export-tables.ts'
import type { GetDataOptions } from './get-data.ts'
import type { GetQueriesOptions, QueryInfo } from './get-queries.ts'
import type { GetQueryDetailsOptions, QueryDetails } from './get-query-details.ts'
import type { GetSchemasOptions, QuerySchema } from './get-schemas.ts'
import type { ImportDataOptions, ImportDataResult } from './import-data.ts'
import type { ModifyRowsOptions, ModifyRowsResult, MoveRowsOptions } from './modify-rows.ts'
import type { PagesOptions } from './pages.ts'
import type {
  DeleteQueryViewOptions,
  GetQueryViewsOptions,
  SaveQueryViewsOptions,
} from './query-views.ts'
import type { QueryView } from './query-view.ts'
import type { CellRow, ExtendedRow, QueryRow, SelectRowsResult } from './rows.ts'
import type { SaveRowsOptions, SaveRowsResult } from './save-rows.ts'
import type { SaveSessionViewOptions } from './save-session-view.ts'
import type { SelectDistinctOptions } from './select-distinct.ts'
import type { SelectRowsOptions } from './select-rows.ts'
import type { ExecuteSqlOptions } from './sql-options.ts'
import type { TruncateTableOptions } from './truncate-table.ts'
import type { ValidateQueryOptions } from './validate-query.ts'
import type { ImportJob, WaitForImportOptions } from './wait-for-import.ts'

/** Reading and changing the rows of tables and queries. */
export interface QueryApi {
  /**
   * Reads rows of a table or query. All of them, unless `maxRows` says otherwise.
   *
   * @throws {LabKeyNotFoundError} for a schema, query or view that is not there
   * @throws {LabKeyQueryError} for a query that LabKey cannot run
   * @example
   * ```ts
   * const { rows } = await labkey.query.selectRows<{ PatientId: string; Age: number }>({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   filters: [filter('Age').gte(18)],
   *   sort: '-Age',
   * })
   * ```
   */
  selectRows<Row = ExtendedRow>(
    options: SelectRowsOptions & { readonly apiVersion: '17.1' },
  ): Promise<SelectRowsResult<Row>>
  selectRows<Row = CellRow>(
    options: SelectRowsOptions & { readonly apiVersion: '9.1' },
  ): Promise<SelectRowsResult<Row>>
  selectRows<Row = QueryRow>(options: SelectRowsOptions): Promise<SelectRowsResult<Row>>
  /**
   * Reads rows one by one while they arrive, in the same memory however many there are. Nothing is sent
   * before the first row is asked for. What is broken off is not repeated: see {@link QueryApi.pages}.
   *
   * @throws {LabKeyOptionsError} with the first row or `metadata()`, for a wrong option
   * @example
   * ```ts
   * const stream = labkey.query.streamRows({ schemaName: 'lists', queryName: 'Results' })
   * const { columns } = await stream.metadata()
   * for await (const row of stream) console.log(row)
   * ```
   */
  streamRows<Row = ExtendedRow>(
    options: SelectRowsOptions & { readonly apiVersion: '17.1' },
  ): RowStream<Row>
  streamRows<Row = CellRow>(
    options: SelectRowsOptions & { readonly apiVersion: '9.1' },
  ): RowStream<Row>
  streamRows<Row = QueryRow>(options: SelectRowsOptions): RowStream<Row>
  /**
   * Reads rows in pages, for servers behind proxies that cut long answers: each page is a call that is
   * repeated by itself when it fails. Rows that change between two pages can be missed or come twice.
   */
  pages<Row = QueryRow>(options: PagesOptions): AsyncGenerator<SelectRowsResult<Row>, undefined>
  /** Runs a SELECT in LabKey's SQL. All rows, unless `maxRows` says otherwise. */
  executeSql<Row = ExtendedRow>(
    options: ExecuteSqlOptions & { readonly apiVersion: '17.1' },
  ): Promise<SelectRowsResult<Row>>
  executeSql<Row = CellRow>(
    options: ExecuteSqlOptions & { readonly apiVersion: '9.1' },
  ): Promise<SelectRowsResult<Row>>
  executeSql<Row = QueryRow>(options: ExecuteSqlOptions): Promise<SelectRowsResult<Row>>
  /** Runs a SELECT and reads its rows one by one, as {@link QueryApi.streamRows} does. */
  streamSql<Row = QueryRow>(options: StreamSqlOptions | DelimitedSqlOptions): RowStream<Row>
  /** Lists the different values of one column. */
  selectDistinct<Value = unknown>(options: SelectDistinctOptions): Promise<readonly Value[]>
  /**
   * Inserts rows, and gives them with the keys they got. Writes are never repeated by themselves.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for rows that LabKey refuses
   */
  insertRows<Row extends object = QueryRow, Saved = QueryRow>(
    options: ModifyRowsOptions<Row>,
  ): Promise<ModifyRowsResult<Saved>>
  /** Changes rows by their keys; columns that a row does not name stay. */
  updateRows<Row extends object = QueryRow, Saved = QueryRow>(
    options: ModifyRowsOptions<Row>,
  ): Promise<ModifyRowsResult<Saved>>
  /** Deletes rows by their keys. Keys that are not there are no error: look at `rows`. */
  deleteRows<Row extends object = QueryRow, Deleted = QueryRow>(
    options: ModifyRowsOptions<Row>,
  ): Promise<ModifyRowsResult<Deleted>>
  /** Inserts rows as an import does, without reading them again. */
  importRows<Row extends object = QueryRow>(
    options: ModifyRowsOptions<Row>,
  ): Promise<ModifyRowsResult<never>>
  /** Moves rows to another container. Servers from LabKey 24.1 on. */
  moveRows<Row extends object = QueryRow>(
    options: MoveRowsOptions<Row>,
  ): Promise<ModifyRowsResult<never>>
  /** Changes several tables in one transaction. */
  saveRows(options: SaveRowsOptions): Promise<SaveRowsResult>
  /** Deletes all rows of a table; for administrators. */
  truncateTable(options: TruncateTableOptions): Promise<{ readonly deletedRows: number }>
  /**
   * Imports a table from a text, a file or a stream.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for data that LabKey refuses
   */
  importData(options: ImportDataOptions): Promise<ImportDataResult>
  /** Waits for an import that the server works on after its answer. */
  waitForImport(options: WaitForImportOptions): Promise<ImportJob>
  /** Exports rows as text or as a workbook of Excel, whose bytes come as a stream. */
  exportRows(options: ExportRowsOptions): Promise<ExportedFile>
  /** Exports the rows of a SELECT. */
  exportSql(options: ExportSqlOptions): Promise<ExportedFile>
  /**
   * Exports several tables as one archive, whose bytes come as a stream.
   *
   * Servers: LabKey 15.1 and newer.
   *
   * @example
   * ```ts
   * const { body } = await labkey.query.exportTables({
   *   tables: [
   *     { schemaName: 'lists', queryName: 'Patients' },
   *     { schemaName: 'lists', queryName: 'Results', filters: [filter('Value').gt(3)] },
   *   ],
   * })
   * await pipeline(body, createWriteStream('tables.zip'))
   * ```
   */
  exportTables(options: ExportTablesOptions): Promise<ExportedFile>
  /**
   * Reads rows through transforms: filtered, grouped, put together.
   *
   * Servers: all.
   *
   * @throws {LabKeyQueryError} for what LabKey cannot run
   * @example
   * ```ts
   * const { rows } = await labkey.query.getData({
   *   source: { schemaName: 'lists', queryName: 'Results' },
   *   transforms: [{ groupBy: ['Analyte'], aggregates: [{ field: 'Value', type: 'MAX' }] }],
   * })
   * ```
   */
  getData<Row = ExtendedRow>(options: GetDataOptions): Promise<SelectRowsResult<Row>>
  getSchemas(options?: GetSchemasOptions): Promise<readonly QuerySchema[]>
  getQueries(options: GetQueriesOptions): Promise<readonly QueryInfo[]>
  getQueryDetails(options: GetQueryDetailsOptions): Promise<QueryDetails>
  getQueryViews(options: GetQueryViewsOptions): Promise<readonly QueryView[]>
  saveQueryViews(options: SaveQueryViewsOptions): Promise<readonly QueryView[]>
  /**
   * Keeps a view that lives in the browser session only.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a view that is not there
   * @example
   * ```ts
   * await labkey.query.saveSessionView({ schemaName: 'lists', queryName: 'Patients', newName: 'mine' })
   * ```
   */
  saveSessionView(options: SaveSessionViewOptions): Promise<void>
  deleteQueryView(options: DeleteQueryViewOptions): Promise<void>
  /** Checks that a saved query can run; rejects with LabKey's words if it cannot. */
  validateQuery(options: ValidateQueryOptions): Promise<void>
  /** The clock of the server, in its own time zone. */
  getServerDate(options?: CallOptions): Promise<LabKeyDate>
}

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

async function* runLater<Item>(
  begin: () => Promise<AsyncGenerator<Item, undefined>>,
): AsyncGenerator<Item, undefined> {
  return yield* await begin()
}
