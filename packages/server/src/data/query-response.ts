import { columnModelEntry, fieldMetadata } from './field-metadata.ts'
import type { Field } from './field.ts'
import { formatValue } from './format-value.ts'
import type { Selection } from './select.ts'
import type { Cell, Row } from './table.ts'

/** Links of a row, by what they lead to. */
export type RowLinks = Readonly<
  Partial<Record<'details' | 'edit', { readonly href: string; readonly title: string }>>
>

/** How a selection is written. */
export interface ResponseShape {
  /** Asked-for version; 0 means none was. */
  readonly apiVersion: number
  readonly hasMetadata: boolean
  readonly hasTotalCount: boolean
  /** Only 8.3: lookups get a second column with their display value. */
  readonly hasDisplayValues: boolean
  readonly maxRows: number
  readonly offset: number
  /** The `query.sort` that came with the request. */
  readonly sort: string | undefined
  readonly isCompact: boolean
  /** Links of a whole row, if they were asked for. */
  readonly links: ((row: Row) => RowLinks) | undefined
  /** Tells whether nothing was sent yet. */
  readonly isUnsent: () => boolean
  /** What stands at the end instead of the count when a row cannot be made. */
  readonly failureOf: (error: unknown) => object
  /** Path of the page that shows the row a cell stands for. */
  readonly urlOf: (field: Field, row: Row) => string | null | undefined
}

type Properties = Record<string, unknown>

/**
 * Writes a selection in the format of the asked-for version (contract 4.5), piece by piece.
 *
 * below 9.1   plain values and `_labkeyurl_<Col>`
 * from 9.1    an object a column
 * from 13.2   `data` around the columns, `schemaName` as an array, no `columnModel`
 * from 17.1   also `formattedValue`
 *
 * Rows come before their count. When one of them cannot be made, the object ends with the exception,
 * as LabKey's does once it has begun to answer (contract 0.5); before that, the error is thrown on.
 */
export function* queryResponse(
  selection: Selection,
  shape: ResponseShape,
): Generator<string, void, undefined> {
  const { table, fields, rows, count, total, messages } = selection
  const { apiVersion } = shape
  const isNewest = apiVersion >= 13.2
  const hasRows = shape.maxRows !== 0
  const head = {
    schemaName: isNewest ? table.schemaName.split('.') : table.schemaName,
    queryName: table.name,
    ...(!isNewest && { formatVersion: apiVersion >= 9.1 ? 9.1 : 8.3 }),
    ...(shape.hasMetadata && {
      metaData: metadata(selection),
      ...(!isNewest && { columnModel: fields.map(columnModelEntry) }),
    }),
    ...(shape.sort && { sortInfo: sortInfo(shape.sort) }),
    ...(messages.length > 0 && {
      messages: messages.map((content) => ({ area: 'view', type: 'WARNING', content })),
    }),
  }
  const json = (value: object): string =>
    shape.isCompact ? JSON.stringify(value) : JSON.stringify(value, null, 2)
  const lineEnd = shape.isCompact ? '' : '\n'
  const indented = (text: string, by: string): string =>
    shape.isCompact ? text : text.replaceAll('\n', `\n${by}`)
  const writeRow = rowWriter(fields, shape)

  yield json(head).slice(0, shape.isCompact ? -1 : -2)
  let tail: object = hasRows ? { rowCount: shape.hasTotalCount ? total : shape.offset + count } : {}
  if (hasRows || !isNewest) {
    yield shape.isCompact ? ',"rows":[' : ',\n  "rows": ['
    let separator = ''
    try {
      for (const row of hasRows ? rows : []) {
        const text = indented(json(writeRow(row)), '    ')
        yield shape.isCompact ? separator + text : `${separator}\n    ${text}`
        separator = ','
      }
    } catch (error) {
      if (shape.isUnsent()) throw error
      tail = shape.failureOf(error)
    }
    yield separator === '' || shape.isCompact ? ']' : '\n  ]'
  }
  // `,"a":1}` from `{"a":1}`
  const rest = json(tail).slice(1)
  yield rest === '}' ? `${lineEnd}}` : `,${rest}`
}

/** Returns what writes one row; everything that is the same for all rows is decided here. */
function rowWriter(fields: readonly Field[], shape: ResponseShape): (row: Row) => Properties {
  const { apiVersion, links } = shape
  const write = (row: Row): Properties => {
    const columns: Properties = {}
    for (const field of fields) {
      if (apiVersion < 9.1) plainCells(columns, field, row, shape)
      else define(columns, field.key, cellObject(field, row, shape))
    }
    return columns
  }
  if (apiVersion >= 13.2) {
    return links === undefined
      ? (row) => ({ data: write(row) })
      : (row) => ({ data: write(row), links: links(row) })
  }
  if (links === undefined) return write
  return (row) => {
    const columns = write(row)
    for (const [name, { href }] of Object.entries(links(row))) {
      const column = name === 'details' ? '~~Details~~' : '~~Update~~'
      if (apiVersion < 9.1)
        Object.assign(columns, { [column]: null, [`_labkeyurl_${column}`]: href })
      else define(columns, column, { value: null, url: href })
    }
    return columns
  }
}

// A column may have any name, `__proto__` too.
function define(columns: Properties, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(columns, name, { value, enumerable: true })
  } else columns[name] = value
}

function plainCells(columns: Properties, field: Field, row: Row, shape: ResponseShape): void {
  define(columns, field.key, field.read(row))
  const url = shape.urlOf(field, row)
  if (url !== undefined) columns[`_labkeyurl_${field.key}`] = url
  const display = shape.hasDisplayValues ? field.display(row) : undefined
  const { lookup } = field
  if (lookup !== null && display !== undefined) {
    columns[`${field.key}/${lookup.displayColumn}`] = display
  }
}

function cellObject(field: Field, row: Row, shape: ResponseShape): Properties {
  const value = field.read(row)
  const display = field.display(row)
  const shown: Cell | undefined = display === undefined || display === value ? undefined : display
  const url = shape.urlOf(field, row)
  const formatted = shape.apiVersion >= 17.1 ? formatValue(value, field.column) : undefined
  const isFormatted = formatted !== undefined && formatted !== String(shown ?? value)
  return {
    value,
    ...(shown !== undefined && { displayValue: shown }),
    ...(isFormatted && { formattedValue: formatted }),
    ...(url && { url }),
  }
}

function metadata({ table, fields }: Selection): Properties {
  return {
    root: 'rows',
    totalProperty: 'rowCount',
    ...(table.keyColumn && { id: table.keyColumn.name }),
    fields: fields.map((field) => fieldMetadata(field, table)),
    title: table.title,
    description: table.description,
    importMessage: null,
    importTemplates: [],
  }
}

function sortInfo(sort: string): object {
  const [first = ''] = sort.split(',')
  const isDescending = first.startsWith('-')
  return { field: first.replace(/^[+-]/, ''), direction: isDescending ? 'DESC' : 'ASC' }
}
