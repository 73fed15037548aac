import type { Field } from './field.ts'
import type { Column, ColumnType, Lookup, Table } from './table.ts'

interface TypeNames {
  readonly sqlType: string
  readonly jdbcType: string
  readonly friendlyType: string
  readonly rangeURI: string
  readonly scale: number
}

const typeNames: Readonly<Record<ColumnType, TypeNames>> = {
  string: names('varchar', 'VARCHAR', 'Text (String)', 'string', 4000),
  int: names('integer', 'INTEGER', 'Integer', 'int', 4),
  float: names('double precision', 'DOUBLE', 'Number (Double)', 'double', 17),
  boolean: names('boolean', 'BOOLEAN', 'True/False (Boolean)', 'boolean', 1),
  date: names('timestamp', 'TIMESTAMP', 'Date and Time', 'dateTime', 29),
}

/** Returns LabKey's description of a field, as it stands in `metaData.fields` (contract 4.5). */
export function fieldMetadata(field: Field, table: Table): object {
  const { column, lookup, key, parts } = field
  const isOwn = parts.length === 1
  const isKey = isOwn && column.isKey
  const flags = {
    autoIncrement: isOwn && column.isAutoIncrement,
    hidden: column.isHidden,
    keyField: isKey,
    mvEnabled: false,
    nullable: !column.isRequired,
    readOnly: !isOwn,
    userEditable: isOwn,
    versionField: false,
    selectable: true,
  }
  return {
    name: key,
    fieldKey: key,
    fieldKeyArray: parts,
    fieldKeyPath: key,
    caption: column.caption,
    shortCaption: column.caption,
    description: column.description,
    importAliases: [],
    type: column.type,
    jsonType: column.type,
    ...typeNames[column.type],
    conceptURI: null,
    defaultValue: null,
    ...flags,
    ...Object.fromEntries(Object.entries(flags).map(([name, value]) => [isName(name), value])),
    required: column.isRequired,
    calculated: false,
    sortable: true,
    filterable: true,
    hasSortKey: false,
    dimension: false,
    measure: column.type === 'float',
    recommendedVariable: false,
    scannable: false,
    phiProtected: column.phi !== 'NotPHI',
    excludeFromShifting: false,
    phi: column.phi,
    shownInInsertView: isOwn,
    shownInUpdateView: isOwn,
    shownInDetailsView: true,
    shownInLookupView: true,
    inputType: lookup === null ? 'text' : 'select',
    align: alignOf(column),
    facetingBehaviorType: 'AUTOMATIC',
    derivationDataScope: null,
    valueExpression: null,
    ...(column.format !== null && { format: column.format, extFormat: null }),
    ...(lookup !== null && { lookup: lookupMetadata(lookup), table: table.name }),
  }
}

/** Returns what `query-getQueryDetails` calls a type, such as `Text (String)`. */
export function friendlyType(type: ColumnType): string {
  return typeNames[type].friendlyType
}

/** Returns the URI by which LabKey names a type. */
export function rangeUri(type: ColumnType): string {
  return typeNames[type].rangeURI
}

/** Returns the entry of a field in `columnModel` of the formats 8.3 and 9.1. */
export function columnModelEntry({ column, key, parts }: Field): object {
  return {
    dataIndex: key,
    header: column.caption,
    sortable: true,
    filterable: true,
    editable: parts.length === 1 && !column.isKey,
    hidden: column.isHidden,
    align: alignOf(column),
    required: column.isRequired,
    scale: typeNames[column.type].scale,
    width: column.type === 'string' ? 200 : 60,
  }
}

function lookupMetadata({ schemaName, queryName, keyColumn, displayColumn }: Lookup): object {
  return {
    isPublic: true,
    public: true,
    schemaName,
    schema: schemaName,
    queryName,
    table: queryName,
    keyColumn,
    displayColumn,
  }
}

function alignOf({ type }: Column): 'left' | 'right' {
  return type === 'int' || type === 'float' || type === 'date' ? 'right' : 'left'
}

function isName(name: string): string {
  return `is${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`
}

function names(
  sqlType: string,
  jdbcType: string,
  friendly: string,
  xsd: string,
  scale: number,
): TypeNames {
  const rangeURI = `http://www.w3.org/2001/XMLSchema#${xsd}`
  return { sqlType, jdbcType, friendlyType: friendly, rangeURI, scale }
}
