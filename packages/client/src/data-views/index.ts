export { getDataViews } from './get-data-views.ts'
export type { DataViewsApi } from './data-views-api.ts'
export type { DataView, GetDataViewsOptions } from './get-data-views.ts'
