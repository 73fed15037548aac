import { callOptionNames, readCallOptions, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { LabKeyNotFoundError, LabKeyServerError } from '../labkey-errors.ts'
import type { Caller } from '../query/ask-query.ts'
import { modifyRows } from '../query/modify-rows.ts'
import type { QueryRow } from '../query/rows.ts'
import { keyScopes, keyTables, listKeys, type KeyScope } from './list-keys.ts'

/** Which key. */
export interface DeleteKeyOptions extends CallOptions {
  /** As `list` gives it. */
  readonly rowId: number
  /** `all` is for those who may manage users. Default: `own`. */
  readonly scope?: KeyScope
}

const where = 'keys.delete'

/**
 * Deletes an API key: `query-deleteRows.api` on its table (contract 2.2).
 *
 * LabKey answers a deletion that deletes nothing as one that does, so what it gives back is looked at, and
 * then the list.
 */
export async function deleteKey(options: DeleteKeyOptions, caller: Caller): Promise<void> {
  const own = ownOptions(options, where, ['rowId', 'scope', ...callOptionNames])
  const { rowId: _rowId, scope: _scope, ...call } = own
  const read = readOptions(own, where)
  readCallOptions(read, caller.client)
  const rowId = read.integer('rowId', 0) ?? read.refuse('rowId', 'a whole number')
  const scope = read.choice('scope', keyScopes) ?? 'own'
  const { rows } = await modifyRows<QueryRow>(
    'deleteRows',
    { schemaName: 'core', queryName: keyTables[scope], rows: [{ RowId: rowId }], ...call },
    caller,
  )
  if (rows.some((row) => idOf(row) === rowId)) return
  const isThere = (await listKeys({ scope, ...call }, caller)).some((key) => key.rowId === rowId)
  if (isThere)
    throw new LabKeyServerError({ message: `The server did not delete the key ${rowId}` })
  throw new LabKeyNotFoundError({
    message: `There is no key ${rowId} that you may delete; look at the list of keys`,
  })
}

/** The spelling of names is the database's here. */
function idOf(row: QueryRow): unknown {
  return Object.entries(row).find(([name]) => name.toLowerCase() === 'rowid')?.[1]
}
