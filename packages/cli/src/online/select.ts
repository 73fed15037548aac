import type { Filter, SelectRowsOptions } from '@wellkey/client'
import { formatTable, type Cells } from '../format-table.ts'
import { serverFrom } from '../server-argument.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'

/** What `wellkey query select` was asked to do. */
export interface SelectOptions {
  readonly server?: string
  readonly container?: string
  readonly columns?: readonly string[]
  readonly filter?: readonly FilterText[]
  readonly sort?: string
  readonly limit?: number
  readonly offset?: number
  readonly json?: boolean
  readonly allowInsecureHttp?: boolean
}

/** A filter as it stands in a LabKey URL: `Age~gte=18`. */
export interface FilterText {
  readonly field: string
  readonly operator: string
  readonly value: string
}

/** Prints rows of a table or query. */
export async function runSelect(
  schemaName: string,
  queryName: string,
  options: SelectOptions,
  terminal: Terminal,
): Promise<void> {
  const { allowInsecureHttp = false, container, columns, sort, limit, offset } = options
  const baseUrl = serverFrom(options.server, terminal, { allowInsecureHttp })
  const { environment } = terminal
  const { createClient } = await import('@wellkey/client')
  const labkey = createClient({
    baseUrl,
    environment,
    allowInsecureHttp,
    ...(container !== undefined && { container }),
  })
  const request: SelectRowsOptions = {
    schemaName,
    queryName,
    // The client checks the operator and says which ones there are.
    ...(options.filter && { filters: options.filter as readonly Filter[] }),
    ...(columns && { columns }),
    ...(sort !== undefined && { sort }),
    ...(limit !== undefined && { maxRows: limit }),
    ...(offset !== undefined && { offset }),
  }
  const result = await labkey.query.selectRows(request)
  if (options.json === true) {
    printJson(terminal, result.rows)
    return
  }
  const names = result.columns.map(({ name }) => name)
  const rows = result.rows.map((row): Cells => names.map((name) => cellOf(row[name])))
  const head = result.columns.map(({ name }) => name)
  if (rows.length > 0) print(terminal, await formatTable(terminal, head, rows))
  const total = result.rowCount ?? rows.length
  say(terminal, total > rows.length ? `${rows.length} of ${total} rows` : `${rows.length} rows`)
}

function cellOf(value: unknown): Cells[number] {
  if (value === null || value === undefined || typeof value === 'string') return value
  return JSON.stringify(value)
}
