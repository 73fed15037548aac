import type { Scalar } from '../request.ts'

/** What `wellkey types generate` writes for one query. */
export interface QueryShape {
  /** The values by column, in the form 8.3: dates are texts without a zone, what may be missing is null. */
  readonly row: object
  /** The columns of the default view, which come when none are asked for. */
  readonly view: string
  /** The columns by which a row is found; `never` where there are none. */
  readonly key: object
  /** What an insert takes; `never` where nothing can be inserted. */
  readonly insert: object
  /** What an update takes: the key, and the columns that can be changed; `never` where nothing can. */
  readonly update: object
  /** The tables that columns point to, by the names of these columns. */
  readonly lookups: object
  /** The values that a parameterised query needs. */
  readonly parameters: object
}

/** What `wellkey types generate` writes for a container: queries by the names of schemas and their own. */
export type SchemaShapes<Shapes> = {
  readonly [Schema in keyof Shapes]: { readonly [Query in keyof Shapes[Schema]]: QueryShape }
}

/** Parameters of a saved query that nobody has declared. LabKey does not tell them. */
export type UnknownParameters = Readonly<Record<string, Scalar | undefined>>

/** The parameters of a query that has none. */
export type NoParameters = Readonly<Record<string, never>>

/** The lookups of a query that has none. */
export type NoLookups = object

/** The names of the members of a type, as far as they are texts. */
export type NameOf<Type> = keyof Type & string

// Lookups through lookups, and no further: their number grows with each.
type Nearer = { readonly 2: 1; readonly 1: 0 }
type Far = 2 | 1 | 0

/** The field keys that can be asked for: columns, and those of lookups (`SpecimenId/PatientId/Site`). */
export type FieldOf<Shape extends QueryShape, Distance extends Far = 2> =
  | NameOf<Shape['row']>
  | (Distance extends keyof Nearer ? LookupFieldOf<Shape['lookups'], Nearer[Distance]> : never)

type LookupFieldOf<Lookups, Distance extends Far> = {
  [Column in NameOf<Lookups>]: Lookups[Column] extends QueryShape
    ? `${Column}/${FieldOf<Lookups[Column], Distance>}`
    : never
}[NameOf<Lookups>]

/** The value of a field. What comes through a lookup is null where the lookup points nowhere. */
export type ValueOf<Shape extends QueryShape, Field extends string> =
  Field extends NameOf<Shape['row']>
    ? Shape['row'][Field]
    : Field extends `${infer Column}/${infer Rest}`
      ? Column extends NameOf<Shape['lookups']>
        ? Shape['lookups'][Column] extends QueryShape
          ? ValueOf<Shape['lookups'][Column], Rest> | null
          : never
        : never
      : never

/** A row with these fields. */
export type RowOf<Shape extends QueryShape, Field extends string> = {
  [Name in Field]: ValueOf<Shape, Name>
}

/** A field to sort by; `-` before it for descending. */
export type SortOf<Field extends string> = Field | `-${Field}` | `+${Field}`
