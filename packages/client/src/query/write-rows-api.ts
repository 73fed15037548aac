import type { ImportDataOptions, ImportDataResult } from './import-data.ts'
import type { ModifyRowsOptions, ModifyRowsResult, MoveRowsOptions } from './modify-rows.ts'
import type { QueryRow } from './rows.ts'
import type { SaveRowsOptions, SaveRowsResult } from './save-rows.ts'
import type { TruncateTableOptions } from './truncate-table.ts'
import type { ImportJob, WaitForImportOptions } from './wait-for-import.ts'

/** Changing the rows of tables. */
export interface WriteRowsApi {
  /**
   * Inserts rows, and gives them with the keys they got. Writes are never repeated by themselves.
   *
   * Servers: all.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for rows that LabKey refuses
   * @throws {LabKeyPermissionError} for those who may not change the table
   * @example
   * ```ts
   * const { rows } = await labkey.query.insertRows({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   rows: [{ PatientId: 'P-9001', Sex: 'F' }],
   * })
   * ```
   */
  insertRows<Row extends object = QueryRow, Saved = QueryRow>(
    options: ModifyRowsOptions<Row>,
  ): Promise<ModifyRowsResult<Saved>>
  /**
   * Changes rows by their keys; columns that a row does not name stay.
   *
   * Servers: all.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for rows that LabKey refuses
   * @throws {LabKeyPermissionError} for those who may not change the table
   * @example
   * ```ts
   * await labkey.query.updateRows({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   rows: [{ PatientId: 'PT-0001', Site: 'Bern' }],
   * })
   * ```
   */
  updateRows<Row extends object = QueryRow, Saved = QueryRow>(
    options: ModifyRowsOptions<Row>,
  ): Promise<ModifyRowsResult<Saved>>
  /**
   * Deletes rows by their keys. Keys that are not there are no error: look at `rows`.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who may not change the table
   * @example
   * ```ts
   * const { rows } = await labkey.query.deleteRows({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   rows: [{ PatientId: 'P-9001' }],
   * })
   * console.log(rows.length)
   * ```
   */
  deleteRows<Row extends object = QueryRow, Deleted = QueryRow>(
    options: ModifyRowsOptions<Row>,
  ): Promise<ModifyRowsResult<Deleted>>
  /**
   * Inserts rows as an import does, without reading them again.
   *
   * Servers: all.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for rows that LabKey refuses
   * @throws {LabKeyPermissionError} for those who may not change the table
   * @example
   * ```ts
   * const { rowsAffected } = await labkey.query.importRows({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   rows: [{ PatientId: 'P-9001', Sex: 'F' }],
   * })
   * ```
   */
  importRows<Row extends object = QueryRow>(
    options: ModifyRowsOptions<Row>,
  ): Promise<ModifyRowsResult<never>>
  /**
   * Moves rows to another container.
   *
   * Servers: LabKey 24.1 and newer.
   *
   * @throws {LabKeyPermissionError} for those who may not change the table
   * @example
   * ```ts
   * await labkey.query.moveRows({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   rows: [{ PatientId: 'P-9001' }],
   *   targetContainer: '/Demo Study/Archive',
   * })
   * ```
   */
  moveRows<Row extends object = QueryRow>(
    options: MoveRowsOptions<Row>,
  ): Promise<ModifyRowsResult<never>>
  /**
   * Changes several tables in one transaction.
   *
   * Servers: all.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for rows that LabKey refuses
   * @throws {LabKeyPermissionError} for those who may not change the table
   * @example
   * ```ts
   * const { committed } = await labkey.query.saveRows({
   *   commands: [
   *     {
   *       command: 'insert',
   *       schemaName: 'lists',
   *       queryName: 'Patients',
   *       rows: [{ PatientId: 'P-9001', Sex: 'F' }],
   *     },
   *     {
   *       command: 'insert',
   *       schemaName: 'lists',
   *       queryName: 'Specimens',
   *       rows: [{ SpecimenId: 'S-9001', PatientId: 'P-9001', Type: 'Blood' }],
   *     },
   *   ],
   * })
   * ```
   */
  saveRows(options: SaveRowsOptions): Promise<SaveRowsResult>
  /**
   * Deletes all rows of a table; for administrators.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who may not change the table
   * @example
   * ```ts
   * const { deletedRows } = await labkey.query.truncateTable({
   *   schemaName: 'lists',
   *   queryName: 'Results',
   * })
   * ```
   */
  truncateTable(options: TruncateTableOptions): Promise<{ readonly deletedRows: number }>
  /**
   * Imports a table from a text, a file or a stream.
   *
   * Servers: all.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for data that LabKey refuses
   * @throws {LabKeyPermissionError} for those who may not change the table
   * @example
   * ```ts
   * const content = createReadStream('patients.tsv')
   * const { rowCount } = await labkey.query.importData({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   source: { file: { filename: 'patients.tsv', content } },
   * })
   * ```
   */
  importData(options: ImportDataOptions): Promise<ImportDataResult>
  /**
   * Waits for an import that the server works on after its answer.
   *
   * Servers: all.
   *
   * @throws {LabKeyQueryError} for a job that failed or was cancelled
   * @throws {LabKeyNotFoundError} for one that is not there
   * @throws {LabKeyTimeoutError} when `waitMs` is over; the job goes on
   * @example
   * ```ts
   * const { jobId } = await labkey.query.importData({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   source: { text: 'PatientId\tSex\nP-9001\tF\n' },
   *   useAsync: true,
   * })
   * if (jobId !== undefined) await labkey.query.waitForImport({ jobId, waitMs: 600_000 })
   * ```
   */
  waitForImport(options: WaitForImportOptions): Promise<ImportJob>
}
