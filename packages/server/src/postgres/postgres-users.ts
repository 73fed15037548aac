import type { Buffer } from 'node:buffer'

import type { UserStore } from '../store/store.ts'
import type { Database } from './database.ts'
import type { Statement } from './statement.ts'
import { userColumns, userOf } from './user-rows.ts'
import type { UserRow } from './user-rows.ts'

const byId: Statement = {
  name: 'user-by-id',
  text: `SELECT ${userColumns} FROM wellkey.users u WHERE u.id = $1`,
}
const byEmail: Statement = {
  name: 'user-by-email',
  text: `SELECT ${userColumns} FROM wellkey.users u WHERE u.email_key = $1`,
}
const all: Statement = {
  name: 'users',
  text: `SELECT ${userColumns} FROM wellkey.users u ORDER BY u.id`,
}
// Whoever starts a session for the user at this moment holds the row, or waits for it.
const setActive: Statement = {
  name: 'user-set-active',
  text: `UPDATE wellkey.users u SET is_active = $2 WHERE u.id = $1 RETURNING ${userColumns}`,
}
const endSessions: Statement = {
  name: 'user-end-sessions',
  text: 'DELETE FROM wellkey.sessions WHERE user_id = $1 OR impersonated_user_id = $1',
}
const remove: Statement = {
  name: 'user-remove',
  text: 'DELETE FROM wellkey.users WHERE id = $1 RETURNING id',
}
const passwordHash: Statement = {
  name: 'user-password',
  text: 'SELECT salt, hash FROM wellkey.users WHERE id = $1',
}

/** Returns the users of a database. */
export function createPostgresUsers({ run, transact }: Database): UserStore {
  return {
    byId: async (id) => {
      if (!isId(id)) return undefined
      const [row] = await run<UserRow>(byId, [id])
      return row && userOf(row)
    },
    byEmail: async (email) => {
      // A text with a NUL is nowhere in the database, and cannot even be asked for.
      if (email.includes('\0')) return undefined
      const [row] = await run<UserRow>(byEmail, [email.toLowerCase()])
      return row && userOf(row)
    },
    all: async () => (await run<UserRow>(all)).map(userOf),
    setActive: async (id, isActive) => {
      if (!isId(id)) return undefined
      return transact(async (runInside) => {
        const [row] = await runInside<UserRow>(setActive, [id, isActive])
        if (row === undefined) return undefined
        if (!isActive) await runInside(endSessions, [id])
        return userOf(row)
      })
    },
    remove: async (id) => isId(id) && (await run(remove, [id])).length > 0,
    passwordHash: async (id) => {
      if (!isId(id)) return undefined
      const [row] = await run<{ salt: Buffer; hash: Buffer }>(passwordHash, [id])
      return row
    },
  }
}

// What a client sent may be no number, or none that an integer column can be compared to.
function isId(id: number): boolean {
  return Number.isInteger(id) && Math.abs(id) < 2 ** 31
}
