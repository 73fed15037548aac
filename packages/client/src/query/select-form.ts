import { callOptionNames, type CallOptions } from '../call-options.ts'
import type { OptionReader } from '../check-options.ts'
import type { Scalar } from '../request.ts'
import { containerFilters, type ContainerFilter } from './container-filter.ts'
import { fieldKey, isField, type Field } from './field-key.ts'
import { isFilter, type Filter } from './filter.ts'

/** Which rows of which query, and in which order. */
export interface RowSelection extends CallOptions {
  /** The schema, as `lists` or `assay.General.My Assay`. */
  readonly schemaName: string
  /** A table or saved query of the schema. */
  readonly queryName: string
  /** Default: those of the view. */
  readonly columns?: readonly Field[]
  /** Columns besides those of the view. */
  readonly extraColumns?: readonly Field[]
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
  /** Takes no notice of the view's own filters and sorts. Default: false. */
  readonly ignoreFilter?: boolean
  /** Default: the container alone. */
  readonly containerFilter?: ContainerFilter
  /** Values for the parameters of a parameterised query. */
  readonly parameters?: Readonly<Record<string, Scalar | undefined>>
  /**
   * All rows, none, or those (not) in the selection of `selectionKey`. Every choice but `paginated`
   * makes LabKey ignore `maxRows` and `offset`. Default: `paginated`.
   */
  readonly showRows?: 'paginated' | 'all' | 'none' | 'selected' | 'unselected'
  readonly selectionKey?: string
  /** The report whose view is meant. */
  readonly reportId?: string
}

const showRows = ['paginated', 'all', 'none', 'selected', 'unselected'] as const

/** The names of {@link RowSelection}. */
export const rowSelectionNames: readonly (keyof RowSelection)[] = [
  'schemaName',
  'queryName',
  'columns',
  'extraColumns',
  'filters',
  'sort',
  'maxRows',
  'offset',
  'viewName',
  'ignoreFilter',
  'containerFilter',
  'parameters',
  'showRows',
  'selectionKey',
  'reportId',
  ...callOptionNames,
]

/** A form as it is sent: names with values, in order; a name may come twice. */
export type Form = readonly (readonly [string, string])[]

/** Writes a {@link RowSelection} as LabKey's parameters (contract 4.2). */
export function selectionForm(read: OptionReader, sort: unknown): Form {
  const form: (readonly [string, string])[] = [
    ['schemaName', read.requiredText('schemaName')],
    ['query.queryName', read.requiredText('queryName')],
    ['query.maxRows', String(read.integer('maxRows', -1) ?? -1)],
  ]
  const add = (key: string, value: string | number | boolean | undefined) => {
    if (value !== undefined) form.push([`query.${key}`, String(value)])
  }
  add('viewName', read.text('viewName'))
  add('offset', read.integer('offset', 0))
  add('ignoreFilter', read.flag('ignoreFilter'))
  add('showRows', read.choice('showRows', showRows))
  add('selectionKey', read.text('selectionKey'))
  add('reportId', read.text('reportId'))
  add('containerFilterName', read.choice('containerFilter', containerFilters))
  add('columns', fieldKeys(read, 'columns'))
  add('extraColumns', fieldKeys(read, 'extraColumns'))
  add('sort', sortOf(sort, read))
  for (const [name, value] of read.scalars('parameters')) add(`param.${name}`, value)
  for (const [name, value] of filterForm(read)) add(name, value)
  return form
}

/** Writes `filters` as pairs of `FIELD~OPERATOR` and value. */
export function filterForm(read: OptionReader): Form {
  return (read.list('filters') ?? []).map((item) => {
    const { field, operator, value } = isFilter(item)
      ? item
      : read.refuse('filters', `filters as filter('Age').gte(18) makes them`)
    return [`${field}~${operator}`, value] as const
  })
}

/** Writes `sort` as one text. */
export function sortOf(sort: unknown, read: OptionReader): string | undefined {
  if (!Array.isArray(sort)) return read.text('sort')
  if (!sort.every(isText)) read.refuse('sort', `a text, or texts such as '-Age'`)
  return sort.length === 0 ? undefined : sort.join(',')
}

function fieldKeys(read: OptionReader, name: 'columns' | 'extraColumns'): string | undefined {
  const columns = read.list(name)
  if (columns === undefined || columns.length === 0) return undefined
  return columns
    .map((column) =>
      fieldKey(isField(column) ? column : read.refuse(name, 'an array of names of columns')),
    )
    .join(',')
}

function isText(item: unknown): item is string {
  return typeof item === 'string' && item !== ''
}
