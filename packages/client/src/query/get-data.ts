import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions, type OptionReader } from '../check-options.ts'
import { isObject, objectsOf, type Json } from '../read-json.ts'
import { askQuery, type Caller } from './ask-query.ts'
import { fieldKey, isField, type Field } from './field-key.ts'
import { isFilter, type Filter } from './filter.ts'
import { readRows, type ExtendedRow, type SelectRowsResult } from './rows.ts'

/** Rows, and what is to be made of them. */
export interface GetDataOptions extends CallOptions {
  readonly source: DataSource
  /** One after the other. Default: none. */
  readonly transforms?: readonly DataTransform[]
  /** Of what the last transform makes. Default: all. */
  readonly columns?: readonly Field[]
  readonly sort?: readonly { readonly field: Field; readonly direction?: 'ASC' | 'DESC' }[]
  /** The most rows to get. Default: -1, all of them. */
  readonly maxRows?: number
  /** Rows to skip. Default: 0. */
  readonly offset?: number
  /** A link to each row's page, where the source has one. Default: false. */
  readonly includeDetailsColumn?: boolean
}

/** A query, or SQL. */
export type DataSource =
  | { readonly schemaName: string; readonly queryName: string; readonly sql?: undefined }
  | { readonly schemaName: string; readonly sql: string; readonly queryName?: undefined }

/** Filters rows, and puts those together that are alike. */
export interface DataTransform {
  readonly filters?: readonly Filter[]
  readonly groupBy?: readonly Field[]
  /** As `{ field: 'Age', type: 'MAX' }`. */
  readonly aggregates?: readonly { readonly field: Field; readonly type: string }[]
}

const where = 'getData'

/** Reads rows through transforms: `query-getData.api` (contract 4.8; labkey-api-js 1.35.3, `src/labkey/query/GetData.ts`). */
export async function getData<Row = ExtendedRow>(
  options: GetDataOptions,
  caller: Caller,
): Promise<SelectRowsResult<Row>> {
  const own = ownOptions(options, where, [
    'source',
    'transforms',
    'columns',
    'sort',
    'maxRows',
    'offset',
    'includeDetailsColumn',
    ...callOptionNames,
  ])
  const read = readOptions(own, where)
  const source = sourceOf(own['source'], read)
  const { schemaName, queryName = 'sql' } = source
  const { value, unreadable } = await askQuery(caller, read, {
    method: 'POST',
    action: where,
    subject: `data of ${String(schemaName)}.${String(queryName)}`,
    json: {
      source,
      transforms: read.list('transforms')?.map((transform) => transformOf(transform, read)),
      renderer: {
        type: 'json',
        columns: read.list('columns')?.map((column) => parts(column, 'columns', read)),
        sort: read.list('sort')?.map((item) => sortOf(item, read)),
        maxRows: read.integer('maxRows', -1) ?? -1,
        offset: read.integer('offset', 0),
        includeDetailsColumn: read.flag('includeDetailsColumn'),
      },
    },
    readOnly: true,
  })
  const result = readRows<Row>(value, {
    schemaName: String(schemaName),
    queryName: String(queryName),
  })
  if (result === undefined) throw await unreadable()
  return result
}

function sourceOf(source: unknown, read: OptionReader): Json {
  const { schemaName, queryName, sql } = isObject(source) ? source : {}
  const isKnown = typeof schemaName === 'string' && schemaName !== ''
  if (isKnown && typeof queryName === 'string' && sql === undefined) {
    return { type: 'query', schemaName, queryName }
  }
  if (isKnown && typeof sql === 'string' && queryName === undefined) {
    return { type: 'sql', schemaName, sql }
  }
  return read.refuse('source', 'a schemaName with a queryName or sql')
}

function transformOf(transform: unknown, read: OptionReader): Json {
  if (!isObject(transform)) return read.refuse('transforms', 'objects')
  const { filters, groupBy, aggregates } = transform
  return {
    type: 'aggregate',
    filters: listOf(filters).map((item) => {
      const { field, operator, value } = isFilter(item)
        ? item
        : read.refuse('transforms', `with filters as filter('Age').gte(18) makes them`)
      return { fieldKey: field.split('/'), type: operator, value }
    }),
    groupBy: listOf(groupBy).map((field) => parts(field, 'transforms', read)),
    aggregates: objectsOf(aggregates).map(({ field, type }) => ({
      fieldKey: parts(field, 'transforms', read),
      type,
    })),
  }
}

function sortOf(item: unknown, read: OptionReader): Json {
  if (!isObject(item)) return read.refuse('sort', 'objects with a field')
  return { fieldKey: parts(item['field'], 'sort', read), dir: item['direction'] ?? 'ASC' }
}

function listOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : []
}

/** LabKey takes the parts of a field key here, each still encoded. */
function parts(field: unknown, option: string, read: OptionReader): readonly string[] {
  return fieldKey(isField(field) ? field : read.refuse(option, 'with names of columns')).split('/')
}
