import { callOptionNames, readCallOptions, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { Caller } from '../query/ask-query.ts'
import { parseDate, toDate, type LabKeyDate } from '../query/dates.ts'
import { getServerDate } from '../query/get-server-date.ts'
import type { QueryRow } from '../query/rows.ts'
import { selectRows } from '../query/select-rows.ts'
import { numberOf, present, textOf } from '../read-json.ts'
import type { KeyInfo } from './key-info.ts'

/** Whose keys. */
export interface ListKeysOptions extends CallOptions {
  /** `all` is for those who may manage users. Default: `own`. */
  readonly scope?: KeyScope
}

/** One's own keys, or those of all users. */
export type KeyScope = 'own' | 'all'

export const keyScopes = ['own', 'all'] as const

/** The tables of keys (contract 2.2), by who may see them. */
export const keyTables = { own: 'UserAPIKeys', all: 'APIKeys' } as const

const where = 'keys.list'
// By name, since the table's own view hides the first two.
const columns = ['RowId', 'CreatedBy', 'Created', 'Expiration', 'LastUsed', 'Description']

/** Lists API keys: `core.UserAPIKeys`, on servers from LabKey 24.2 on. Session keys are in no list. */
export async function listKeys(
  options: ListKeysOptions,
  caller: Caller,
): Promise<readonly KeyInfo[]> {
  const own = ownOptions(options, where, ['scope', ...callOptionNames])
  const { scope: _scope, ...call } = own
  const read = readOptions(own, where)
  readCallOptions(read, caller.client)
  const queryName = keyTables[read.choice('scope', keyScopes) ?? 'own']
  const [{ rows }, now] = await Promise.all([
    selectRows<QueryRow>(
      { schemaName: 'core', queryName, columns, sort: 'RowId', ...call },
      caller,
    ),
    getServerDate(call, caller),
  ])
  return rows.flatMap((row) => keyOf(row, now))
}

function keyOf(row: QueryRow, now: LabKeyDate): readonly KeyInfo[] {
  const rowId = numberOf(row['RowId'])
  if (rowId === undefined) return []
  const expires = dateOf(row['Expiration'])
  return [
    {
      rowId,
      ...present({
        description: textOf(row['Description']),
        created: dateOf(row['Created']),
        expires,
        expiresInMs: expires && toDate(expires, 'UTC').getTime() - toDate(now, 'UTC').getTime(),
        lastUsed: dateOf(row['LastUsed']),
        createdBy: numberOf(row['CreatedBy']),
      }),
    },
  ]
}

function dateOf(value: unknown): LabKeyDate | undefined {
  return typeof value === 'string' ? parseDate(value) : undefined
}
