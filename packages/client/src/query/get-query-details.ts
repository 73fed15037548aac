import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions, type OptionReader } from '../check-options.ts'
import { isObject, present, textOf } from '../read-json.ts'
import { askQuery, parameters, type Caller } from './ask-query.ts'
import { readColumnDetails, type QueryColumnDetails } from './columns.ts'
import { fieldKey, isField, type Field } from './field-key.ts'
import { readViews, type QueryView } from './query-view.ts'

/** Which query, and what of it. */
export interface GetQueryDetailsOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  /** A view to describe besides the default one; `*` for all. */
  readonly viewName?: string
  /** A lookup column: the columns of the table that it points to are described instead. */
  readonly lookup?: Field
  /** Only these columns. Default: all. */
  readonly fields?: readonly Field[]
}

/** A query as LabKey describes it. */
export interface QueryDetails {
  readonly schemaName: string
  readonly name: string
  readonly title: string
  readonly titleColumn?: string
  readonly description?: string
  readonly isUserDefined: boolean
  readonly canEdit: boolean
  readonly canDelete: boolean
  readonly importUrl?: string
  readonly insertUrl?: string
  readonly viewDataUrl?: string
  readonly columns: readonly QueryColumnDetails[]
  /** The columns of the default view, in its order. */
  readonly defaultViewColumns: readonly QueryColumnDetails[]
  readonly views: readonly QueryView[]
}

const where = 'getQueryDetails'

/** Describes a query and its columns: `query-getQueryDetails.api` (contract 4.8). */
export async function getQueryDetails(
  options: GetQueryDetailsOptions,
  caller: Caller,
): Promise<QueryDetails> {
  const own = ownOptions(options, where, [
    'schemaName',
    'queryName',
    'viewName',
    'lookup',
    'fields',
    ...callOptionNames,
  ])
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  const queryName = read.requiredText('queryName')
  const lookup = lookupOf(own['lookup'], read)
  const fields = read
    .list('fields')
    ?.map((field) =>
      fieldKey(isField(field) ? field : read.refuse('fields', 'an array of names of columns')),
    )
  const { value, unreadable } = await askQuery(caller, read, {
    method: 'GET',
    action: where,
    subject: `details of query ${schemaName}.${queryName}`,
    params: parameters({
      schemaName,
      queryName,
      viewName: read.text('viewName'),
      fk: lookup,
      fields: fields?.join(','),
    }),
    readOnly: true,
  })
  if (!Array.isArray(value['columns'])) throw await unreadable()
  const name = textOf(value['name']) ?? queryName
  const view = value['defaultView']
  return {
    schemaName: textOf(value['schemaName']) ?? schemaName,
    name,
    title: textOf(value['title']) ?? name,
    ...present({
      titleColumn: textOf(value['titleColumn']),
      description: textOf(value['description']),
      importUrl: textOf(value['importUrl']),
      insertUrl: textOf(value['insertUrl']),
      viewDataUrl: textOf(value['viewDataUrl']),
    }),
    isUserDefined: value['isUserDefined'] === true,
    canEdit: value['canEdit'] === true,
    canDelete: value['canDelete'] === true,
    columns: readColumnDetails(value['columns']),
    defaultViewColumns: isObject(view) ? readColumnDetails(view['columns']) : [],
    views: readViews(value['views']),
  }
}

function lookupOf(lookup: unknown, read: OptionReader): string | undefined {
  if (lookup === undefined) return undefined
  return fieldKey(isField(lookup) ? lookup : read.refuse('lookup', 'the name of a column'))
}
