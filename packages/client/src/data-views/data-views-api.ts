import type { DataView, GetDataViewsOptions } from './get-data-views.ts'

/** What the page "Data Views" of a folder lists. */
export interface DataViewsApi {
  /**
   * Lists reports, datasets and saved views that the user may see.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const reports = await labkey.dataViews.getDataViews({ dataTypes: ['reports'] })
   * console.log(reports.map(({ name, reportId }) => `${name} ${reportId}`))
   * ```
   */
  getDataViews(options?: GetDataViewsOptions): Promise<readonly DataView[]>
}
