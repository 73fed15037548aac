import { Command, InvalidArgumentError } from 'commander'
import type { Filter, SelectRowsOptions } from '@wellkey/client'
import { formatTable, type Cells } from '../format-table.ts'
import { insecureOption, serverFrom } from '../server-argument.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'

/** What `wellkey query select` was asked to do. */
interface SelectOptions {
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
interface FilterText {
  readonly field: string
  readonly operator: string
  readonly value: string
}

/** `wellkey query`: reads data. */
export function queryCommand(terminal: Terminal): Command {
  return new Command('query')
    .description('read rows of tables and queries')
    .addCommand(selectCommand(terminal))
}

function selectCommand(terminal: Terminal): Command {
  return new Command('select')
    .description('print rows of a table or query')
    .argument('<schema>', 'for example lists')
    .argument('<query>', 'a table or saved query, for example Patients')
    .option('--server <url>', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--container <path>', 'for example "/Demo Study" (default: LABKEY_CONTAINER, else /)')
    .option('--columns <names>', 'comma-separated; lookups as PatientId/Site', splitCommas)
    .option('--filter <condition>', 'FIELD~OPERATOR=VALUE as in LabKey URLs; repeatable', addFilter)
    .option('--sort <names>', 'comma-separated; -NAME for descending')
    .option('--limit <rows>', 'at most so many rows', toCount)
    .option('--offset <rows>', 'skip so many rows', toCount)
    .option('--json', 'print JSON')
    .option(...insecureOption)
    .addHelpText(
      'after',
      `
Examples:
  wellkey query select lists Patients --container "/Demo Study" --limit 10
  wellkey query select lists Results --filter 'Flag~eq=H' --sort -Measured --json`,
    )
    .action(async (schema: string, query: string, options: SelectOptions) =>
      runSelect(schema, query, options, terminal),
    )
}

async function runSelect(
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

function splitCommas(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim())
}

function toCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a number of rows.')
  return Number(text)
}

function addFilter(text: string, before: readonly FilterText[] = []): readonly FilterText[] {
  const match = /^(?<field>[^~]+)~(?<operator>[^=]*)(?:=(?<value>[^]*))?$/.exec(text)
  const { field, operator, value = '' } = match?.groups ?? {}
  if (field === undefined || operator === undefined) {
    throw new InvalidArgumentError("Write it as FIELD~OPERATOR=VALUE, for example 'Age~gte=18'.")
  }
  return [...before, { field, operator, value }]
}
