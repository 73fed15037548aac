import type { Call } from '../actions/action.ts'
import { notFound } from '../http/failures.ts'
import { runSavedQuery } from '../sql/saved-query.ts'
import { findTable, isSystemSchema } from './catalog.ts'
import { filterContainers } from './container-filter.ts'
import { merge, openScope, placedIn } from './data-scope.ts'
import type { DataScope } from './data-scope.ts'
import type { Table } from './table.ts'

/** Which table a call wants to see, and in which containers. */
export interface OpenRequest {
  readonly schemaName: string | undefined
  readonly queryName: string | undefined
  readonly containerFilter: string | undefined
  /** Values of a parameterised query's parameters, by name. */
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * Opens a table for reading in everything the call may see.
 *
 * @throws {RefusedError} 403 if the call may not.
 * @throws {ActionError} 404 if there is none, or what a saved query fails with.
 */
export async function openTable(
  call: Call,
  request: OpenRequest,
): Promise<{ readonly table: Table; readonly scope: DataScope }> {
  const { schemaName, queryName, containerFilter, parameters } = request
  if (isSystemSchema(schemaName)) return openSystemTable(call, request)
  const scope = openScope(call, containerFilter)
  const found = findTable(call, schemaName, queryName)
  if (found.kind === 'system') return openSystemTable(call, request)
  const { definition } = found.data
  const table =
    definition.source.kind === 'query'
      ? await runSavedQuery(definition, definition.source.sql, scope, parameters)
      : merge(placedIn(scope, definition.schemaName, definition.name))
  if (table === undefined) throw notFound(`The specified query '${definition.name}' is not there`)
  return { table, scope }
}

async function openSystemTable(
  call: Call,
  { schemaName, queryName, containerFilter }: OpenRequest,
): Promise<{ readonly table: Table; readonly scope: DataScope }> {
  filterContainers(containerFilter, call.container, call.site.containers)
  const found = findTable(call, schemaName, queryName)
  const table = found.kind === 'system' ? await found.system.open(call, containerFilter) : undefined
  if (table === undefined) {
    throw notFound(
      `The specified query '${queryName ?? ''}' does not exist in schema '${schemaName ?? ''}'`,
    )
  }
  // What the server knows of itself holds no PHI and looks up no data.
  return {
    table,
    scope: { call, containers: [call.container], phiLevel: 'Restricted', target: () => undefined },
  }
}
