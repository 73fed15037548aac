import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { isObject, present, textOf, type Json } from '../read-json.ts'

/** Which views of data. */
export interface GetDataViewsOptions extends CallOptions {
  /** `reports`, `datasets`, `queries` …; all that the server has when left out. */
  readonly dataTypes?: readonly string[]
}

/** A report, dataset or saved view; members that are not named here stay as LabKey writes them. */
export interface DataView {
  readonly name: string
  /** Its category's label. */
  readonly category?: string
  readonly type?: string
  readonly dataType?: string
  readonly schemaName?: string
  readonly queryName?: string
  readonly reportId?: string
  readonly description?: string
  readonly [member: string]: unknown
}

/** `reports-browseData`: labkey-api-js 1.35.3, `src/labkey/query/Utils.ts`. */
export function getDataViews(
  labkey: LabKeyClient,
  options?: GetDataViewsOptions,
): Promise<readonly DataView[]> {
  return ask(
    labkey,
    options,
    {
      name: 'dataViews.getDataViews',
      takes: { dataTypes: 'texts' },
      read: 'reports-browseData',
      sends: ({ dataTypes }) => ({
        json: { includeData: true, includeMetadata: false, dataTypes },
      }),
    },
    ({ objects }) => objects('data').map(viewOf),
  )
}

function viewOf(json: Json): DataView {
  const { category } = json
  return {
    ...json,
    name: textOf(json['name']) ?? '',
    ...present({ category: isObject(category) ? textOf(category['label']) : textOf(category) }),
  }
}
