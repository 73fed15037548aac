import { lookUpTable } from '../data/catalog.ts'
import { fieldMetadata, friendlyType } from '../data/field-metadata.ts'
import { findField } from '../data/field.ts'
import type { Field } from '../data/field.ts'
import { stringifyFieldKey } from '../data/field-key.ts'
import type { DataScope } from '../data/data-scope.ts'
import { openTable } from '../data/open-table.ts'
import type { Table } from '../data/table.ts'
import { ActionError, notFound } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { actionUrl } from '../routing/links.ts'
import { hasPermission } from '../site/permissions.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { Action, Call } from './action.ts'
import { describeViews } from './query-views.ts'
import { requireParameter } from './require-parameter.ts'

/**
 * `query-getQueryDetails.api`: everything about a query's columns and views (contract 4.8).
 *
 * A saved query that does not run is answered 200 with `exception`.
 */
export const getQueryDetails: Action = {
  name: 'query-getQueryDetails',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: async (call) => {
    const { parameters } = call
    const schemaName = requireParameter(parameters, 'schemaName')
    const queryName = requireParameter(parameters, 'queryName')
    const found = lookUpTable(call, schemaName, queryName)
    if (found === undefined) {
      throw notFound(`Could not find the query '${queryName}' in the schema '${schemaName}'!`)
    }
    try {
      const opened = await open(call, schemaName, queryName)
      const { table, scope } = followLookup(opened, parameters.get('fk'))
      return jsonResponse({
        ...describe(call, table, scope),
        isUserDefined: found.kind === 'data' && found.data.definition.source.kind === 'query',
        views: await wantedViews(call, table),
      })
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      return jsonResponse({ name: queryName, schemaName, exception: error.message })
    }
  },
}

/** `query-validateQuery.api`: runs a query and says whether it went well. */
export const validateQuery: Action = {
  name: 'query-validateQuery',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: async (call) => {
    const schemaName = requireParameter(call.parameters, 'schemaName')
    const queryName = requireParameter(call.parameters, 'queryName')
    await open(call, schemaName, queryName)
    return jsonResponse({ valid: true })
  },
}

function open(
  call: Call,
  schemaName: string,
  queryName: string,
): Promise<{ readonly table: Table; readonly scope: DataScope }> {
  return openTable(call, {
    schemaName,
    queryName,
    containerFilter: undefined,
    parameters: new Map(),
  })
}

// "fk": the table that a lookup of the query leads to, in the place of the query.
function followLookup(
  opened: { readonly table: Table; readonly scope: DataScope },
  fk: string | undefined,
): { readonly table: Table; readonly scope: DataScope } {
  if (!fk) return opened
  const { table, scope } = opened
  const lookup = findField(table, fk, scope)?.lookup
  const target = lookup ? scope.target(lookup) : undefined
  if (target !== undefined) return { table: target, scope }
  throw new ActionError(400, `The column '${fk}' is no lookup.`, { field: 'fk' })
}

function describe(call: Call, table: Table, scope: DataScope): object {
  const { site, container, caller } = call
  const fields = table.columns.flatMap((column): Field | readonly Field[] => {
    return findField(table, stringifyFieldKey([column.name]), scope) ?? []
  })
  const parameters = { schemaName: table.schemaName, 'query.queryName': table.name }
  const title = fields.find(({ column }) => !column.isKey && column.type === 'string') ?? fields[0]
  return {
    name: table.name,
    schemaName: table.schemaName,
    title: table.title,
    description: table.description,
    titleColumn: title?.column.name ?? null,
    canEdit: hasPermission(caller.user, 'update', container),
    canDelete: hasPermission(caller.user, 'delete', container),
    canEditSharedViews: hasPermission(caller.user, 'update', container),
    isTemporary: false,
    isInherited: false,
    isMetadataOverrideable: false,
    columns: fields.map((field) => ({
      ...fieldMetadata(field, table),
      type: friendlyType(field.column.type),
    })),
    defaultView: {
      columns: fields
        .filter(({ column }) => !column.isHidden)
        .map((field) => ({
          ...fieldMetadata(field, table),
          type: friendlyType(field.column.type),
        })),
    },
    indices: {},
    targetContainers: [],
    importTemplates: [],
    importUrl: null,
    insertUrl: null,
    viewDataUrl: actionUrl(site, container, 'query-executeQuery.view', parameters),
  }
}

async function wantedViews(call: Call, table: Table): Promise<readonly object[]> {
  const names = call.parameters.all
    .filter(([name]) => name === 'viewName')
    .map(([, value]) => value.toLowerCase())
  const views = await describeViews(call, table.schemaName, table.name)
  if (names.includes('*')) return views
  const wanted = names.length === 0 ? [''] : names
  return views.filter(({ name }) => wanted.includes(name.toLowerCase()))
}
