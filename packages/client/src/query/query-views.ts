import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions, type OptionReader } from '../check-options.ts'
import { isObject } from '../read-json.ts'
import { askQuery, parameters, type Caller } from './ask-query.ts'
import {
  readViews,
  type QueryView,
  type ViewColumn,
  type ViewFilter,
  type ViewSort,
} from './query-view.ts'

/** Which views of which query. */
export interface GetQueryViewsOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  /** Only this one. Default: all. */
  readonly viewName?: string
  /** Leaves out what lives in the browser session only. Default: false. */
  readonly excludeSessionView?: boolean
}

/** A view to save; what is left out is as in a new view. */
export interface QueryViewToSave {
  /** Default: the default view. */
  readonly name?: string
  readonly columns: readonly ViewColumn[]
  readonly filter?: readonly ViewFilter[]
  readonly sort?: readonly ViewSort[]
  readonly shared?: boolean
  readonly hidden?: boolean
  readonly inherit?: boolean
  readonly session?: boolean
  readonly containerFilter?: string
}

/** Views to save, and of which query. */
export interface SaveQueryViewsOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  /** At least one; a view of the same name is replaced. */
  readonly views: readonly QueryViewToSave[]
}

/** Which view to delete. */
export interface DeleteQueryViewOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  /** Default: the default view. */
  readonly viewName?: string
  /** Takes back what the session has changed, and leaves the saved view. Default: LabKey's. */
  readonly revert?: boolean
}

/** Lists the views of a query: `query-getQueryViews.api` (contract 4.8). */
export async function getQueryViews(
  options: GetQueryViewsOptions,
  caller: Caller,
): Promise<readonly QueryView[]> {
  const where = 'getQueryViews'
  const own = ownOptions(options, where, [
    'schemaName',
    'queryName',
    'viewName',
    'excludeSessionView',
    ...callOptionNames,
  ])
  const read = readOptions(own, where)
  const { value, unreadable } = await askQuery(caller, read, {
    method: 'GET',
    action: where,
    subject: subjectOf('views', read),
    params: parameters({
      schemaName: read.requiredText('schemaName'),
      queryName: read.requiredText('queryName'),
      viewName: read.text('viewName'),
      excludeSessionView: read.flag('excludeSessionView'),
    }),
    readOnly: true,
  })
  if (!Array.isArray(value['views'])) throw await unreadable()
  return readViews(value['views'])
}

/** Saves views: `query-saveQueryViews.api`. Gives them as they are now. */
export async function saveQueryViews(
  options: SaveQueryViewsOptions,
  caller: Caller,
): Promise<readonly QueryView[]> {
  const where = 'saveQueryViews'
  const own = ownOptions(options, where, ['schemaName', 'queryName', 'views', ...callOptionNames])
  const read = readOptions(own, where)
  const views = read.list('views') ?? []
  if (views.length === 0 || !views.every(isView)) {
    read.refuse('views', 'an array of views with columns')
  }
  const { value } = await askQuery(caller, read, {
    method: 'POST',
    action: where,
    subject: subjectOf('saved views', read),
    json: {
      schemaName: read.requiredText('schemaName'),
      queryName: read.requiredText('queryName'),
      views,
    },
    readOnly: false,
  })
  return readViews(value['views'])
}

/** Deletes a view: `query-deleteView.api`. */
export async function deleteQueryView(
  options: DeleteQueryViewOptions,
  caller: Caller,
): Promise<void> {
  const where = 'deleteQueryView'
  const own = ownOptions(options, where, [
    'schemaName',
    'queryName',
    'viewName',
    'revert',
    ...callOptionNames,
  ])
  const read = readOptions(own, where)
  const revert = read.flag('revert')
  const viewName = read.text('viewName')
  await askQuery(caller, read, {
    method: 'POST',
    action: 'deleteView',
    subject: subjectOf('deletion of a view', read),
    json: {
      schemaName: read.requiredText('schemaName'),
      queryName: read.requiredText('queryName'),
      ...(viewName !== undefined && { viewName }),
      ...(revert !== undefined && { complete: !revert }),
    },
    readOnly: false,
  })
}

function subjectOf(what: string, read: OptionReader): string {
  return `${what} of query ${read.requiredText('schemaName')}.${read.requiredText('queryName')}`
}

function isView(view: unknown): boolean {
  return isObject(view) && Array.isArray(view['columns']) && view['columns'].length > 0
}
