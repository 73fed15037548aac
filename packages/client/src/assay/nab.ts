import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { filterForm, sortOf } from '../query/select-form.ts'
import type { Filter } from '../query/filter.ts'
import { textsOf, type Json } from '../read-json.ts'

/** How much to tell of runs. */
interface NabDetails {
  /** Default: false. */
  readonly calculateNeut?: boolean
  /** Standard deviation, extremes … Default: false. */
  readonly includeStats?: boolean
  /** Default: false. */
  readonly includeWells?: boolean
  /** Default: false. */
  readonly includeFitParameters?: boolean
}

/** Which runs. */
export interface GetNabRunsOptions extends CallOptions, NabDetails {
  readonly assayName: string
  readonly filters?: readonly Filter[]
  /** Names of columns, `-Name` for descending. */
  readonly sort?: string | readonly string[]
  /** -1 for all. Default: 100, LabKey's own. */
  readonly maxRows?: number
  readonly offset?: number
}

/** Which results that were copied into a study. */
export interface GetStudyNabRunsOptions extends CallOptions, NabDetails {
  readonly objectIds: readonly number[]
}

/** What to draw. */
export interface GetStudyNabGraphUrlOptions extends CallOptions {
  readonly objectIds: readonly number[]
  readonly captionColumn?: string
  readonly chartTitle?: string
  /** Default: `FIVE_PARAMETER`. */
  readonly fitType?: 'FIVE_PARAMETER' | 'FOUR_PARAMETER' | 'POLYNOMIAL'
  /** In pixels. Default: 300. */
  readonly height?: number
  /** In pixels. Default: 425. */
  readonly width?: number
}

/** A run as LabKey's NAb module writes it: `runId`, `properties`, `samples`, `controls` … */
export type NabRun = Json

/** Where a graph is. */
export interface NabGraph {
  readonly url: string
  /** Of those that could be drawn, and that the user may see. */
  readonly objectIds: readonly string[]
}

const details = {
  calculateNeut: 'flag',
  includeStats: 'flag',
  includeWells: 'flag',
  includeFitParameters: 'flag',
} as const

/** `nabassay-getNabRuns`: labkey-api-js 1.35.3, `src/labkey/Assay.ts`. */
export function getNabRuns(
  labkey: LabKeyClient,
  options: GetNabRunsOptions,
): Promise<readonly NabRun[]> {
  return ask(
    labkey,
    options,
    {
      name: 'assay.getNabRuns',
      takes: {
        assayName: 'text!',
        ...details,
        filters: 'objects',
        sort: 'text or texts',
        maxRows: 'integer',
        offset: 'integer',
      },
      read: 'nabassay-getNabRuns',
      // In a form: filters may hold values of patients.
      sends: ({ filters: _filters, sort, maxRows, offset, ...rest }, read) => ({
        form: {
          ...rest,
          'query.sort': sortOf(sort, read),
          'query.offset': offset,
          ...(maxRows === -1 ? { 'query.showRows': 'all' } : { 'query.maxRows': maxRows }),
          ...Object.fromEntries(filterForm(read).map(([name, value]) => [`query.${name}`, value])),
        },
      }),
    },
    ({ objects }) => objects('runs'),
  )
}

/** `nabassay-getStudyNabRuns`: labkey-api-js 1.35.3, `src/labkey/Assay.ts`. */
export function getStudyNabRuns(
  labkey: LabKeyClient,
  options: GetStudyNabRunsOptions,
): Promise<readonly NabRun[]> {
  return ask(
    labkey,
    options,
    {
      name: 'assay.getStudyNabRuns',
      takes: { objectIds: 'integers!', ...details },
      get: 'nabassay-getStudyNabRuns',
    },
    ({ objects }) => objects('runs'),
  )
}

/** `nabassay-getStudyNabGraphURL`: labkey-api-js 1.35.3, `src/labkey/Assay.ts`. */
export function getStudyNabGraphUrl(
  labkey: LabKeyClient,
  options: GetStudyNabGraphUrlOptions,
): Promise<NabGraph> {
  return ask(
    labkey,
    options,
    {
      name: 'assay.getStudyNabGraphUrl',
      takes: {
        objectIds: 'integers!',
        captionColumn: 'text',
        chartTitle: 'text',
        fitType: 'FIVE_PARAMETER|FOUR_PARAMETER|POLYNOMIAL',
        height: 'integer',
        width: 'integer',
      },
      get: 'nabassay-getStudyNabGraphURL',
      sends: ({ objectIds, ...rest }) => ({ params: { id: objectIds, ...rest } }),
    },
    ({ json, text }) => ({
      url: text('url'),
      objectIds: Array.isArray(json['objectIds'])
        ? textsOf(json['objectIds'].map((id: unknown) => String(id)))
        : [],
    }),
  )
}
