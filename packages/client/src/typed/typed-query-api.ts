import type { ModifyRowsResult } from '../query/modify-rows.ts'
import type { PagesOptions } from '../query/pages.ts'
import type { QueryApi } from '../query/query-api.ts'
import type { SelectRowsResult } from '../query/rows.ts'
import type { SaveRowsResult } from '../query/save-rows.ts'
import type { RowStream } from '../stream/row-stream.ts'
import type { FieldOf, NameOf, ValueOf } from './query-shape.ts'
import type {
  RowFormName,
  SelectedRow,
  ShapeOf,
  TypedDistinctOptions,
  TypedModifyOptions,
  TypedMoveOptions,
  TypedSaveOptions,
  TypedSelectOptions,
} from './typed-options.ts'

/** The functions of {@link QueryApi} that know the generated queries. */
type Known =
  | 'selectRows'
  | 'streamRows'
  | 'pages'
  | 'selectDistinct'
  | 'insertRows'
  | 'updateRows'
  | 'deleteRows'
  | 'importRows'
  | 'moveRows'
  | 'saveRows'

/** The {@link QueryApi} of a client, as far as it is about rows checked against the generated queries. */
export interface TypedQueryApi<Shapes> extends Omit<QueryApi, Known> {
  /** Reads rows; see {@link QueryApi}. A row has the columns that were asked for, else those of the default view. */
  selectRows<
    const Schema extends NameOf<Shapes>,
    const Query extends NameOf<Shapes[Schema]>,
    const Column extends FieldOf<ShapeOf<Shapes, Schema, Query>> = never,
    const Extra extends FieldOf<ShapeOf<Shapes, Schema, Query>> = never,
    const View extends string = never,
    const Form extends RowFormName = '8.3',
  >(
    options: TypedSelectOptions<
      Schema,
      Query,
      ShapeOf<Shapes, Schema, Query>,
      Column,
      Extra,
      View,
      Form
    >,
  ): Promise<
    SelectRowsResult<SelectedRow<ShapeOf<Shapes, Schema, Query>, Column, Extra, View, Form>>
  >
  /** Reads rows one by one while they arrive. */
  streamRows<
    const Schema extends NameOf<Shapes>,
    const Query extends NameOf<Shapes[Schema]>,
    const Column extends FieldOf<ShapeOf<Shapes, Schema, Query>> = never,
    const Extra extends FieldOf<ShapeOf<Shapes, Schema, Query>> = never,
    const View extends string = never,
    const Form extends RowFormName = '8.3',
  >(
    options: TypedSelectOptions<
      Schema,
      Query,
      ShapeOf<Shapes, Schema, Query>,
      Column,
      Extra,
      View,
      Form
    >,
  ): RowStream<SelectedRow<ShapeOf<Shapes, Schema, Query>, Column, Extra, View, Form>>
  /** Reads rows in pages, each a call of its own. */
  pages<
    const Schema extends NameOf<Shapes>,
    const Query extends NameOf<Shapes[Schema]>,
    const Column extends FieldOf<ShapeOf<Shapes, Schema, Query>> = never,
    const Extra extends FieldOf<ShapeOf<Shapes, Schema, Query>> = never,
    const View extends string = never,
    const Form extends RowFormName = '8.3',
  >(
    options: TypedSelectOptions<
      Schema,
      Query,
      ShapeOf<Shapes, Schema, Query>,
      Column,
      Extra,
      View,
      Form,
      PagesOptions
    >,
  ): AsyncGenerator<
    SelectRowsResult<SelectedRow<ShapeOf<Shapes, Schema, Query>, Column, Extra, View, Form>>,
    undefined
  >
  /** Lists the different values of one column. */
  selectDistinct<
    const Schema extends NameOf<Shapes>,
    const Query extends NameOf<Shapes[Schema]>,
    const Column extends FieldOf<ShapeOf<Shapes, Schema, Query>>,
  >(
    options: TypedDistinctOptions<Schema, Query, ShapeOf<Shapes, Schema, Query>, Column>,
  ): Promise<readonly ValueOf<ShapeOf<Shapes, Schema, Query>, Column>[]>
  /** Inserts rows: required columns must be there, read-only ones cannot. */
  insertRows<const Schema extends NameOf<Shapes>, const Query extends NameOf<Shapes[Schema]>>(
    options: TypedModifyOptions<Schema, Query, ShapeOf<Shapes, Schema, Query>['insert']>,
  ): Promise<ModifyRowsResult<Partial<ShapeOf<Shapes, Schema, Query>['row']>>>
  /** Changes rows by their keys; columns that a row does not name stay. */
  updateRows<const Schema extends NameOf<Shapes>, const Query extends NameOf<Shapes[Schema]>>(
    options: TypedModifyOptions<Schema, Query, ShapeOf<Shapes, Schema, Query>['update']>,
  ): Promise<ModifyRowsResult<Partial<ShapeOf<Shapes, Schema, Query>['row']>>>
  /** Deletes rows by their keys. */
  deleteRows<const Schema extends NameOf<Shapes>, const Query extends NameOf<Shapes[Schema]>>(
    options: TypedModifyOptions<Schema, Query, ShapeOf<Shapes, Schema, Query>['key']>,
  ): Promise<ModifyRowsResult<Partial<ShapeOf<Shapes, Schema, Query>['row']>>>
  /** Inserts rows as an import does, without reading them again. */
  importRows<const Schema extends NameOf<Shapes>, const Query extends NameOf<Shapes[Schema]>>(
    options: TypedModifyOptions<Schema, Query, ShapeOf<Shapes, Schema, Query>['insert']>,
  ): Promise<ModifyRowsResult<never>>
  /** Moves rows to another container. */
  moveRows<const Schema extends NameOf<Shapes>, const Query extends NameOf<Shapes[Schema]>>(
    options: TypedMoveOptions<Schema, Query, ShapeOf<Shapes, Schema, Query>['key']>,
  ): Promise<ModifyRowsResult<never>>
  /** Changes several tables in one transaction. */
  saveRows(options: TypedSaveOptions<Shapes>): Promise<SaveRowsResult>
}
