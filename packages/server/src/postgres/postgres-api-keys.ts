import type { ApiKey, ApiKeyStore } from '../store/store.ts'
import type { Database } from './database.ts'
import { createGather } from './gather.ts'
import { now } from './statement.ts'
import type { Statement } from './statement.ts'
import { userColumns, userOf } from './user-rows.ts'
import type { UserRow } from './user-rows.ts'

const keyColumns = `k.row_id, k.accessor, k.description, k.created_at, k.expires_at, k.used_at,
  ${userColumns}`

interface KeyRow extends UserRow {
  readonly row_id: number
  readonly accessor: string
  readonly description: string | null
  readonly created_at: number
  readonly expires_at: number | null
  readonly used_at: number | null
}

interface FoundRow extends KeyRow {
  readonly digest: string
  readonly now: number
}

// "LastUsed is refreshed at most once per 10 min" (contract 2.2).
const lastUsedEveryMs = 10 * 60_000

const add: Statement = {
  name: 'api-key-add',
  text: `WITH k AS (
      INSERT INTO wellkey.api_keys (digest, accessor, user_id, description, created_at, expires_at)
      SELECT $2, $3, id, $5, ${now}, $6 FROM wellkey.users WHERE id = $4
      RETURNING *
    )
    SELECT ${keyColumns} FROM k JOIN wellkey.users u ON u.id = k.user_id`,
}
const find: Statement = {
  name: 'api-key-find',
  text: `SELECT k.digest, ${now} AS now, ${keyColumns}
    FROM wellkey.api_keys k JOIN wellkey.users u ON u.id = k.user_id
    WHERE k.digest = ANY($2::text[]) AND (k.expires_at IS NULL OR ${now} < k.expires_at)`,
}
const setUsed: Statement = {
  name: 'api-key-used',
  text: `UPDATE wellkey.api_keys SET used_at = $2
    WHERE row_id = ANY($1::bigint[]) AND (used_at IS NULL OR used_at + ${lastUsedEveryMs} <= $2)`,
}
const list: Statement = {
  name: 'api-keys',
  text: `SELECT ${keyColumns} FROM wellkey.api_keys k JOIN wellkey.users u ON u.id = k.user_id
    WHERE $1::integer IS NULL OR k.user_id = $1 ORDER BY k.row_id`,
}
const remove: Statement = {
  name: 'api-key-remove',
  text: `WITH k AS (
      DELETE FROM wellkey.api_keys
      WHERE row_id = $2 AND ($3::integer IS NULL OR user_id = $3) RETURNING *
    ), ended AS (
      INSERT INTO wellkey.ended_api_keys (accessor, ended_at) SELECT accessor, ${now} FROM k WHERE $4
    ), sessions AS (
      DELETE FROM wellkey.sessions s USING k WHERE $4 AND s.api_key_accessor = k.accessor
    )
    SELECT ${keyColumns} FROM k JOIN wellkey.users u ON u.id = k.user_id`,
}

/** Returns the API keys of a database. */
export function createPostgresApiKeys({ run }: Database, at: () => number | null): ApiKeyStore {
  const findGathered = createGather(findAll, { maxItems: 200, maxRunning: 2, maxWaiting: 2000 })

  async function findAll(digests: readonly string[]): Promise<readonly (ApiKey | undefined)[]> {
    const rows = await run<FoundRow>(find, [at(), [...new Set(digests)]])
    const moment = rows[0]?.now ?? 0
    const due = rows.filter(
      ({ used_at: usedAt }) => (usedAt ?? -Infinity) + lastUsedEveryMs <= moment,
    )
    if (due.length > 0) await run(setUsed, [due.map((row) => row.row_id), moment])
    const found = new Map(
      rows.map((row) => [row.digest, keyOf(due.includes(row) ? { ...row, used_at: moment } : row)]),
    )
    return digests.map((digest) => found.get(digest))
  }

  return {
    add: async ({ digest, accessor, userId, description, expiresAt }) => {
      // No text in the database can hold a NUL.
      const text = description?.replaceAll('\0', '\uFFFD') ?? null
      const values = [at(), digest, accessor, userId, text, expiresAt]
      const [row] = await run<KeyRow>(add, values)
      if (row === undefined) throw new RangeError(`There is no user ${userId}`)
      return keyOf(row)
    },
    find: findGathered,
    list: async (userId) => (await run<KeyRow>(list, [userId ?? null])).map(keyOf),
    remove: async (rowId, { userId, endsSessions }) => {
      const [row] = await run<KeyRow>(remove, [at(), rowId, userId ?? null, endsSessions])
      return row && keyOf(row)
    },
  }
}

function keyOf(row: KeyRow): ApiKey {
  return {
    rowId: row.row_id,
    accessor: row.accessor,
    user: userOf(row),
    description: row.description,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.used_at,
  }
}
