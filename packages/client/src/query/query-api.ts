import type { CallOptions } from '../call-options.ts'
import type { RowStream } from '../stream/row-stream.ts'
import { streamRows } from '../stream/stream-rows.ts'
import { streamSql, type DelimitedSqlOptions, type StreamSqlOptions } from '../stream/stream-sql.ts'
import type { Caller } from './ask-query.ts'
import type { LabKeyDate } from './dates.ts'
import { executeSql } from './execute-sql.ts'
import {
  exportRows,
  exportSql,
  type ExportedFile,
  type ExportRowsOptions,
  type ExportSqlOptions,
} from './export-rows.ts'
import { getQueries, type GetQueriesOptions, type QueryInfo } from './get-queries.ts'
import {
  getQueryDetails,
  type GetQueryDetailsOptions,
  type QueryDetails,
} from './get-query-details.ts'
import { getSchemas, type GetSchemasOptions, type QuerySchema } from './get-schemas.ts'
import { getServerDate } from './get-server-date.ts'
import { importData, type ImportDataOptions, type ImportDataResult } from './import-data.ts'
import {
  modifyRows,
  type ModifyRowsOptions,
  type ModifyRowsResult,
  type MoveRowsOptions,
} from './modify-rows.ts'
import { pages, type PagesOptions } from './pages.ts'
import {
  deleteQueryView,
  getQueryViews,
  saveQueryViews,
  type DeleteQueryViewOptions,
  type GetQueryViewsOptions,
  type SaveQueryViewsOptions,
} from './query-views.ts'
import type { QueryView } from './query-view.ts'
import type { CellRow, ExtendedRow, QueryRow, SelectRowsResult } from './rows.ts'
import { saveRows, type SaveRowsOptions, type SaveRowsResult } from './save-rows.ts'
import { selectDistinct, type SelectDistinctOptions } from './select-distinct.ts'
import { selectRows, type SelectRowsOptions } from './select-rows.ts'
import type { ExecuteSqlOptions } from './sql-options.ts'
import { truncateTable, type TruncateTableOptions } from './truncate-table.ts'
import { validateQuery, type ValidateQueryOptions } from './validate-query.ts'
import { waitForImport, type ImportJob, type WaitForImportOptions } from './wait-for-import.ts'

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
   * @throws {LabKeyOptionsError} at once, for a wrong option
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
  getSchemas(options?: GetSchemasOptions): Promise<readonly QuerySchema[]>
  getQueries(options: GetQueriesOptions): Promise<readonly QueryInfo[]>
  getQueryDetails(options: GetQueryDetailsOptions): Promise<QueryDetails>
  getQueryViews(options: GetQueryViewsOptions): Promise<readonly QueryView[]>
  saveQueryViews(options: SaveQueryViewsOptions): Promise<readonly QueryView[]>
  deleteQueryView(options: DeleteQueryViewOptions): Promise<void>
  /** Checks that a saved query can run; rejects with LabKey's words if it cannot. */
  validateQuery(options: ValidateQueryOptions): Promise<void>
  /** The clock of the server, in its own time zone. */
  getServerDate(options?: CallOptions): Promise<LabKeyDate>
}

/** Makes the query functions of a client. */
export function createQueryApi(caller: Caller): QueryApi {
  return Object.freeze<QueryApi>({
    selectRows: async <Row>(options: SelectRowsOptions) => selectRows<Row>(options, caller),
    streamRows: <Row>(options: SelectRowsOptions) => streamRows<Row>(options, caller),
    pages: (options) => pages(options, caller),
    executeSql: async <Row>(options: ExecuteSqlOptions) => executeSql<Row>(options, caller),
    streamSql: (options) => streamSql(options, caller),
    selectDistinct: async (options) => selectDistinct(options, caller),
    insertRows: async (options) => modifyRows('insertRows', options, caller),
    updateRows: async (options) => modifyRows('updateRows', options, caller),
    deleteRows: async (options) => modifyRows('deleteRows', options, caller),
    importRows: async (options) => modifyRows('importRows', options, caller),
    moveRows: async (options) => modifyRows('moveRows', options, caller),
    saveRows: async (options) => saveRows(options, caller),
    truncateTable: async (options) => truncateTable(options, caller),
    importData: async (options) => importData(options, caller),
    waitForImport: async (options) => waitForImport(options, caller),
    exportRows: async (options) => exportRows(options, caller),
    exportSql: async (options) => exportSql(options, caller),
    getSchemas: async (options = {}) => getSchemas(options, caller),
    getQueries: async (options) => getQueries(options, caller),
    getQueryDetails: async (options) => getQueryDetails(options, caller),
    getQueryViews: async (options) => getQueryViews(options, caller),
    saveQueryViews: async (options) => saveQueryViews(options, caller),
    deleteQueryView: async (options) => deleteQueryView(options, caller),
    validateQuery: async (options) => validateQuery(options, caller),
    getServerDate: async (options = {}) => getServerDate(options, caller),
  })
}
