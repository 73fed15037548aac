import { columnModelEntry, fieldMetadata } from './field-metadata.ts'
import type { Field } from './field.ts'
import { formatValue } from './format-value.ts'
import type { Selection } from './select.ts'
import type { Cell, Row } from './table.ts'

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
  /** Path of the page that shows the row a cell stands for. */
  readonly urlOf: (field: Field, row: Row) => string | null | undefined
}

type Properties = Record<string, unknown>

/**
 * Writes a selection in the format of the asked-for version (contract 4.5).
 *
 * below 9.1   plain values and `_labkeyurl_<Col>`
 * from 9.1    an object a column
 * from 13.2   `data` around the columns, `schemaName` as an array, no `columnModel`
 * from 17.1   also `formattedValue`
 */
export function queryResponse(selection: Selection, shape: ResponseShape): object {
  const { table, fields, rows, total, messages } = selection
  const { apiVersion } = shape
  const isNewest = apiVersion >= 13.2
  const hasRows = shape.maxRows !== 0
  const count = shape.hasTotalCount ? total : shape.offset + rows.length
  return {
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
    ...((hasRows || !isNewest) && { rows: hasRows ? rows.map((row) => writeRow(row)) : [] }),
    ...(hasRows && { rowCount: count }),
  }

  function writeRow(row: Row): Properties {
    const entries = fields.flatMap((field): [string, unknown][] =>
      apiVersion < 9.1
        ? plainCells(field, row, shape)
        : [[field.key, cellObject(field, row, shape)]],
    )
    const columns: Properties = Object.fromEntries(entries)
    return isNewest ? { data: columns } : columns
  }
}

function plainCells(field: Field, row: Row, shape: ResponseShape): [string, unknown][] {
  const cells: [string, unknown][] = [[field.key, field.read(row)]]
  const url = shape.urlOf(field, row)
  if (url !== undefined) cells.push([`_labkeyurl_${field.key}`, url])
  const display = shape.hasDisplayValues ? field.display(row) : undefined
  const { lookup } = field
  if (lookup !== null && display !== undefined)
    cells.push([`${field.key}/${lookup.displayColumn}`, display])
  return cells
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
