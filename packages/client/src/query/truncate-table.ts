import { decodeError } from '../answer-error.ts'
import { callOptionNames, readCallOptions, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { isObject, numberOf } from '../read-json.ts'
import { completeCall } from '../request.ts'
import type { Caller } from './ask-query.ts'

/** Which table to empty. */
export interface TruncateTableOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
}

/** Deletes all rows of a table: `query-truncateTable.api`. Gives their number. */
export async function truncateTable(
  options: TruncateTableOptions,
  { client, perform }: Caller,
): Promise<{ readonly deletedRows: number }> {
  const where = 'truncateTable'
  const own = ownOptions(options, where, ['schemaName', 'queryName', ...callOptionNames])
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  const queryName = read.requiredText('queryName')
  const call = completeCall(client, {
    ...readCallOptions(read, client),
    method: 'POST',
    controller: 'query',
    action: 'truncateTable',
    subject: `truncateTable ${schemaName}.${queryName}`,
    json: { schemaName, queryName },
    readOnly: false,
  })
  const { value, answer, report } = await perform(call)
  const deletedRows = isObject(value) ? numberOf(value['deletedRows']) : undefined
  if (deletedRows === undefined) throw decodeError(report, answer, { kind: 'json', value })
  return { deletedRows }
}
