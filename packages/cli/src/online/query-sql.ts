import type { ExecuteSqlOptions } from '@wellkey/client'
import { CliError, exitCodes } from '../cli-error.ts'
import { readText } from '../read-text.ts'
import { printRows, type OutputOptions } from '../rows/print-rows.ts'
import { resolveServer } from '../resolve-server.ts'
import type { Terminal } from '../terminal.ts'
import { untilAborted } from '../until-aborted.ts'
import { clientOf } from './client-of.ts'
import { hintAtContainers } from './hint-at-containers.ts'
import type { PlaceOptions } from './query-select.ts'

/** What `wellkey query sql` was asked to do. */
export interface SqlOptions extends PlaceOptions, OutputOptions {
  readonly from?: string
  readonly param?: readonly (readonly [string, string])[]
  readonly sort?: string
  readonly limit?: number
  readonly offset?: number
}

const usage = `wellkey query sql lists 'SELECT PatientId FROM Patients'`

/** Runs a SELECT and prints its rows. */
export async function runSql(
  schemaName: string,
  argument: string | undefined,
  options: SqlOptions,
  terminal: Terminal,
): Promise<void> {
  const url = await resolveServer(options.server, terminal, options)
  const sql = await sqlOf(argument, options, terminal)
  const { param = [], sort, limit, offset } = options
  const request: ExecuteSqlOptions = {
    schemaName,
    sql,
    signal: terminal.signal,
    parameters: Object.fromEntries(param),
    ...(sort !== undefined && { sort }),
    ...(limit !== undefined && { maxRows: limit }),
    ...(offset !== undefined && { offset }),
  }
  const labkey = clientOf(url, terminal, options)
  await hintAtContainers(options, terminal, async () =>
    printRows(labkey.query.streamSql(request), options, terminal),
  )
}

async function sqlOf(
  argument: string | undefined,
  { from }: SqlOptions,
  terminal: Terminal,
): Promise<string> {
  if (argument !== undefined && argument !== '-') {
    if (from === undefined) return argument
    throw new CliError('Give the SQL as an argument or by --from, not both', exitCodes.wrongUse)
  }
  if (from !== undefined && from !== '-') return readText(from)
  if (terminal.stdin.isTTY === true) {
    throw new CliError(`Which SQL? For example: ${usage}`, exitCodes.wrongUse)
  }
  const sql = await untilAborted(terminal.signal, textOf(terminal))
  if (sql.trim() === '') {
    throw new CliError(`There is no SQL on stdin; for example: ${usage}`, exitCodes.wrongUse)
  }
  return sql
}

async function textOf({ stdin }: Terminal): Promise<string> {
  let text = ''
  stdin.setEncoding('utf8')
  for await (const chunk of stdin) text += String(chunk)
  return text
}
