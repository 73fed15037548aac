import type { Call } from '../actions/action.ts'
import { badParameter } from '../http/failures.ts'
import { actionUrl } from '../routing/links.ts'
import { isJsonObject, optionalFlag } from '../write/json-body.ts'
import type { JsonObject } from '../write/json-body.ts'
import { defaultFields, findField } from './field.ts'
import type { FieldScope } from './field.ts'
import type { Table } from './table.ts'
import type { SavedView } from './view-store.ts'

/** A view as clients see it; beside its name it has whatever contract 4.8 lists. */
export interface ViewJson {
  readonly name: string
  readonly [property: string]: unknown
}

/**
 * Writes a view as `query-getQueryViews` does (contract 4.8); `undefined` is the default view that
 * nobody changed.
 *
 * Columns that the caller is not entitled to are not in it.
 */
export function describeView(
  { site, container }: Call,
  table: Table,
  scope: FieldScope,
  view: SavedView | undefined,
): ViewJson {
  const name = view?.name ?? ''
  const titles = new Map(view?.columns.map(({ fieldKey, title }) => [fieldKey, title]))
  const fields =
    view === undefined || view.columns.length === 0
      ? defaultFields(table, scope)
      : view.columns.flatMap(({ fieldKey }) => findField(table, fieldKey, scope) ?? [])
  const viewDataUrl = actionUrl(site, container, 'query-executeQuery.view', {
    schemaName: table.schemaName,
    'query.queryName': table.name,
    ...(name !== '' && { 'query.viewName': name }),
  })
  return {
    name,
    label: name === '' ? 'default' : name,
    default: name === '',
    shared: view?.ownerId === null,
    inherit: false,
    session: false,
    editable: true,
    deletable: view !== undefined,
    revertable: view !== undefined,
    hidden: view?.isHidden ?? false,
    saved: view !== undefined,
    savable: true,
    containerPath: container.path,
    viewDataUrl,
    columns: fields.map(({ key, column }) => ({
      name: column.name,
      key,
      fieldKey: key,
      ...(titles.get(key) && { title: titles.get(key) }),
    })),
    filter: (view?.filters ?? []).map(({ field, operator, value }) => ({
      fieldKey: field,
      op: operator,
      value,
    })),
    sort: (view?.sorts ?? []).map(({ fieldKey, isDescending }) => ({
      fieldKey,
      dir: isDescending ? '-' : '+',
    })),
    analyticsProviders: [],
    ...(view !== undefined && view.ownerId !== null && { owner: view.ownerId }),
  }
}

/**
 * Reads a view as `query-saveQueryViews` takes it: `{name, shared, hidden, columns:[{fieldKey|name,
 * title}], filter:[{fieldKey, op|type, value}], sort:[{fieldKey, dir}]}`.
 *
 * @throws {ActionError} 400 if a part is not of that shape.
 */
export function readView(
  json: JsonObject,
  query: { readonly schemaName: string; readonly name: string },
  userId: number,
): SavedView {
  return {
    name: textOf(json['name'] ?? ''),
    schemaName: query.schemaName,
    queryName: query.name,
    columns: listOf(json, 'columns').map((column) => ({
      fieldKey: fieldKeyOf(column),
      title: typeof column['title'] === 'string' ? column['title'] : null,
    })),
    filters: listOf(json, 'filter').map((filter) => ({
      field: fieldKeyOf(filter),
      operator: textOf(filter['op'] ?? filter['type'] ?? 'eq').toLowerCase(),
      value: textOf(filter['value'] ?? ''),
    })),
    sorts: listOf(json, 'sort').map((sort) => ({
      fieldKey: fieldKeyOf(sort),
      isDescending: /^(-|desc)/i.test(textOf(sort['dir'] ?? '+')),
    })),
    ownerId: optionalFlag(json, 'shared', false) ? null : userId,
    isHidden: optionalFlag(json, 'hidden', false),
  }
}

function listOf(json: JsonObject, name: string): readonly JsonObject[] {
  const list: unknown = json[name]
  if (list === undefined || list === null) return []
  if (Array.isArray(list)) {
    const objects = list.map((item: unknown) => (typeof item === 'string' ? { name: item } : item))
    if (objects.every(isJsonObject)) return objects
  }
  throw badParameter(name, `The ${name} of a view must be a list of objects.`)
}

// JavaScript's client sends keys as text or as arrays of their parts.
function fieldKeyOf(json: JsonObject): string {
  const key = json['fieldKey'] ?? json['name']
  return Array.isArray(key) ? key.map(String).join('/') : textOf(key ?? '')
}

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value)
  }
  throw badParameter('views', 'A view has something else where text belongs.')
}
