import { isObject, numberOf, objectsOf, present, textOf, type Json } from '../read-json.ts'

/** What LabKey tells about a column (contract 4.5). */
export interface QueryColumn {
  /** The name in the rows; a field key such as `Owner/DisplayName` for a lookup's field. */
  readonly name: string
  /** For people. */
  readonly caption: string
  /** `string`, `int`, `float`, `boolean`, `date` or `time`. Dates come as texts without a zone. */
  readonly type: string
  readonly hidden: boolean
  /** Part of the primary key. */
  readonly keyField: boolean
  /** How protected the column is: `NotPHI`, `Limited`, `PHI` or `Restricted`, where LabKey says. */
  readonly phi?: string
  /** The table that the values point to. */
  readonly lookup?: QueryLookup
}

/** The table that a column's values point to. */
export interface QueryLookup {
  readonly schemaName: string
  readonly queryName: string
  readonly keyColumn?: string
  readonly displayColumn?: string
  /** Where the table is, if not in the container of the query. */
  readonly containerPath?: string
}

/** A column as `getQueryDetails` describes it. */
export interface QueryColumnDetails extends QueryColumn {
  /** The name as it stands in rows and in `columns`: encoded, where it holds one of `$ / & } ~ , .`. */
  readonly fieldKey?: string
  /** The type for people, as `Text (String)`. */
  readonly friendlyType?: string
  readonly description?: string
  /** The database may hold null here. */
  readonly nullable?: boolean
  readonly required?: boolean
  readonly readOnly?: boolean
  readonly userEditable?: boolean
  readonly autoIncrement?: boolean
  readonly calculated?: boolean
  /** The longest text. */
  readonly scale?: number
  readonly format?: string
  readonly importAliases?: readonly string[]
}

/** Reads `metaData.fields` of an answer with rows. */
export function readColumns(metaData: unknown): readonly QueryColumn[] {
  return isObject(metaData) ? objectsOf(metaData['fields']).map(columnOf) : []
}

/** Reads the columns of `getQueryDetails`; `type` is LabKey's word for people there. */
export function readColumnDetails(fields: unknown): readonly QueryColumnDetails[] {
  return objectsOf(fields).map((field) => ({
    ...columnOf(field),
    ...present({
      fieldKey: textOf(field['fieldKey']),
      friendlyType: textOf(field['friendlyType']) ?? textOf(field['type']),
      description: textOf(field['description']),
      nullable: flagOf(field['nullable']),
      required: flagOf(field['required']),
      readOnly: flagOf(field['readOnly']),
      userEditable: flagOf(field['userEditable']),
      autoIncrement: flagOf(field['autoIncrement']),
      calculated: flagOf(field['calculated']),
      scale: numberOf(field['scale']),
      format: textOf(field['format']),
      importAliases: Array.isArray(field['importAliases'])
        ? field['importAliases'].filter((alias) => typeof alias === 'string')
        : undefined,
    }),
  }))
}

function columnOf(field: Json): QueryColumn {
  const name = textOf(field['name']) ?? ''
  return {
    name,
    caption: textOf(field['caption']) ?? name,
    type: textOf(field['jsonType']) ?? textOf(field['type']) ?? 'string',
    hidden: field['hidden'] === true,
    keyField: field['keyField'] === true,
    ...present({
      phi: textOf(field['phi']),
      lookup: isObject(field['lookup']) ? lookupOf(field['lookup']) : undefined,
    }),
  }
}

function lookupOf(lookup: Json): QueryLookup | undefined {
  const schemaName = textOf(lookup['schemaName']) ?? textOf(lookup['schema'])
  const queryName = textOf(lookup['queryName']) ?? textOf(lookup['table'])
  if (schemaName === undefined || queryName === undefined) return undefined
  return {
    schemaName,
    queryName,
    ...present({
      keyColumn: textOf(lookup['keyColumn']),
      displayColumn: textOf(lookup['displayColumn']),
      containerPath: textOf(lookup['containerPath']) ?? textOf(lookup['container']),
    }),
  }
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}
