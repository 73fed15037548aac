import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { askQuery, type Caller } from './ask-query.ts'
import { parseDate, type LabKeyDate } from './dates.ts'

const where = 'getServerDate'

/** Asks for the clock of the server, in its own time zone, which LabKey does not tell. */
export async function getServerDate(options: CallOptions, caller: Caller): Promise<LabKeyDate> {
  const read = readOptions(ownOptions(options, where, callOptionNames), where)
  const { value, unreadable } = await askQuery(caller, read, {
    method: 'GET',
    action: where,
    subject: 'date of the server',
    readOnly: true,
  })
  const date = typeof value['date'] === 'string' ? parseDate(value['date']) : undefined
  if (date === undefined) throw await unreadable()
  return date
}
