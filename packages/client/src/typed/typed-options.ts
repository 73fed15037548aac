import type { ModifyRowsOptions, MoveRowsOptions } from '../query/modify-rows.ts'
import type { PagesOptions } from '../query/pages.ts'
import type { RowsToSend } from '../query/row-body.ts'
import type { Cell } from '../query/rows.ts'
import type { SaveRowsOptions, SaveTarget } from '../query/save-rows.ts'
import type { SelectDistinctOptions } from '../query/select-distinct.ts'
import type { SelectRowsOptions } from '../query/select-rows.ts'
import type { FieldOf, NameOf, QueryShape, RowOf, SortOf } from './query-shape.ts'
import type { FieldFilter } from './typed-filter.ts'

/** A query among the generated ones. */
export type ShapeOf<
  Shapes,
  Schema extends NameOf<Shapes>,
  Query extends NameOf<Shapes[Schema]>,
> = Shapes[Schema][Query] extends QueryShape ? Shapes[Schema][Query] : never

/** What the compiler checks of a selection. */
interface CheckedSelection<Schema, Query, Shape extends QueryShape> {
  readonly schemaName: Schema
  readonly queryName: Query
  /** Made by `filter` of `@wellkey/client/typed`. */
  readonly filters?: readonly FieldFilter<FieldOf<Shape> | '*'>[]
  /** One field key, or several; a text with commas cannot be checked. */
  readonly sort?: SortOf<FieldOf<Shape>> | readonly SortOf<FieldOf<Shape>>[]
}

/** `parameters`, needed where one of them is. */
type WithParameters<Shape extends QueryShape> =
  // oxlint-disable-next-line typescript/no-generated-empty-object-type -- asks whether {} would do
  Record<never, never> extends Shape['parameters']
    ? { readonly parameters?: Shape['parameters'] }
    : { readonly parameters: Shape['parameters'] }

type Checked = 'schemaName' | 'queryName' | 'filters' | 'sort' | 'parameters'

/** What comes, and in which form. */
interface CheckedColumns<Shape extends QueryShape, Column, Extra, View, Form> {
  /** Default: those of the view. */
  readonly columns?: readonly (Column & FieldOf<Shape>)[]
  readonly extraColumns?: readonly (Extra & FieldOf<Shape>)[]
  /** Without `columns`, the compiler cannot know which columns the rows of a saved view have. */
  readonly viewName?: View
  readonly apiVersion?: Form
}

/** The forms that rows come in; see `apiVersion` of `SelectRowsOptions`. */
export type RowFormName = NonNullable<SelectRowsOptions['apiVersion']>

/** {@link SelectRowsOptions} of a generated query. */
export type TypedSelectOptions<
  Schema,
  Query,
  Shape extends QueryShape,
  Column,
  Extra,
  View,
  Form,
  Plain extends SelectRowsOptions | PagesOptions = SelectRowsOptions,
> = Omit<Plain, Checked | 'columns' | 'extraColumns' | 'viewName' | 'apiVersion'> &
  CheckedSelection<Schema, Query, Shape> &
  CheckedColumns<Shape, Column, Extra, View, Form> &
  WithParameters<Shape>

/** {@link SelectDistinctOptions} of a generated query. */
export type TypedDistinctOptions<Schema, Query, Shape extends QueryShape, Column> = Omit<
  SelectDistinctOptions,
  Checked | 'column'
> &
  CheckedSelection<Schema, Query, Shape> &
  WithParameters<Shape> & { readonly column: Column & FieldOf<Shape> }

/** The rows of a selection: of the columns, of the default view, or of a view that is not known. */
export type SelectedRow<
  Shape extends QueryShape,
  Column extends string,
  Extra extends string,
  View,
  Form,
> = InForm<
  [Column] extends [never]
    ? [View] extends [never]
      ? RowOf<Shape, Shape['view'] | Extra>
      : Partial<RowOf<Shape, FieldOf<Shape>>>
    : RowOf<Shape, Column | Extra>,
  Form
>

type InForm<Row, Form> = Form extends '17.1'
  ? {
      readonly data: { readonly [Name in keyof Row]: ExtendedCell<Row[Name]> }
      readonly links?: Readonly<Record<string, { readonly href: string; readonly title?: string }>>
    }
  : Form extends '9.1'
    ? { readonly [Name in keyof Row]: Cell<Row[Name]> }
    : Row

/** A multi-value column has an array of cells. */
type ExtendedCell<Value> = Cell<Value> | readonly Cell[]

/** {@link ModifyRowsOptions} of a generated query. */
export type TypedModifyOptions<Schema, Query, Row extends object> = Omit<
  ModifyRowsOptions,
  'schemaName' | 'queryName' | 'rows'
> & {
  readonly schemaName: Schema
  readonly queryName: Query
  readonly rows: RowsToSend<Row>
}

/** {@link MoveRowsOptions} of a generated query. */
export type TypedMoveOptions<Schema, Query, Row extends object> = TypedModifyOptions<
  Schema,
  Query,
  Row
> &
  Pick<MoveRowsOptions, 'targetContainer'>

/** One change of a generated query among several. */
export type TypedSaveCommand<Shapes> = {
  [Schema in NameOf<Shapes>]: {
    [Query in NameOf<Shapes[Schema]>]: CommandOf<Schema, Query, ShapeOf<Shapes, Schema, Query>>
  }[NameOf<Shapes[Schema]>]
}[NameOf<Shapes>]

type CommandOf<Schema, Query, Shape extends QueryShape> = Omit<
  SaveTarget,
  'schemaName' | 'queryName'
> & { readonly schemaName: Schema; readonly queryName: Query } & (
    | { readonly command: 'insert'; readonly rows: readonly Shape['insert'][] }
    | { readonly command: 'update'; readonly rows: readonly Shape['update'][] }
    | { readonly command: 'delete'; readonly rows: readonly Shape['key'][] }
    | {
        readonly command: 'insertWithKeys'
        readonly rows: readonly {
          readonly values: Shape['insert']
          readonly oldKeys?: Partial<Shape['key']>
        }[]
      }
    | {
        readonly command: 'updateChangingKeys'
        readonly rows: readonly {
          readonly values: Partial<Shape['update']>
          readonly oldKeys: Shape['key']
        }[]
      }
  )

/** {@link SaveRowsOptions} of generated queries. */
export interface TypedSaveOptions<Shapes> extends Omit<SaveRowsOptions, 'commands'> {
  readonly commands: readonly TypedSaveCommand<Shapes>[]
}
