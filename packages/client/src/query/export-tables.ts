import { callOptionNames, readCallOptions, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { openFile } from '../open-file.ts'
import { isObject } from '../read-json.ts'
import { completeCall } from '../request.ts'
import type { StreamedAnswer } from '../streamed-answer.ts'
import { parameters, type Caller } from './ask-query.ts'
import { filterForm, sortOf } from './select-form.ts'
import type { Filter } from './filter.ts'

/** Which tables. */
export interface ExportTablesOptions extends CallOptions {
  readonly tables: readonly TableToExport[]
  /** What the columns are called. Default: LabKey's, their captions. */
  readonly headerType?: 'None' | 'Caption' | 'Name' | 'DisplayFieldKey' | 'FieldKey'
}

/** One table, or what of it. */
export interface TableToExport {
  readonly schemaName: string
  readonly queryName: string
  /** Default: the query's default view. */
  readonly viewName?: string
  readonly filters?: readonly Filter[]
  readonly sort?: string | readonly string[]
}

const where = 'exportTables'

/** Exports tables as an archive: `query-exportTables` (labkey-api-js 1.35.3, `src/labkey/dom/Query.ts`). */
export async function exportTables(
  options: ExportTablesOptions,
  { client, open }: Caller,
): Promise<StreamedAnswer> {
  const own = ownOptions(options, where, ['tables', 'headerType', ...callOptionNames])
  const read = readOptions(own, where)
  const headerTypes = ['None', 'Caption', 'Name', 'DisplayFieldKey', 'FieldKey'] as const
  const tables = read.list('tables') ?? []
  if (tables.length === 0 || !tables.every(isObject)) read.refuse('tables', 'an array of tables')
  const schemas: Record<string, object[]> = {}
  for (const table of tables) {
    const names = ['schemaName', 'queryName', 'viewName', 'filters', 'sort']
    const one = ownOptions(table, `${where} tables`, names)
    const look = readOptions(one, `${where} tables`)
    const sort = sortOf(one['sort'], look)
    const list = (schemas[look.requiredText('schemaName')] ??= [])
    list.push({
      queryName: look.requiredText('queryName'),
      viewName: look.text('viewName'),
      filters: {
        ...Object.fromEntries(filterForm(look).map(([name, value]) => [`query.${name}`, value])),
        ...(sort !== undefined && { 'query.sort': sort }),
      },
    })
  }
  return openFile(
    open,
    completeCall(client, {
      ...readCallOptions(read, client),
      method: 'POST',
      controller: 'query',
      action: where,
      subject: 'export of tables',
      form: parameters({
        headerType: read.choice('headerType', headerTypes),
        schemas: JSON.stringify(schemas),
      }),
      readOnly: true,
    }),
  )
}
