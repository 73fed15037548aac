import type { QueryColumnDetails } from '../query/columns.ts'

/** A query, as far as its types are about it. */
export interface DescribedQuery {
  readonly schemaName: string
  readonly name: string
  readonly title: string
  readonly description?: string
  /** Somebody has written it: nothing can be inserted, and it may have parameters. */
  readonly isUserDefined: boolean
  readonly columns: readonly QueryColumnDetails[]
  /** The field keys of the default view. */
  readonly view: readonly string[]
  readonly lookups: readonly DescribedLookup[]
  /** `undefined` when nobody has said: LabKey does not tell. */
  readonly parameters?: readonly DescribedParameter[]
}

/** A table that a column points to. */
export interface DescribedLookup {
  /** The field key of the column. */
  readonly column: string
  readonly schemaName: string
  readonly queryName: string
  /** Where the table is, if not in the container of the query. */
  readonly containerPath?: string
  /** Its columns, for a table that is not among the described ones. */
  readonly columns?: readonly QueryColumnDetails[]
}

/** A parameter of a saved query. */
export interface DescribedParameter {
  readonly name: string
  readonly type: ParameterType
  /** It has a default. */
  readonly isOptional: boolean
}

/** The types that a parameter can have; a date is a text. */
export type ParameterType = (typeof parameterTypes)[number]

/** The members of {@link ParameterType}. */
export const parameterTypes = ['string', 'number', 'boolean', 'date'] as const

/** The name under which a column stands in rows. */
export function keyOf({ name, fieldKey }: QueryColumnDetails): string {
  return fieldKey ?? name
}
