import { sessionColumns } from './session-rows.ts'
import { now } from './statement.ts'
import type { Statement } from './statement.ts'

// In each: $1 the moment, $2 the idle limit, $3 the absolute limit.
const isLive = `(${now} - s.used_at < $2::bigint AND ${now} - s.started_at < $3::bigint
  AND NOT EXISTS (SELECT FROM wellkey.ended_api_keys e WHERE e.accessor = s.api_key_accessor))`

const from = `wellkey.sessions s JOIN wellkey.users u ON u.id = s.user_id`

/** `$4` digests of ids: the sessions' own, or ones that keys stand for. Gives the last use, too. */
export const findSessions: Statement = {
  name: 'session-find',
  text: `SELECT s.digest, s.used_at, ${now} AS now, ${sessionColumns} FROM ${from}
    WHERE s.digest = ANY($4::text[]) AND ${isLive}
    UNION ALL
    SELECT k.cookie_digest, s.used_at, ${now}, ${sessionColumns}
    FROM wellkey.session_keys k JOIN ${from} ON s.accessor = k.session
    WHERE k.cookie_digest = ANY($4::text[]) AND ${isLive}`,
}

/** `$4` digests of keys. */
export const findKeys: Statement = {
  name: 'session-key-find',
  text: `SELECT k.digest, k.accessor AS key_accessor, ${sessionColumns}
    FROM wellkey.session_keys k JOIN ${from} ON s.accessor = k.session
    WHERE k.digest = ANY($4::text[]) AND ${isLive}`,
}

/** `$1` accessors, `$2` the moment that they were found at. */
export const touchSessions: Statement = {
  name: 'session-touch',
  text: `UPDATE wellkey.sessions SET used_at = $2
    WHERE accessor = ANY($1::text[]) AND used_at < $2`,
}

/**
 * `$2` accessor, `$3` digest, `$4` user, `$5` origin, `$6` API key, `$7` state, `$8` sessions that may
 * stand beside it. Nothing for a user who is gone or inactive; one who becomes so waits for this, or
 * this for it.
 */
export const startSession: Statement = {
  name: 'session-start',
  text: `WITH u AS (
      SELECT id FROM wellkey.users WHERE id = $4 AND is_active FOR SHARE
    ), beyond AS (
      DELETE FROM wellkey.sessions WHERE accessor IN (
        SELECT accessor FROM wellkey.sessions
        WHERE user_id = $4 AND origin = $5::text
          AND coalesce(api_key_accessor, '') = coalesce($6::text, '')
        ORDER BY number DESC OFFSET $8 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO wellkey.sessions
      (accessor, digest, user_id, origin, api_key_accessor, started_at, used_at, key_count, state)
    SELECT $2, $3, id, $5, $6, ${now}, ${now}, 0, $7 FROM u
    RETURNING number`,
}

/** `$1` sessions that credentials made without a browser may stay. */
export const trimSessions: Statement = {
  name: 'session-trim',
  text: `DELETE FROM wellkey.sessions WHERE accessor IN (
      SELECT accessor FROM wellkey.sessions WHERE origin <> 'login'
      ORDER BY number DESC OFFSET $1 FOR UPDATE SKIP LOCKED)`,
}

/** `$4` accessor. It stays locked until the transaction ends. */
export const lockSession: Statement = {
  name: 'session-lock',
  text: `SELECT ${sessionColumns} FROM ${from} WHERE s.accessor = $4 AND ${isLive} FOR UPDATE OF s`,
}

/** `$1` user. An active one stays so until the transaction ends. */
export const lockActiveUser: Statement = {
  name: 'session-lock-user',
  text: 'SELECT FROM wellkey.users WHERE id = $1 AND is_active FOR SHARE',
}

/** `$1` accessor, `$2` state, `$3` impersonated user, `$4` new digest or null, `$5` whether keys end. */
export const changeSession: Statement = {
  name: 'session-change',
  text: `UPDATE wellkey.sessions SET state = $2, impersonated_user_id = $3,
      digest = coalesce($4, digest), key_count = CASE WHEN $5 THEN 0 ELSE key_count END
    WHERE accessor = $1`,
}

/** `$1` session. */
export const endKeys: Statement = {
  name: 'session-end-keys',
  text: 'DELETE FROM wellkey.session_keys WHERE session = $1',
}

/** `$4` accessor. Tells whether it lived. */
export const endSession: Statement = {
  name: 'session-end',
  text: `DELETE FROM wellkey.sessions s WHERE s.accessor = $4 RETURNING ${isLive} AS "wasLive"`,
}

/** `$4` session, `$5` most keys, `$6` digest, `$7` accessor, `$8` digest of the cookie. */
export const addKey: Statement = {
  name: 'session-key-add',
  text: `WITH counted AS (
      UPDATE wellkey.sessions s SET key_count = key_count + 1
      WHERE s.accessor = $4 AND ${isLive} AND key_count < $5 RETURNING s.accessor
    )
    INSERT INTO wellkey.session_keys (session, digest, accessor, cookie_digest, created_at)
    SELECT accessor, $6, $7, $8, ${now} FROM counted RETURNING 1 AS added`,
}

/** `$4` accessor. */
export const isSessionLive: Statement = {
  name: 'session-is-live',
  text: `SELECT FROM wellkey.sessions s WHERE s.accessor = $4 AND ${isLive}`,
}

export const countSessions: Statement = {
  name: 'session-count',
  text: `SELECT (SELECT count(*) FROM wellkey.sessions) AS sessions,
    (SELECT count(*) FROM wellkey.session_keys) AS keys`,
}

/** Ends some of those that are dead already, so that they take no room. */
export const sweepSessions: Statement = {
  name: 'session-sweep',
  text: `DELETE FROM wellkey.sessions WHERE accessor IN (
      SELECT s.accessor FROM wellkey.sessions s WHERE NOT ${isLive}
      LIMIT 10000 FOR UPDATE OF s SKIP LOCKED)`,
}
