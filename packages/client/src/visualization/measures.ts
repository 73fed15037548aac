import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import type { Found } from '../found.ts'
import { present, textOf, type Json } from '../read-json.ts'

/** Which columns to measure by. */
export interface GetMeasuresOptions extends CallOptions {
  /** `SCHEMA|QUERY|TYPE`, each, as `study|~|DATASETS_ONLY`. Default: all. */
  readonly filters?: readonly string[]
  /** Dates in place of numbers. Default: false. */
  readonly dateMeasures?: boolean
  /** All columns, whatever their type. Default: false. */
  readonly allColumns?: boolean
  /** Default: false. */
  readonly showHidden?: boolean
}

/** Of which query. */
export interface GetDimensionsOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  /** Columns of demographic data, too. Default: false. */
  readonly includeDemographics?: boolean
}

/** Of which column. */
export interface GetDimensionValuesOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  readonly name: string
}

/** A column to measure by, or to part the measured by. */
export interface Measure {
  readonly name: string
  readonly schemaName: string
  readonly queryName: string
  readonly label?: string
  readonly type?: string
  readonly description?: string
  readonly isUserDefined: boolean
}

/** A way to draw. */
export interface VisualizationType {
  readonly type?: string
  readonly label?: string
  readonly [member: string]: unknown
}

/** `visualization-getMeasures`: labkey-api-js 1.35.3, `src/labkey/query/Visualization.ts`. */
export function getMeasures(
  labkey: LabKeyClient,
  options?: GetMeasuresOptions,
): Promise<readonly Measure[]> {
  return ask(
    labkey,
    options,
    {
      name: 'visualization.getMeasures',
      takes: { filters: 'texts', dateMeasures: 'flag', allColumns: 'flag', showHidden: 'flag' },
      get: 'visualization-getMeasures',
    },
    ({ objects }) => objects('measures').map(measureOf),
  )
}

/** `visualization-getVisualizationTypes`: labkey-api-js 1.35.3, `src/labkey/query/Visualization.ts`. */
export function getTypes(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<readonly VisualizationType[]> {
  return ask(
    labkey,
    options,
    { name: 'visualization.getTypes', takes: {}, get: 'visualization-getVisualizationTypes' },
    ({ objects }: Found) => objects('types'),
  )
}

/** `visualization-getDimensions`: labkey-api-js 1.35.3, `src/labkey/query/visualization/Measure.ts`. */
export function getDimensions(
  labkey: LabKeyClient,
  options: GetDimensionsOptions,
): Promise<readonly Measure[]> {
  return ask(
    labkey,
    options,
    {
      name: 'visualization.getDimensions',
      takes: { schemaName: 'text!', queryName: 'text!', includeDemographics: 'flag' },
      get: 'visualization-getDimensions',
    },
    ({ objects }) => objects('dimensions').map(measureOf),
  )
}

/** `visualization-getDimensionValues`: labkey-api-js 1.35.3, `src/labkey/query/visualization/Dimension.ts`. */
export function getDimensionValues(
  labkey: LabKeyClient,
  options: GetDimensionValuesOptions,
): Promise<readonly unknown[]> {
  return ask(
    labkey,
    options,
    {
      name: 'visualization.getDimensionValues',
      takes: { schemaName: 'text!', queryName: 'text!', name: 'text!' },
      get: 'visualization-getDimensionValues',
    },
    ({ objects }) => objects('values').map(({ value }) => value),
  )
}

function measureOf(json: Json): Measure {
  return {
    name: textOf(json['name']) ?? '',
    schemaName: textOf(json['schemaName']) ?? '',
    queryName: textOf(json['queryName']) ?? '',
    isUserDefined: json['isUserDefined'] === true,
    ...present({
      label: textOf(json['label']),
      type: textOf(json['type']),
      description: textOf(json['description']),
    }),
  }
}
