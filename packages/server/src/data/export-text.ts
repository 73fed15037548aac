import { badParameter } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'
import { piecesResponse } from '../http/responses.ts'
import { exportColumns } from './export-columns.ts'
import type { Field } from './field.ts'
import { formatValue } from './format-value.ts'
import type { Selection } from './select.ts'
import type { Row } from './table.ts'

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
 * Answers with a selection as delimited text, an attachment; `delim` and `quote` say how (contract 4.9).
 *
 * @throws {ActionError} 400 for a value that a parameter does not have.
 */
export function exportText(
  selection: Selection,
  parameters: Parameters,
  baseName: string,
): Response {
  const delimiter = choice(parameters, 'delim', delimiters, '\t')
  const quote = choice(parameters, 'quote', quotes, '"')
  const columns = exportColumns(selection, parameters)
  const isTab = delimiter === '\t'
  const line = (values: readonly string[]): string =>
    `${values.map((value) => quoted(value, delimiter, quote)).join(delimiter)}\n`
  return piecesResponse(
    isTab ? 'text/tab-separated-values;charset=utf-8' : 'text/csv;charset=utf-8',
    lines(),
    { 'Content-Disposition': `attachment; filename="${baseName}.${isTab ? 'tsv' : 'csv'}"` },
  )

  function* lines(): Generator<string> {
    const headings = columns.flatMap(({ heading }) => heading ?? [])
    if (headings.length > 0) yield line(headings)
    for (const row of selection.rows) yield line(columns.map(({ field }) => shown(field, row)))
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
