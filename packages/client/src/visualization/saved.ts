import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { parseJson } from '../parse-answer.ts'
import { isObject, textOf } from '../read-json.ts'

/** Which visualization: by its report's id, or by its name. */
export interface GetVisualizationOptions extends CallOptions {
  readonly reportId?: string
  readonly name?: string
  /** The query of a visualization that is known by its name. */
  readonly schemaName?: string
  readonly queryName?: string
}

/** A visualization to save. */
export interface SaveVisualizationOptions extends CallOptions {
  readonly name: string
  /** One of `getTypes`, as `ReportService.barChart`. */
  readonly type: string
  /** What is drawn; LabKey keeps it as it is. */
  readonly visualizationConfig: Readonly<Record<string, unknown>>
  readonly description?: string
  /** Whether one of the same name is replaced. Default: false. */
  readonly replace?: boolean
  /** Whether others see it. Default: true. */
  readonly shared?: boolean
  readonly thumbnailType?: 'AUTO' | 'CUSTOM' | 'NONE'
  readonly iconType?: 'AUTO' | 'CUSTOM' | 'NONE'
  /** Drawn as thumbnail. */
  readonly svg?: string
  /** The query whose menu shows it. */
  readonly schemaName?: string
  readonly queryName?: string
}

/** A saved visualization; members that are not named here stay as LabKey writes them. */
export interface Visualization {
  readonly name: string
  readonly type?: string
  readonly reportId?: string
  readonly description?: string
  readonly schemaName?: string
  readonly queryName?: string
  readonly visualizationConfig?: unknown
  readonly [member: string]: unknown
}

/** `visualization-getVisualization`: labkey-api-js 1.35.3, `src/labkey/query/Visualization.ts`. */
export function getVisualization(
  labkey: LabKeyClient,
  options: GetVisualizationOptions,
): Promise<Visualization> {
  return ask(
    labkey,
    options,
    {
      name: 'visualization.getVisualization',
      takes: { reportId: 'text', name: 'text', schemaName: 'text', queryName: 'text' },
      read: 'visualization-getVisualization',
      sends: (json, read) => {
        if (json.reportId === undefined) read.requiredText('name')
        return { json }
      },
    },
    ({ json, text }) => ({
      ...json,
      name: text('name'),
      visualizationConfig: decoded(json['visualizationConfig']),
    }),
  )
}

/** `visualization-saveVisualization`: labkey-api-js 1.35.3, `src/labkey/query/Visualization.ts`. */
export function saveVisualization(
  labkey: LabKeyClient,
  options: SaveVisualizationOptions,
): Promise<{ readonly name: string; readonly visualizationId: number }> {
  return ask(
    labkey,
    options,
    {
      name: 'visualization.saveVisualization',
      takes: {
        name: 'text!',
        type: 'text!',
        visualizationConfig: 'object!',
        description: 'text',
        replace: 'flag',
        shared: 'flag',
        thumbnailType: 'AUTO|CUSTOM|NONE',
        iconType: 'AUTO|CUSTOM|NONE',
        svg: 'text',
        schemaName: 'text',
        queryName: 'text',
      },
      post: 'visualization-saveVisualization',
      sends: ({ visualizationConfig, replace = false, shared = true, ...rest }) => ({
        json: { ...rest, replace, shared, json: JSON.stringify(visualizationConfig) },
      }),
    },
    ({ json, number }, { name }) => ({
      name: textOf(json['name']) ?? name,
      visualizationId: number('visualizationId'),
    }),
  )
}

/** JSON within JSON, as it was saved. */
function decoded(config: unknown): unknown {
  if (typeof config !== 'string') return isObject(config) ? config : undefined
  try {
    return parseJson(config)
  } catch {
    return config
  }
}
