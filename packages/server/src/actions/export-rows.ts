import { accessData } from '../data/access-data.ts'
import { applyView } from '../data/apply-view.ts'
import type { Field } from '../data/field.ts'
import { formatValue } from '../data/format-value.ts'
import type { Selection } from '../data/select.ts'
import type { Row } from '../data/table.ts'
import { badParameter } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'
import { piecesResponse } from '../http/responses.ts'
import type { Action } from './action.ts'
import { readSelectParameters } from './select-parameters.ts'

const delimiters: ReadonlyMap<string, string> = new Map([
  ['TAB', '\t'],
  ['COMMA', ','],
  ['SEMICOLON', ';'],
])

const quotes: ReadonlyMap<string, string> = new Map([
  ['DOUBLE', '"'],
  ['SINGLE', "'"],
])

/**
 * `query-exportRowsTsv.view`: rows as delimited text, all of them unless told otherwise (contract 4.9).
 *
 * `headerType` is `Caption` (default), `Name`, `DisplayFieldKey`, `FieldKey` or `None`; `exportAlias.X`
 * names a column otherwise, `excludeColumn` leaves one out.
 */
export const exportRowsTsv: Action = {
  name: 'query-exportRowsTsv',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: async (call) => {
    const { parameters } = call
    const asked = applyView(call, readSelectParameters(parameters, call.request.headers))
    const isPaged = parameters.all.some(([name]) => /(^|\.)(maxRows|limit|showRows)$/.test(name))
    const selection = await accessData(call, { ...asked, ...(!isPaged && { maxRows: -1 }) })
    const delimiter = choice(parameters, 'delim', delimiters, '\t')
    const quote = choice(parameters, 'quote', quotes, '"')
    const excluded = new Set(
      parameters.all
        .filter(([name]) => name === 'excludeColumn')
        .map(([, value]) => value.toLowerCase()),
    )
    const fields = selection.fields.filter(({ key }) => !excluded.has(key.toLowerCase()))
    const isTab = delimiter === '\t'
    return piecesResponse(
      isTab ? 'text/tab-separated-values;charset=utf-8' : 'text/csv;charset=utf-8',
      lines(selection, fields, parameters, delimiter, quote),
      { 'Content-Disposition': `attachment; filename="${fileName(selection, isTab)}"` },
    )
  },
}

function* lines(
  { rows }: Selection,
  fields: readonly Field[],
  parameters: Parameters,
  delimiter: string,
  quote: string,
): Generator<string> {
  const line = (values: readonly string[]): string =>
    `${values.map((value) => quoted(value, delimiter, quote)).join(delimiter)}\n`
  const headerType = parameters.get('headerType') ?? 'Caption'
  if (headerType !== 'None')
    yield line(fields.map((field) => heading(field, headerType, parameters)))
  for (const row of rows) yield line(fields.map((field) => shown(field, row)))
}

function heading(field: Field, headerType: string, parameters: Parameters): string {
  const alias = parameters.get(`exportAlias.${field.key}`)
  if (alias) return alias
  switch (headerType) {
    case 'Caption':
      return field.column.caption
    case 'Name':
      return field.column.name
    case 'FieldKey':
      return field.key
    case 'DisplayFieldKey':
      return field.lookup === null ? field.key : `${field.key}/${field.lookup.displayColumn}`
    default:
      throw badParameter('headerType', `Unknown headerType: ${headerType}`)
  }
}

function shown(field: Field, row: Row): string {
  const value = field.read(row)
  const text = field.display(row) ?? formatValue(value, field.column) ?? value
  return text === null ? '' : String(text)
}

function quoted(value: string, delimiter: string, quote: string): string {
  const needsQuotes =
    value.includes(delimiter) || value.includes(quote) || /[\r\n]|^\s|\s$/.test(value)
  return needsQuotes ? quote + value.replaceAll(quote, quote + quote) + quote : value
}

function choice(
  parameters: Parameters,
  name: string,
  choices: ReadonlyMap<string, string>,
  fallback: string,
): string {
  const wanted = parameters.get(name)
  if (!wanted) return fallback
  const chosen = choices.get(wanted.toUpperCase())
  if (chosen === undefined) throw badParameter(name, `Unknown value of ${name}: ${wanted}`)
  return chosen
}

// Only what cannot end the header.
function fileName({ table }: Selection, isTab: boolean): string {
  return `${table.name.replace(/[^\w -]/g, '_')}.${isTab ? 'tsv' : 'csv'}`
}
