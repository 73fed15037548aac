import { recordAccess } from '../audit/record-access.ts'
import { lookUpTable } from '../data/catalog.ts'
import { openScope } from '../data/data-scope.ts'
import type { PlacedData } from '../data/database.ts'
import { describeDomain } from '../data/domain-json.ts'
import { isWithinPhi } from '../data/phi.ts'
import type { TableDefinition } from '../data/table-definition.ts'
import { createColumn } from '../data/table.ts'
import type { Column } from '../data/table.ts'
import { ActionError, badParameter, notFound } from '../http/failures.ts'
import type { Call } from '../actions/action.ts'
import { changeList } from './change-list.ts'
import type { ChangedColumn } from './change-list.ts'
import { optionalText } from './json-body.ts'
import type { JsonObject } from './json-body.ts'
import { readFields, readName } from './read-domain.ts'
import type { DesignedColumn, FindLookup } from './read-domain.ts'

/** The schema of lists. */
export const listSchema = 'lists'

/**
 * Gives a list the name, description and fields of a design, and returns what it is now.
 *
 * @throws {ActionError} 400 if the design is wrong or the rows do not fit it; nothing is changed then.
 */
export async function applyDesign(
  call: Call,
  list: PlacedData,
  design: JsonObject,
): Promise<object> {
  const { site, container } = call
  const before = list.definition
  const name = readName(design, 'the list')
  if (name.toLowerCase() !== before.name.toLowerCase()) refuseTaken(call, name)
  const changes = changesOf(call, before, readFields(design, finder(call)))
  const description = optionalText(design, 'description') ?? null
  changeList(list, { name, description }, changes)
  await recordDesign(call, before.name, 'saveDomain')
  const changed = changeList(list, { name, description }, changes)
  if (!site.database.tablesIn(container.entityId).includes(list)) {
    throw notFound('The list was changed meanwhile.')
  }
  const names = changes.flatMap(({ column, from }) =>
    from === undefined ? [] : [[from.name, column.name] as const],
  )
  site.domains.of(container.entityId, before).rename(names)
  site.domains.rename(container.entityId, before, name)
  site.database.drop(container.entityId, list)
  site.database.add(container.entityId, changed)
  return describeDomain(call, changed)
}

/**
 * Returns an empty list of a design. `options` has `keyName` and `keyType`.
 *
 * @throws {ActionError} 400 if the design or its key is wrong.
 */
export function newList(
  call: Call,
  name: string,
  design: JsonObject,
  kind: 'IntList' | 'VarList',
  options: JsonObject,
): TableDefinition {
  const keyName = optionalText(options, 'keyName')
  if (keyName === undefined) throw badParameter('keyName', 'List keyName is required')
  const isText = kind === 'VarList'
  const keyType = optionalText(options, 'keyType') ?? (isText ? 'Varchar' : 'AutoIncrementInteger')
  if (isText !== (keyType === 'Varchar')) {
    throw badParameter('keyType', `The key of a list of kind ${kind} cannot be ${keyType}.`)
  }
  const fields = readFields(design, finder(call)).map(({ column }) => column)
  const said = fields.find((column) => column.name.toLowerCase() === keyName.toLowerCase())
  const key = createColumn(0, {
    ...(said ?? { name: keyName }),
    type: isText ? 'string' : 'int',
    isKey: true,
    isRequired: true,
    isAutoIncrement: keyType === 'AutoIncrementInteger',
    lookup: null,
  })
  const columns =
    said === undefined ? [key, ...fields] : fields.map((one) => (one === said ? key : one))
  return {
    schemaName: listSchema,
    name,
    title: name,
    description: optionalText(design, 'description') ?? null,
    columns: columns.map((column, index) => ({ ...column, index })),
    source: { kind: 'stored', seed: [] },
  }
}

/** Records a change of a list's design. */
export async function recordDesign(call: Call, queryName: string, comment: string): Promise<void> {
  await recordAccess(call, {
    event: 'QueryUpdateAuditEvent',
    schemaName: listSchema,
    queryName,
    comment,
  })
}

/** Refuses a name that a table of the folder has. @throws {ActionError} 400. */
export function refuseTaken({ site, container }: Call, name: string): void {
  const isTaken = site.database
    .tablesIn(container.entityId)
    .some(
      ({ definition }) =>
        definition.schemaName === listSchema &&
        definition.name.toLowerCase() === name.toLowerCase(),
    )
  if (isTaken) throw new ActionError(400, `The name '${name}' is already in use.`)
}

// What the caller may not see was not sent, so it stays; the key stays a key.
function changesOf(
  call: Call,
  { columns, ...table }: TableDefinition,
  designed: readonly DesignedColumn[],
): readonly ChangedColumn[] {
  const ids = call.site.domains.of(call.container.entityId, table)
  const { phiLevel } = openScope(call, undefined)
  const byId = new Map(columns.map((column) => [ids.propertyId(column.name), column]))
  const changes = designed.map(({ propertyId, column }): ChangedColumn => {
    const from = propertyId === undefined ? undefined : byId.get(propertyId)
    if (propertyId !== undefined && from === undefined) {
      throw badParameter('propertyId', `'${column.name}' is no field of this list.`)
    }
    return { from, column: from?.isKey ? keptKey(column, from) : column }
  })
  const hidden = columns.filter(({ phi }) => !isWithinPhi(phi, phiLevel))
  const kept = hidden.map((column) => ({ column, from: column }))
  if (!changes.some(({ column }) => column.isKey)) {
    throw new ActionError(400, 'The key field of a list cannot be removed.')
  }
  const taken = kept.find(({ column }) => changes.some((change) => isSame(change.column, column)))
  if (taken !== undefined) {
    throw new ActionError(400, `The field name '${taken.column.name}' is already taken.`)
  }
  return [...changes, ...kept]
}

function keptKey(column: Column, { type, isAutoIncrement }: Column): Column {
  return { ...column, type, isKey: true, isRequired: true, isAutoIncrement, lookup: null }
}

function finder(call: Call): FindLookup {
  return (wantedSchema, queryName) => {
    const found = lookUpTable(call, wantedSchema, queryName)
    if (found?.kind !== 'data') return undefined
    const { definition } = found.data
    const [key, ...others] = definition.columns.filter((column) => column.isKey)
    if (key === undefined || others.length > 0) return undefined
    const shown = definition.columns.find((column) => !column.isKey && column.type === 'string')
    return {
      schemaName: definition.schemaName,
      queryName: definition.name,
      keyColumn: key.name,
      displayColumn: (shown ?? key).name,
    }
  }
}

function isSame(left: Column, right: Column): boolean {
  return left.name.toLowerCase() === right.name.toLowerCase()
}
