import type { Call } from '../actions/action.ts'
import { openScope } from './data-scope.ts'
import { rangeUri } from './field-metadata.ts'
import { isWithinPhi } from './phi.ts'
import type { Column } from './table.ts'
import type { TableDefinition } from './table-definition.ts'

/**
 * Writes a list as LabKey's description of its domain (LabKey/platform `GWTDomain`; a recorded answer is
 * `list-getDomainDetails.json` in LabKey/labkey-ui-components). Columns above the entitled level are left
 * out.
 *
 * @throws {RefusedError} 403 if a step is missing in the session.
 */
export function describeDomain(call: Call, table: TableDefinition): object {
  const { phiLevel } = openScope(call, undefined)
  const { site, container } = call
  const { domainId } = site.domains.of(container.entityId, table)
  return {
    domainId,
    name: table.name,
    domainURI: domainUri(call, table),
    domainKindName: domainKind(table),
    description: table.description,
    container: container.entityId,
    schemaName: table.schemaName,
    queryName: table.name,
    allowFileLinkProperties: false,
    allowAttachmentProperties: false,
    allowFlagProperties: false,
    showDefaultValueSettings: false,
    defaultDefaultValueType: null,
    defaultValueOptions: [],
    fields: table.columns
      .filter((column) => isWithinPhi(column.phi, phiLevel))
      .map((column) => describeColumn(call, table, column)),
    indices: [],
  }
}

/** Returns the options of a list, as they stand beside its design. */
export function describeListOptions({ site, container }: Call, table: TableDefinition): object {
  const key = table.columns.find((column) => column.isKey)
  return {
    listId: site.domains.of(container.entityId, table).domainId,
    name: table.name,
    description: table.description,
    keyName: key?.name ?? null,
    keyType: key === undefined ? null : keyType(key),
    titleColumn: null,
  }
}

/** Returns `IntList` or `VarList`, by the type of its key. */
export function domainKind({ columns }: TableDefinition): 'IntList' | 'VarList' {
  return columns.find((column) => column.isKey)?.type === 'string' ? 'VarList' : 'IntList'
}

function keyType({ type, isAutoIncrement }: Column): string {
  if (isAutoIncrement) return 'AutoIncrementInteger'
  return type === 'string' ? 'Varchar' : 'Integer'
}

function domainUri({ container }: Call, table: TableDefinition): string {
  return `urn:lsid:labkey.com:${domainKind(table)}.Folder-${container.rowId}:${encodeURIComponent(table.name)}`
}

function describeColumn(call: Call, table: TableDefinition, column: Column): object {
  const { site, container } = call
  const { lookup } = column
  return {
    propertyId: site.domains.of(container.entityId, table).propertyId(column.name),
    propertyURI: `${domainUri(call, table)}#${encodeURIComponent(column.name)}`,
    container: container.entityId,
    name: column.name,
    label: column.caption,
    description: column.description,
    rangeURI: rangeUri(column.type),
    conceptURI: null,
    format: column.format,
    required: column.isRequired,
    hidden: column.isHidden,
    lookupContainer: null,
    lookupSchema: lookup?.schemaName ?? null,
    lookupQuery: lookup?.queryName ?? null,
    defaultValueType: null,
    defaultValue: null,
    mvEnabled: false,
    importAliases: null,
    shownInInsertView: true,
    shownInUpdateView: true,
    shownInDetailsView: true,
    measure: column.type === 'float',
    dimension: false,
    recommendedVariable: false,
    defaultScale: 'LINEAR',
    facetingBehaviorType: 'AUTOMATIC',
    scale: column.type === 'string' ? 4000 : 10,
    isPrimaryKey: column.isKey,
    lockType: column.isKey ? 'PartiallyLocked' : 'NotLocked',
    conditionalFormats: [],
    propertyValidators: [],
    excludeFromShifting: false,
    URL: null,
    PHI: column.phi,
  }
}
