import type { CallOptions } from '../call-options.ts'
import type { LabKeyDate } from './dates.ts'
import type { GetQueriesOptions, QueryInfo } from './get-queries.ts'
import type { GetQueryDetailsOptions, QueryDetails } from './get-query-details.ts'
import type { GetSchemasOptions, QuerySchema } from './get-schemas.ts'
import type {
  DeleteQueryViewOptions,
  GetQueryViewsOptions,
  SaveQueryViewsOptions,
} from './query-views.ts'
import type { QueryView } from './query-view.ts'
import type { SaveSessionViewOptions } from './save-session-view.ts'
import type { ValidateQueryOptions } from './validate-query.ts'

/** What tables, queries and views there are. */
export interface DescribeQueriesApi {
  /**
   * Lists schemas, with those inside of them.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a schema, query or view that is not there
   * @example
   * ```ts
   * const schemas = await labkey.query.getSchemas()
   * console.log(schemas.map(({ fullyQualifiedName }) => fullyQualifiedName))
   * ```
   */
  getSchemas(options?: GetSchemasOptions): Promise<readonly QuerySchema[]>
  /**
   * Lists the tables and queries of a schema.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a schema, query or view that is not there
   * @example
   * ```ts
   * const queries = await labkey.query.getQueries({ schemaName: 'lists' })
   * console.log(queries.map(({ name }) => name))
   * ```
   */
  getQueries(options: GetQueriesOptions): Promise<readonly QueryInfo[]>
  /**
   * Describes a table or query and its columns.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a schema, query or view that is not there
   * @example
   * ```ts
   * const { columns } = await labkey.query.getQueryDetails({ schemaName: 'lists', queryName: 'Patients' })
   * console.log(columns.map(({ name, type }) => `${name} ${type}`))
   * ```
   */
  getQueryDetails(options: GetQueryDetailsOptions): Promise<QueryDetails>
  /**
   * Lists the views of a table or query that the user may see.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a schema, query or view that is not there
   * @example
   * ```ts
   * const views = await labkey.query.getQueryViews({ schemaName: 'lists', queryName: 'Patients' })
   * ```
   */
  getQueryViews(options: GetQueryViewsOptions): Promise<readonly QueryView[]>
  /**
   * Saves views; one of the same name is replaced.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who may not share views
   * @example
   * ```ts
   * await labkey.query.saveQueryViews({
   *   schemaName: 'lists',
   *   queryName: 'Patients',
   *   views: [{ name: 'short', columns: [{ fieldKey: 'PatientId' }, { fieldKey: 'Sex' }] }],
   * })
   * ```
   */
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
  /**
   * Deletes a view.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a view that is not there
   * @example
   * ```ts
   * await labkey.query.deleteQueryView({ schemaName: 'lists', queryName: 'Patients', viewName: 'short' })
   * ```
   */
  deleteQueryView(options: DeleteQueryViewOptions): Promise<void>
  /**
   * Checks that a saved query can run; rejects with LabKey's words if it cannot.
   *
   * Servers: all.
   *
   * @throws {LabKeyQueryError} for a query that LabKey cannot run
   * @example
   * ```ts
   * await labkey.query.validateQuery({ schemaName: 'lists', queryName: 'Patients' })
   * ```
   */
  validateQuery(options: ValidateQueryOptions): Promise<void>
  /**
   * The clock of the server, in its own time zone.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const { year, month, day } = await labkey.query.getServerDate()
   * ```
   */
  getServerDate(options?: CallOptions): Promise<LabKeyDate>
}
