import { ownOptions, readOptions, type OptionReader } from './check-options.ts'
import type { ResolvedClientOptions } from './client-options.ts'
import { fieldKey, isField, type Field } from './field-key.ts'
import { isFilter, type Filter } from './filter.ts'
import type { Perform } from './perform.ts'
import { decodeError } from './answer-error.ts'
import { completeCall, type Scalar } from './request.ts'
import { parseContainer } from './request-url.ts'
import { readRows, type SelectRowsResult } from './rows.ts'

/** Where else than in its own container a query looks for rows (contract 4.4). */
export type ContainerFilter = (typeof containerFilters)[number]

const containerFilters = [
  'Current',
  'CurrentWithUser',
  'CurrentAndFirstChildren',
  'CurrentAndSubfolders',
  'CurrentAndSubfoldersPlusShared',
  'CurrentAndSiblings',
  'CurrentOrParentAndWorkbooks',
  'CurrentPlusProject',
  'CurrentAndParents',
  'CurrentPlusProjectAndShared',
  'Project',
  'AssayLocation',
  'WorkbookAndParent',
  'StudyAndSourceStudy',
  'AllFolders',
  'AllInProject',
  'AllInProjectPlusShared',
] as const

/** Which rows and columns of which query. */
export interface SelectRowsOptions {
  /** The schema, as `lists` or `assay.General.My Assay`. */
  readonly schemaName: string
  /** A table or saved query of the schema. */
  readonly queryName: string
  /** Default: those of the view. */
  readonly columns?: readonly Field[]
  /** All of them hold for every row. Default: none. */
  readonly filters?: readonly Filter[]
  /** Field keys, `-Age` for descending; one text with commas, or several. Default: the view's. */
  readonly sort?: string | readonly string[]
  /**
   * The most rows to get; 0 for columns only. Default: -1, all of them. (LabKey itself cuts at
   * 100000 without a word when nothing is said.)
   */
  readonly maxRows?: number
  /** Rows to skip. Default: 0. */
  readonly offset?: number
  /** Default: the query's default view. */
  readonly viewName?: string
  /** Default: the container alone. */
  readonly containerFilter?: ContainerFilter
  /** Values for the parameters of a parameterised query. */
  readonly parameters?: Readonly<Record<string, Scalar | undefined>>
  /**
   * Whether `rowCount` counts all rows that match, or, which is faster, only `offset` and the
   * returned ones. Default: true.
   */
  readonly includeTotalCount?: boolean
  /** Default: the client's. */
  readonly container?: string
  /** Default: the client's. */
  readonly timeoutMs?: number
  /** Stops the call and closes its connection. */
  readonly signal?: AbortSignal
}

const where = 'selectRows'
const knownOptions = [
  'schemaName',
  'queryName',
  'columns',
  'filters',
  'sort',
  'maxRows',
  'offset',
  'viewName',
  'containerFilter',
  'parameters',
  'includeTotalCount',
  'container',
  'timeoutMs',
  'signal',
] as const satisfies readonly (keyof SelectRowsOptions)[]

/**
 * Reads rows: `query-selectRows.api` in the flat form 8.3 (contract 4.5).
 *
 * The parameters travel in a form, never in the URL: filter values can be a patient's, and URLs end
 * in logs.
 */
export async function selectRows<Row>(
  options: SelectRowsOptions,
  client: ResolvedClientOptions,
  perform: Perform,
): Promise<SelectRowsResult<Row>> {
  const own = ownOptions(options, where, knownOptions)
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  const queryName = read.requiredText('queryName')
  const container = read.text('container')
  const call = completeCall(client, {
    method: 'POST',
    container: container === undefined ? client.container : parseContainer(container),
    controller: 'query',
    action: 'selectRows',
    subject: `query ${schemaName}.${queryName}`,
    form: formOf(schemaName, queryName, own['sort'], read),
    readOnly: true,
    timeoutMs: read.integer('timeoutMs', 1) ?? client.timeoutMs,
    signal: read.signal('signal'),
  })
  const { value, answer, report } = await perform(call)
  const result = readRows<Row>(value, { schemaName, queryName })
  if (result === undefined) throw decodeError(report, answer, { kind: 'json', value })
  return result
}

function formOf(
  schemaName: string,
  queryName: string,
  sort: unknown,
  read: OptionReader,
): readonly (readonly [string, string])[] {
  const form: (readonly [string, string])[] = [
    ['schemaName', schemaName],
    ['query.queryName', queryName],
    ['apiVersion', '8.3'],
    ['respFormat', 'JSON_COMPACT'],
    ['query.maxRows', String(read.integer('maxRows', -1) ?? -1)],
    ['includeTotalCount', String(read.flag('includeTotalCount') ?? true)],
  ]
  const add = (key: string, value: string | number | undefined) => {
    if (value !== undefined) form.push([`query.${key}`, String(value)])
  }
  add('viewName', read.text('viewName'))
  add('offset', read.integer('offset', 0))
  add('containerFilterName', read.choice('containerFilter', containerFilters))
  add('columns', columnsOf(read))
  add('sort', sortOf(sort, read))
  for (const [name, value] of read.scalars('parameters')) add(`param.${name}`, value)
  for (const item of read.list('filters') ?? []) {
    const { field, operator, value } = isFilter(item)
      ? item
      : read.refuse('filters', `filters as filter('Age').gte(18) makes them`)
    add(`${field}~${operator}`, value)
  }
  return form
}

function columnsOf(read: OptionReader): string | undefined {
  const columns = read.list('columns')
  if (columns === undefined || columns.length === 0) return undefined
  return columns
    .map((column) =>
      fieldKey(isField(column) ? column : read.refuse('columns', 'an array of names of columns')),
    )
    .join(',')
}

function sortOf(sort: unknown, read: OptionReader): string | undefined {
  if (!Array.isArray(sort)) return read.text('sort')
  if (!sort.every(isText)) read.refuse('sort', `a text, or texts such as '-Age'`)
  return sort.length === 0 ? undefined : sort.join(',')
}

function isText(item: unknown): item is string {
  return typeof item === 'string' && item !== ''
}
