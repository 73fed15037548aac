import type { Call } from '../actions/action.ts'
import { notFound } from '../http/failures.ts'
import { lookUpTable } from './catalog.ts'
import type { FilterParameter } from './filter.ts'
import type { SavedView } from './view-store.ts'

/** The parts of a request that a view adds to. */
export interface ViewedRequest {
  readonly schemaName: string | undefined
  readonly queryName: string | undefined
  readonly viewName: string | undefined
  readonly columns: string
  readonly extraColumns: string
  readonly sort: string
  readonly filters: readonly FilterParameter[]
}

/**
 * Adds what the asked-for view says to a request: its columns unless others were asked for, its filters
 * beside theirs, its sort behind theirs. Without a name it is the default view, if one was saved.
 *
 * @throws {ActionError} 404 for a view that the caller does not see.
 */
export function applyView<Request extends ViewedRequest>(call: Call, asked: Request): Request {
  const view = findView(call, asked.schemaName, asked.queryName, asked.viewName ?? '')
  if (view === undefined && asked.viewName) {
    throw notFound(`The requested view '${asked.viewName}' does not exist for this user.`)
  }
  const listed = view?.columns.map((column) => column.fieldKey).join(',') || '*'
  const shown = asked.columns || (view === undefined && asked.extraColumns === '' ? '' : listed)
  const sorts = view?.sorts.map(
    ({ fieldKey, isDescending }) => (isDescending ? '-' : '') + fieldKey,
  )
  return {
    ...asked,
    columns: [shown, asked.extraColumns].filter(Boolean).join(','),
    filters: [...asked.filters, ...(view?.filters ?? [])],
    sort: [asked.sort, ...(sorts ?? [])].filter(Boolean).join(','),
  }
}

/** Returns the views of a query that the caller sees. */
export function viewsOf(
  call: Call,
  schemaName: string | undefined,
  queryName: string | undefined,
): readonly SavedView[] {
  const found = lookUpTable(call, schemaName, queryName)
  if (found === undefined) return []
  const { site, container, caller } = call
  const query = found.kind === 'data' ? found.data.definition : found.system
  return site.views.list(container.entityId, query, caller.user.id)
}

/** Finds a view by name without regard to case. */
export function findView(
  call: Call,
  schemaName: string | undefined,
  queryName: string | undefined,
  viewName: string,
): SavedView | undefined {
  const wanted = viewName.toLowerCase()
  return viewsOf(call, schemaName, queryName).find((view) => view.name.toLowerCase() === wanted)
}
