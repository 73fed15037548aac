import { findView, viewsOf } from '../data/apply-view.ts'
import { lookUpTable } from '../data/catalog.ts'
import { openTable } from '../data/open-table.ts'
import { describeView, readView } from '../data/view-json.ts'
import type { ViewJson } from '../data/view-json.ts'
import { badParameter, notFound, RefusedError } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { hasPermission } from '../site/permissions.ts'
import { isJsonObject, jsonBodyOf, requireText } from '../write/json-body.ts'
import type { Action, Call } from './action.ts'
import { requireParameter } from './require-parameter.ts'

/** `query-getQueryViews.api`: the default view and the saved ones (contract 4.8). */
export const getQueryViews: Action = {
  name: 'query-getQueryViews',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: async (call) => {
    const schemaName = requireParameter(call.parameters, 'schemaName')
    const queryName = requireParameter(call.parameters, 'queryName')
    requireQuery(call, schemaName, queryName)
    const wanted = call.parameters.get('viewName')
    const views = await describeViews(call, schemaName, queryName)
    const shown = wanted === undefined ? views : views.filter(({ name }) => isSame(name, wanted))
    return jsonResponse({ schemaName, queryName, views: shown })
  },
}

/**
 * `query-saveQueryViews.api`: saves views of a query, one's own or shared ones.
 *
 * Shared views need the right to update (LabKey: to edit shared views). A session view is kept like an
 * own one.
 */
export const saveQueryViews: Action = {
  name: 'query-saveQueryViews',
  answers: 'json',
  method: 'write',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    const json = jsonBodyOf(call)
    const schemaName = requireText(json, 'schemaName')
    const queryName = requireText(json, 'queryName')
    const query = requireQuery(call, schemaName, queryName)
    const views: unknown = json['views']
    if (!Array.isArray(views) || views.length === 0)
      throw badParameter('views', 'No views supplied.')
    const read = views.map((view: unknown) => {
      if (!isJsonObject(view)) throw badParameter('views', 'A view is not an object.')
      return readView(view, query, call.caller.user.id)
    })
    for (const view of read) requireViewRight(call, view.ownerId === null)
    for (const view of read) call.site.views.save(call.container.entityId, view)
    return jsonResponse({
      schemaName,
      queryName,
      views: await describeViews(call, schemaName, queryName),
    })
  },
}

/** `query-deleteView.api`: deletes the view of a name that the caller sees. */
export const deleteView: Action = {
  name: 'query-deleteView',
  answers: 'json',
  method: 'write',
  needs: 'read',
  handle: (call) => {
    const schemaName = requireParameter(call.parameters, 'schemaName')
    const queryName = requireParameter(call.parameters, 'queryName')
    requireQuery(call, schemaName, queryName)
    const viewName = call.parameters.get('viewName') ?? call.parameters.get('query.viewName') ?? ''
    const view = findView(call, schemaName, queryName, viewName)
    if (view === undefined) {
      throw notFound(`The requested view '${viewName}' does not exist for this user.`)
    }
    requireViewRight(call, view.ownerId === null)
    call.site.views.remove(call.container.entityId, view)
    return jsonResponse({ success: true })
  },
}

/** Returns the views of a query in LabKey's shape, the default view first. */
export async function describeViews(
  call: Call,
  schemaName: string,
  queryName: string,
): Promise<readonly ViewJson[]> {
  const { table, scope } = await openTable(call, {
    schemaName,
    queryName,
    containerFilter: undefined,
    parameters: new Map(),
  })
  const saved = viewsOf(call, schemaName, queryName)
  const hasDefault = saved.some(({ name }) => name === '')
  const views = hasDefault ? saved : [undefined, ...saved]
  return views.map((view) => describeView(call, table, scope, view))
}

function requireQuery(
  call: Call,
  schemaName: string,
  queryName: string,
): { readonly schemaName: string; readonly name: string } {
  const found = lookUpTable(call, schemaName, queryName)
  if (found !== undefined) return found.kind === 'data' ? found.data.definition : found.system
  throw notFound(
    `The query name '${queryName}' was not found within the schema '${schemaName}' in the folder '${call.container.path}'`,
  )
}

function requireViewRight({ caller, container }: Call, isShared: boolean): void {
  const isAllowed = isShared
    ? hasPermission(caller.user, 'update', container)
    : caller.user.id !== 0
  if (isAllowed) return
  throw new RefusedError(
    caller.user.id === 0 ? 401 : 403,
    'User does not have permission to perform this operation.',
  )
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}
