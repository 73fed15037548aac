export { filter } from './typed-filter.ts'
export { typed } from './typed.ts'
export type {
  FieldOf,
  NoLookups,
  NoParameters,
  QueryShape,
  RowOf,
  SchemaShapes,
  SortOf,
  UnknownParameters,
  ValueOf,
} from './query-shape.ts'
export type { FieldFilter, FieldFilterBuilder } from './typed-filter.ts'
export type {
  RowFormName,
  SelectedRow,
  ShapeOf,
  TypedDistinctOptions,
  TypedModifyOptions,
  TypedMoveOptions,
  TypedSaveCommand,
  TypedSaveOptions,
  TypedSelectOptions,
} from './typed-options.ts'
export type { TypedQueryApi } from './typed-query-api.ts'
export type { TypedClient } from './typed.ts'
