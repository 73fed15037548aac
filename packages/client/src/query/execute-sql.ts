import { decodeError } from '../answer-error.ts'
import { completeCall } from '../request.ts'
import type { Caller } from './ask-query.ts'
import { readRows, type SelectRowsResult } from './rows.ts'
import { executeSqlCall, type ExecuteSqlOptions } from './sql-options.ts'

/** Runs a SELECT: `query-executeSql.api` (contract 4.6). */
export async function executeSql<Row>(
  options: ExecuteSqlOptions,
  { client, perform }: Caller,
): Promise<SelectRowsResult<Row>> {
  const { parts, ...asked } = executeSqlCall(options, 'executeSql', client)
  const { value, answer, report } = await perform(completeCall(client, parts))
  const result = readRows<Row>(value, asked)
  if (result === undefined) throw decodeError(report, answer, { kind: 'json', value })
  return result
}
