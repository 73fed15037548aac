import type { CallOptions } from '../call-options.ts'
import type { GetVisualizationDataOptions, VisualizationData } from './get-data.ts'
import type {
  GetDimensionsOptions,
  GetDimensionValuesOptions,
  GetMeasuresOptions,
  Measure,
  VisualizationType,
} from './measures.ts'
import type { GetVisualizationOptions, SaveVisualizationOptions, Visualization } from './saved.ts'

/** Charts, and the data for them. */
export interface VisualizationApi {
  /**
   * Reads a saved chart.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a chart that is not there
   * @example
   * ```ts
   * const { visualizationConfig } = await labkey.visualization.getVisualization({ name: 'Weights' })
   * ```
   */
  getVisualization(options: GetVisualizationOptions): Promise<Visualization>
  /**
   * Saves a chart.
   *
   * Servers: all.
   *
   * @throws {LabKeyError} for a name that is taken, without `replace`
   * @example
   * ```ts
   * const chart = await labkey.visualization.getVisualization({ reportId: 'db:12' })
   * await labkey.visualization.saveVisualization({
   *   name: 'Weights, again',
   *   type: chart.type ?? 'ReportService.scatterPlot',
   *   visualizationConfig: { chart: chart.visualizationConfig },
   * })
   * ```
   */
  saveVisualization(
    options: SaveVisualizationOptions,
  ): Promise<{ readonly name: string; readonly visualizationId: number }>
  /**
   * Reads measures of several queries as one table.
   *
   * Servers: all.
   *
   * @throws {LabKeyError} for measures that cannot be joined
   * @example
   * ```ts
   * const { rows } = await labkey.visualization.getData({
   *   measures: [
   *     {
   *       measure: { schemaName: 'study', queryName: 'Weights', name: 'Weight' },
   *       time: 'date',
   *       filters: [filter('Weight').gt(3)],
   *     },
   *   ],
   * })
   * ```
   */
  getData(options: GetVisualizationDataOptions): Promise<VisualizationData>
  /**
   * Lists the columns of the container that one can measure by.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const measures = await labkey.visualization.getMeasures({ filters: ['study|Weights'] })
   * ```
   */
  getMeasures(options?: GetMeasuresOptions): Promise<readonly Measure[]>
  /**
   * Lists the kinds of charts.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const types = await labkey.visualization.getTypes()
   * ```
   */
  getTypes(options?: CallOptions): Promise<readonly VisualizationType[]>
  /**
   * Lists the columns that measures of a query can be parted by.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const dimensions = await labkey.visualization.getDimensions({
   *   schemaName: 'study',
   *   queryName: 'Weights',
   * })
   * ```
   */
  getDimensions(options: GetDimensionsOptions): Promise<readonly Measure[]>
  /**
   * Lists the different values of such a column.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const species = await labkey.visualization.getDimensionValues({
   *   schemaName: 'study',
   *   queryName: 'Weights',
   *   name: 'Species',
   * })
   * ```
   */
  getDimensionValues(options: GetDimensionValuesOptions): Promise<readonly unknown[]>
}
