import type { DelimitedSqlOptions, StreamSqlOptions } from '../stream/stream-sql.ts'
import type { ExportedFile, ExportRowsOptions, ExportSqlOptions } from './export-rows.ts'
import type { ExportTablesOptions } from './export-tables.ts'
import type { GetDataOptions } from './get-data.ts'
import type { PagesOptions } from './pages.ts'
import type { CellRow, ExtendedRow, QueryRow, SelectRowsResult } from './rows.ts'
import type { SelectDistinctOptions } from './select-distinct.ts'
import type { SelectRowsOptions } from './select-rows.ts'
import type { ExecuteSqlOptions } from './sql-options.ts'
import type { RowStream } from '../stream/row-stream.ts'

/** Reading the rows of tables and queries. */
export interface ReadRowsApi {
  /**
   * Reads rows of a table or query. All of them, unless `maxRows` says otherwise.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a schema, query or view that is not there
   * @throws {LabKeyQueryError} for a query that LabKey cannot run
   * @example
   * ```ts
   * const { rows } = await labkey.query.selectRows<{ PatientId: string; Sex: string }>({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   filters: [filter('Sex').eq('F')],
   *   sort: '-PatientId',
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
   * before the first row is asked for. What is broken off is not repeated: see {@link ReadRowsApi.pages}.
   *
   * Servers: all.
   *
   * @throws {LabKeyOptionsError} with the first row or `metadata()`, for a wrong option
   * @example
   * ```ts
   * const stream = labkey.query.streamRows({ schemaName: 'lists', queryName: 'Results' })
   * const { columns } = await stream.metadata()
   * console.log(columns.map(({ name }) => name))
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
   *
   * Servers: all.
   *
   * @throws {LabKeyOptionsError} for a table without a key, if there is no `sort`
   * @example
   * ```ts
   * const pages = labkey.query.pages({ schemaName: 'lists', queryName: 'Results', pageRows: 100 })
   * for await (const { rows } of pages) console.log(rows.length)
   * ```
   */
  pages<Row = QueryRow>(options: PagesOptions): AsyncGenerator<SelectRowsResult<Row>, undefined>
  /**
   * Runs a SELECT in LabKey's SQL. All rows, unless `maxRows` says otherwise.
   *
   * Servers: all; before LabKey 23.9 with `wafEncoding: false`.
   *
   * @throws {LabKeyQueryError} for a query that LabKey cannot run
   * @example
   * ```ts
   * const { rows } = await labkey.query.executeSql<{ Site: string; Patients: number }>({
   *   schemaName: 'lists',
   *   sql: 'SELECT Site, COUNT(*) AS Patients FROM Patients GROUP BY Site',
   * })
   * ```
   */
  executeSql<Row = ExtendedRow>(
    options: ExecuteSqlOptions & { readonly apiVersion: '17.1' },
  ): Promise<SelectRowsResult<Row>>
  executeSql<Row = CellRow>(
    options: ExecuteSqlOptions & { readonly apiVersion: '9.1' },
  ): Promise<SelectRowsResult<Row>>
  executeSql<Row = QueryRow>(options: ExecuteSqlOptions): Promise<SelectRowsResult<Row>>
  /**
   * Runs a SELECT and reads its rows one by one, as {@link ReadRowsApi.streamRows} does.
   *
   * Servers: all; before LabKey 23.9 with `wafEncoding: false`.
   *
   * @throws {LabKeyQueryError} for a query that LabKey cannot run
   * @example
   * ```ts
   * const sql = 'SELECT PatientId, Sex FROM Patients'
   * for await (const row of labkey.query.streamSql({ schemaName: 'lists', sql })) console.log(row)
   * ```
   */
  streamSql<Row = QueryRow>(options: StreamSqlOptions | DelimitedSqlOptions): RowStream<Row>
  /**
   * Lists the different values of one column.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a schema, query or view that is not there
   * @example
   * ```ts
   * const sites = await labkey.query.selectDistinct<string>({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   column: 'Site',
   * })
   * ```
   */
  selectDistinct<Value = unknown>(options: SelectDistinctOptions): Promise<readonly Value[]>
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
  /**
   * Exports rows as text or as a workbook of Excel, whose bytes come as a stream.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a schema, query or view that is not there
   * @example
   * ```ts
   * const { body } = await labkey.query.exportRows({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   format: 'tsv',
   * })
   * await pipeline(body, createWriteStream('patients.tsv'))
   * ```
   */
  exportRows(options: ExportRowsOptions): Promise<ExportedFile>
  /**
   * Exports the rows of a SELECT.
   *
   * Servers: all; before LabKey 23.9 with `wafEncoding: false`.
   *
   * @throws {LabKeyQueryError} for a query that LabKey cannot run
   * @example
   * ```ts
   * const { body } = await labkey.query.exportSql({
   *   schemaName: 'lists',
   *   sql: 'SELECT Sex, COUNT(*) AS Patients FROM Patients GROUP BY Sex',
   * })
   * await pipeline(body, createWriteStream('patients-by-sex.tsv'))
   * ```
   */
  exportSql(options: ExportSqlOptions): Promise<ExportedFile>
  /**
   * Exports several tables as one archive, whose bytes come as a stream.
   *
   * Servers: LabKey 15.1 and newer.
   *
   * @throws {LabKeyNotFoundError} for a schema, query or view that is not there
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
}
