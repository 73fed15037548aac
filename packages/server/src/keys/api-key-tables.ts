import type { Call } from '../actions/action.ts'
import { writeUserAudit } from '../auth/user-audit.ts'
import { formatDate } from '../data/dates.ts'
import type { SystemTable } from '../data/system-tables.ts'
import { createColumn, createTable } from '../data/table.ts'
import type { Cell, Table } from '../data/table.ts'
import { RefusedError } from '../http/failures.ts'
import { isGuest } from '../site/user.ts'
import type { ApiKey } from '../store/store.ts'

/**
 * `core.UserAPIKeys`, the caller's own API keys, and `core.APIKeys`, everybody's (contract 2.2).
 *
 * The first is not there for guests and while impersonating, and not before 24.2.
 */
export const apiKeyTables: readonly SystemTable[] = [
  {
    schemaName: 'core',
    name: 'UserAPIKeys',
    isListed: false,
    open: async (call) => {
      const userId = ownerOf(call)
      if (userId === undefined) return undefined
      const keys = await call.site.store.apiKeys.list(userId)
      return keyTable(call, 'UserAPIKeys', keys)
    },
    deleteRow: (call, key) => removeKey(call, key, ownerOf(call)),
  },
  {
    schemaName: 'core',
    name: 'APIKeys',
    isListed: true,
    open: async (call) => {
      checkUserManager(call)
      return keyTable(call, 'APIKeys', await call.site.store.apiKeys.list())
    },
    deleteRow: (call, key) => {
      checkUserManager(call)
      return removeKey(call, key, 'anybody')
    },
  },
]

/**
 * Deletes an API key, and the sessions made from it where the release does so. `false`: there is none
 * of that row id, or it is another user's.
 */
export async function removeKey(
  call: Call,
  key: Cell,
  owner: number | 'anybody' | undefined,
): Promise<boolean> {
  const { site, caller, address } = call
  if (owner === undefined || !Number.isSafeInteger(key)) return false
  const removed = await site.store.apiKeys.remove(Number(key), {
    endsSessions: site.traits.endsSessionsOfDeletedKeys,
    ...(owner !== 'anybody' && { userId: owner }),
  })
  if (removed === undefined) return false
  const comment = `API key ${removed.accessor} of ${removed.user.email} deleted by ${caller.user.email}.`
  await writeUserAudit(site, { address, caller }, comment)
  return true
}

/** Returns whose keys the caller may list, or `undefined`. */
function ownerOf({ site, caller }: Call): number | undefined {
  const isThere =
    site.traits.hasUserApiKeys && !isGuest(caller.user) && caller.impersonator === null
  return isThere ? caller.user.id : undefined
}

function checkUserManager({ caller }: Call): void {
  if (caller.user.role !== 'admin') {
    throw new RefusedError(403, 'User does not have permission to perform this operation.')
  }
}

function keyTable({ site }: Call, name: string, keys: readonly ApiKey[]): Table {
  const names = ['RowId', 'CreatedBy', 'Created', 'Expiration']
  if (site.traits.hasApiKeyDescription) names.push('LastUsed', 'Description')
  const isOwn = name === 'UserAPIKeys'
  const columns = names.map((column, index) =>
    createColumn(index, {
      name: column,
      type: types[column] ?? 'string',
      isKey: column === 'RowId',
      isHidden: column === 'RowId' || (isOwn && column === 'CreatedBy'),
    }),
  )
  return createTable({
    schemaName: 'core',
    name,
    title: name,
    description: isOwn ? 'Your API keys' : 'The API keys of all users',
    columns,
    rows: keys.map((key) => cellsOf(key).slice(0, names.length)),
  })
}

const types: Readonly<Record<string, 'int' | 'date'>> = {
  RowId: 'int',
  CreatedBy: 'int',
  Created: 'date',
  Expiration: 'date',
  LastUsed: 'date',
}

function cellsOf(key: ApiKey): readonly Cell[] {
  const { rowId, user, createdAt, expiresAt, lastUsedAt, description } = key
  return [
    rowId,
    user.id,
    formatDate(createdAt),
    dateCell(expiresAt),
    dateCell(lastUsedAt),
    description,
  ]
}

function dateCell(at: number | null): Cell {
  return at === null ? null : formatDate(at)
}
