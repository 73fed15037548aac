import { findSchema, tablesIn } from '../data/catalog.ts'
import { openScope } from '../data/data-scope.ts'
import { isWithinPhi } from '../data/phi.ts'
import { systemTables } from '../data/system-tables.ts'
import type { Column } from '../data/table.ts'
import { notFound } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { actionUrl } from '../routing/links.ts'
import { requireParameter } from './require-parameter.ts'
import type { Action, Call } from './action.ts'

/** What `query-getQueries` says of one table. */
interface ListedQuery {
  readonly name: string
  readonly title: string
  readonly description: string | null
  readonly isUserDefined: boolean
  readonly columns: readonly Column[]
}

/** `query-getQueries.api`: the tables and saved queries of a schema (contract 4.8). */
export const getQueries: Action = {
  name: 'query-getQueries',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: (call) => {
    const { parameters } = call
    const asked = requireParameter(parameters, 'schemaName')
    const schemaName = findSchema(call, asked)
    if (schemaName === undefined) {
      throw notFound(
        `The schema name '${asked}' was not found within the folder '${call.container.path}'`,
      )
    }
    const hasUserQueries = parameters.flag('includeUserQueries', true)
    const hasTables = parameters.flag('includeSystemQueries', true)
    const queries = queriesOf(call, schemaName).filter(({ isUserDefined }) =>
      isUserDefined ? hasUserQueries : hasTables,
    )
    return jsonResponse({
      schemaName,
      queries: queries.map((query) => describe(call, schemaName, query)),
    })
  },
}

function queriesOf(call: Call, schemaName: string): readonly ListedQuery[] {
  const system = systemTables
    .filter((table) => table.schemaName === schemaName && table.isListed)
    .map(({ name }) => ({
      name,
      title: name,
      description: null,
      isUserDefined: false,
      columns: [],
    }))
  const own = tablesIn(call).filter((table) => table.schemaName === schemaName)
  if (own.length === 0) return system
  const { phiLevel } = openScope(call, undefined)
  const placed = call.site.database.tablesIn(call.container.entityId)
  return [
    ...system,
    ...placed
      .map(({ definition }) => definition)
      .filter((definition) => definition.schemaName === schemaName)
      .map(({ name, title, description, columns, source }) => ({
        name,
        title,
        description,
        isUserDefined: source.kind === 'query',
        columns: columns.filter((column) => isWithinPhi(column.phi, phiLevel)),
      })),
  ]
}

function describe(call: Call, schemaName: string, query: ListedQuery): object {
  const { parameters, site, container } = call
  const { name, title, description, isUserDefined, columns } = query
  const viewDataUrl = actionUrl(site, container, 'query-executeQuery.view', {
    schemaName,
    'query.queryName': name,
  })
  return {
    name,
    ...(parameters.flag('includeTitle', true) && { title }),
    hidden: false,
    snapshot: false,
    inherit: false,
    isUserDefined,
    canEdit: false,
    canEditSharedViews: false,
    isMetadataOverrideable: false,
    isInherited: false,
    isIncludedForLookups: true,
    containerPath: container.path,
    ...(description !== null && { description }),
    ...(parameters.flag('includeViewDataUrl', true) && { viewDataUrl }),
    ...(parameters.flag('includeColumns', true) && {
      columns: columns.map((column) => ({
        name: column.name,
        caption: column.caption,
        shortCaption: column.caption,
        description: column.description,
      })),
    }),
  }
}
