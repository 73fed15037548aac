import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { objectsOf, present, textOf } from '../read-json.ts'
import { askQuery, parameters, type Caller } from './ask-query.ts'

/** Which queries of which schema, and how much of them. */
export interface GetQueriesOptions extends CallOptions {
  readonly schemaName: string
  /** Those that users have written. Default: true. */
  readonly includeUserQueries?: boolean
  /** Those that LabKey has by itself, tables for example. Default: true. */
  readonly includeSystemQueries?: boolean
  /** Default: true. */
  readonly includeColumns?: boolean
  /** Default: true. */
  readonly includeViewDataUrl?: boolean
  /** Default: true. */
  readonly includeTitle?: boolean
}

/** A table or query of a schema. */
export interface QueryInfo {
  readonly name: string
  readonly title: string
  readonly description?: string
  readonly hidden: boolean
  readonly isUserDefined: boolean
  readonly inherit: boolean
  readonly snapshot: boolean
  readonly canEdit: boolean
  readonly viewDataUrl?: string
  readonly columns: readonly QueryColumnInfo[]
}

/** A column as a list of queries names it. */
export interface QueryColumnInfo {
  readonly name: string
  readonly caption: string
  readonly shortCaption?: string
  readonly description?: string
}

const where = 'getQueries'
const flags = [
  'includeUserQueries',
  'includeSystemQueries',
  'includeColumns',
  'includeViewDataUrl',
  'includeTitle',
] as const satisfies readonly (keyof GetQueriesOptions)[]

/** Lists the tables and queries of a schema: `query-getQueries.api` (contract 4.8). */
export async function getQueries(
  options: GetQueriesOptions,
  caller: Caller,
): Promise<readonly QueryInfo[]> {
  const own = ownOptions(options, where, ['schemaName', ...flags, ...callOptionNames])
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  const { value, unreadable } = await askQuery(caller, read, {
    method: 'GET',
    action: where,
    subject: `queries of schema ${schemaName}`,
    params: parameters({
      schemaName,
      ...Object.fromEntries(flags.map((flag) => [flag, read.flag(flag)])),
    }),
    readOnly: true,
  })
  if (!Array.isArray(value['queries'])) throw await unreadable()
  return objectsOf(value['queries']).map((query) => {
    const name = textOf(query['name']) ?? ''
    return {
      name,
      title: textOf(query['title']) ?? name,
      ...present({
        description: textOf(query['description']),
        viewDataUrl: textOf(query['viewDataUrl']),
      }),
      hidden: query['hidden'] === true,
      isUserDefined: query['isUserDefined'] === true,
      inherit: query['inherit'] === true,
      snapshot: query['snapshot'] === true,
      canEdit: query['canEdit'] === true,
      columns: objectsOf(query['columns']).map((column) => ({
        name: textOf(column['name']) ?? '',
        caption: textOf(column['caption']) ?? textOf(column['name']) ?? '',
        ...present({
          shortCaption: textOf(column['shortCaption']),
          description: textOf(column['description']),
        }),
      })),
    }
  })
}
