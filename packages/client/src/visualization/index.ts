export { getData } from './get-data.ts'
export { getDimensions, getDimensionValues, getMeasures, getTypes } from './measures.ts'
export { getVisualization, saveVisualization } from './saved.ts'
export type { GetVisualizationDataOptions, MeasureToGet, VisualizationData } from './get-data.ts'
export type {
  GetDimensionsOptions,
  GetDimensionValuesOptions,
  GetMeasuresOptions,
  Measure,
  VisualizationType,
} from './measures.ts'
export type { GetVisualizationOptions, SaveVisualizationOptions, Visualization } from './saved.ts'
export type { VisualizationApi } from './visualization-api.ts'
