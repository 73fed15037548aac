import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { isFilter, type Filter } from '../query/filter.ts'
import { isObject, objectsOf, present, textOf, type Json } from '../read-json.ts'
import type { Scalar } from '../request.ts'

/** What to measure, and how to put it together. */
export interface GetVisualizationDataOptions extends CallOptions {
  readonly measures: readonly MeasureToGet[]
  readonly sorts?: readonly Readonly<Record<string, unknown>>[]
  readonly groupBys?: readonly Readonly<Record<string, unknown>>[]
  /** The most rows. Default: all. */
  readonly limit?: number
  /** Leaves out the rows. Default: false. */
  readonly metaDataOnly?: boolean
  /** Joins each measure to the first one, in place of the one before. Default: false. */
  readonly joinToFirst?: boolean
  /** Values for parameterised queries. */
  readonly parameters?: Readonly<Record<string, Scalar>>
}

/** One measure. */
export interface MeasureToGet {
  /** `schemaName`, `queryName`, `name`, `type`, `aggregate`, `values` … */
  readonly measure: Readonly<Record<string, unknown>>
  /** Parts the measure into series. */
  readonly dimension?: Readonly<Record<string, unknown>>
  /** `dateCol`, `zeroDateCol` or `zeroDayVisitTag`, `interval` … */
  readonly dateOptions?: Readonly<Record<string, unknown>>
  readonly time?: 'date' | 'time' | 'visit'
  readonly filters?: readonly Filter[]
}

/** Rows to draw. */
export interface VisualizationData {
  readonly rows: readonly Json[]
  /** As LabKey writes it. */
  readonly metaData?: Json
  /** The name of each measure's column in the rows. */
  readonly measureToColumn?: Json
  readonly queryName?: string
  readonly schemaName?: string
}

/** `visualization-getData`: labkey-api-js 1.35.3, `src/labkey/query/Visualization.ts`. */
export function getData(
  labkey: LabKeyClient,
  options: GetVisualizationDataOptions,
): Promise<VisualizationData> {
  return ask(
    labkey,
    options,
    {
      name: 'visualization.getData',
      takes: {
        measures: 'objects!',
        sorts: 'objects',
        groupBys: 'objects',
        limit: 'integer',
        metaDataOnly: 'flag',
        joinToFirst: 'flag',
        parameters: 'object',
      },
      read: 'visualization-getData',
      sends: ({ measures, joinToFirst = false, parameters, ...rest }, read) => ({
        params: Object.fromEntries(
          parameters === undefined
            ? []
            : read
                .scalars('parameters')
                .map(([name, value]) => [`visualization.param.${name}`, value]),
        ),
        json: {
          ...rest,
          joinToFirst,
          measures: measures.map(({ filters, ...measure }) => ({
            ...measure,
            ...(filters !== undefined && { filterArray: filters.filter(isFilter).map(written) }),
          })),
        },
      }),
    },
    ({ json }) => ({
      rows: objectsOf(json['rows']),
      ...present({
        metaData: isObject(json['metaData']) ? json['metaData'] : undefined,
        measureToColumn: isObject(json['measureToColumn']) ? json['measureToColumn'] : undefined,
        queryName: textOf(json['queryName']),
        schemaName: textOf(json['schemaName']),
      }),
    }),
  )
}

function written({ field, operator, value }: Filter): string {
  return `${encodeURIComponent(`query.${field}~${operator}`)}=${encodeURIComponent(value)}`
}
