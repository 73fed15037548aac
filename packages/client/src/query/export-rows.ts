import { callOptionNames, readCallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { openFile } from '../open-file.ts'
import { completeCall } from '../request.ts'
import type { StreamedAnswer } from '../streamed-answer.ts'
import { parameters, type Caller } from './ask-query.ts'
import { containerFilters, type ContainerFilter } from './container-filter.ts'
import { fieldKey, isField, type Field } from './field-key.ts'
import { rowSelectionNames, selectionForm, type RowSelection } from './select-form.ts'
import { sqlText, type SqlStatement } from './sql-options.ts'

/** A file that LabKey makes of rows, as it arrives. */
export type ExportedFile = StreamedAnswer

/** Which rows, and as what. */
export interface ExportRowsOptions extends RowSelection {
  /** Text, or a workbook of Excel: `xlsx`, or `xls`, the form before 2007. Default: `tsv`. */
  readonly format?: 'tsv' | 'xlsx' | 'xls'
  /** What parts the fields of a text. Default: `TAB`. */
  readonly delimiter?: 'TAB' | 'COMMA' | 'SEMICOLON'
  /** What stands around fields of a text that need it. Default: `DOUBLE`. */
  readonly quote?: 'DOUBLE' | 'SINGLE'
  /** What the columns are called. Default: LabKey's, their captions. */
  readonly headerType?: 'None' | 'Caption' | 'Name' | 'DisplayFieldKey' | 'FieldKey'
  readonly excludeColumns?: readonly Field[]
}

/** SQL, and what its rows are to become. */
export interface ExportSqlOptions extends Omit<SqlStatement, 'parameters'> {
  /** Default: `tsv`. */
  readonly format?: 'tsv' | 'excel'
  /** Default: the container alone. */
  readonly containerFilter?: ContainerFilter
}

const exportNames = [
  ...rowSelectionNames,
  'format',
  'delimiter',
  'quote',
  'headerType',
  'excludeColumns',
] as const satisfies readonly (keyof ExportRowsOptions)[]

const actions = { tsv: 'exportRowsTsv', xlsx: 'exportRowsXLSX', xls: 'exportRowsExcel' } as const

/** Exports rows: `query-exportRowsTsv` and its siblings (contract 4.9). */
export async function exportRows(
  options: ExportRowsOptions,
  caller: Caller,
): Promise<ExportedFile> {
  const where = 'exportRows'
  const own = ownOptions(options, where, exportNames)
  const read = readOptions(own, where)
  const format = read.choice('format', ['tsv', 'xlsx', 'xls']) ?? 'tsv'
  const text = {
    delim: read.choice('delimiter', ['TAB', 'COMMA', 'SEMICOLON']),
    quote: read.choice('quote', ['DOUBLE', 'SINGLE']),
  }
  const excluded = (read.list('excludeColumns') ?? []).map((column) =>
    fieldKey(
      isField(column) ? column : read.refuse('excludeColumns', 'an array of names of columns'),
    ),
  )
  const headerTypes = ['None', 'Caption', 'Name', 'DisplayFieldKey', 'FieldKey'] as const
  return openFile(
    caller.open,
    completeCall(caller.client, {
      ...readCallOptions(read, caller.client),
      method: 'POST',
      controller: 'query',
      action: actions[format],
      subject: `export of ${read.requiredText('schemaName')}.${read.requiredText('queryName')}`,
      form: [
        ...selectionForm(read, own['sort']),
        ...parameters({
          ...(format === 'tsv' && text),
          headerType: read.choice('headerType', headerTypes),
        }),
        ...excluded.map((column) => ['excludeColumn', column] as const),
      ],
      readOnly: true,
    }),
  )
}

/** Exports the rows of a SELECT: `query-exportSql` (contract 4.9). */
export async function exportSql(options: ExportSqlOptions, caller: Caller): Promise<ExportedFile> {
  const where = 'exportSql'
  const own = ownOptions(options, where, [
    'schemaName',
    'sql',
    'wafEncoding',
    'format',
    'containerFilter',
    ...callOptionNames,
  ])
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  return openFile(
    caller.open,
    completeCall(caller.client, {
      ...readCallOptions(read, caller.client),
      method: 'POST',
      controller: 'query',
      action: where,
      subject: `export of SQL in schema ${schemaName}`,
      form: parameters({
        schemaName,
        sql: sqlText(read, where),
        format: read.choice('format', ['tsv', 'excel']) ?? 'tsv',
        containerFilter: read.choice('containerFilter', containerFilters),
      }),
      readOnly: true,
    }),
  )
}
