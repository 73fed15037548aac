import type { Json } from '../read-json.ts'
import { isFilter, type Filter } from '../query/filter.ts'

/** The shape of a table that users define: its fields and indices. Members that are not named here stay as they are. */
export interface DomainDesign {
  readonly name?: string
  readonly description?: string
  readonly domainId?: number
  readonly domainURI?: string
  readonly schemaName?: string
  readonly queryName?: string
  readonly fields?: readonly DomainField[]
  readonly indices?: readonly DomainIndex[]
  readonly [member: string]: unknown
}

/** A field of a domain. */
export interface DomainField {
  readonly name?: string
  /** For people. */
  readonly label?: string
  readonly description?: string
  /** Of a field that is there; without, the field is new. */
  readonly propertyId?: number
  readonly propertyURI?: string
  /**
   * The type: `string`, `multiLine`, `int`, `long`, `double`, `decimal`, `boolean`, `date`, `dateTime`, `time`,
   * `attachment`, `fileLink` …; LabKey answers with a URI.
   */
  readonly rangeURI?: string
  readonly conceptURI?: string
  readonly required?: boolean
  readonly hidden?: boolean
  readonly format?: string
  /** The longest text, in characters. */
  readonly scale?: number
  readonly lookupContainer?: string | null
  readonly lookupSchema?: string | null
  readonly lookupQuery?: string | null
  /** `NotPHI`, `Limited`, `PHI` or `Restricted`. */
  readonly PHI?: string
  readonly conditionalFormats?: readonly ConditionalFormat[]
  readonly [member: string]: unknown
}

/** Columns that are unique together, or quick to look up. */
export interface DomainIndex {
  readonly columnNames: readonly string[]
  /** Default: false. */
  readonly unique?: boolean
}

/** How values are shown that meet conditions. */
export interface ConditionalFormat {
  /**
   * The conditions on the value, as `filter('column').gt(38)`, whatever the column's name; LabKey answers with its
   * own text.
   */
  readonly filter: string | readonly Filter[]
  readonly bold?: boolean
  readonly italic?: boolean
  readonly strikethrough?: boolean
  /** Six hexadecimal digits. */
  readonly textColor?: string
  readonly backgroundColor?: string
}

/** Writes a design as LabKey reads it: the filters of formats as texts (labkey-api-python 3.0, `labkey/domain.py`). */
export function writeDesign(design: DomainDesign): Json {
  const { fields } = design
  return fields === undefined ? design : { ...design, fields: fields.map(writeField) }
}

function writeField(field: DomainField): Json {
  const { conditionalFormats } = field
  if (!Array.isArray(conditionalFormats)) return field
  return {
    ...field,
    conditionalFormats: conditionalFormats.map((format: ConditionalFormat) => ({
      ...format,
      filter: typeof format.filter === 'string' ? format.filter : conditions(format.filter),
    })),
  }
}

/** `format.column~gt=38&format.column~lt=40` */
function conditions(filters: readonly Filter[]): string {
  return filters
    .filter(isFilter)
    .map(({ operator, value }) => `format.column~${operator}=${encodeURIComponent(value)}`)
    .join('&')
}
