import type { SettingsStore, SiteSettings } from '../store/store.ts'
import type { Database } from './database.ts'
import type { Statement } from './statement.ts'

const read: Statement = {
  name: 'settings-read',
  text: `SELECT allow_api_keys AS "allowApiKeys", api_key_expiration_seconds AS "apiKeyExpirationSeconds",
    allow_session_keys AS "allowSessionKeys" FROM wellkey.site`,
}
const write: Statement = {
  name: 'settings-write',
  text: `UPDATE wellkey.site SET allow_api_keys = $1, api_key_expiration_seconds = $2,
    allow_session_keys = $3`,
}

/** Returns the site settings of a database. */
export function createPostgresSettings({ run }: Database): SettingsStore {
  return {
    read: async () => {
      const [settings] = await run<SiteSettings>(read)
      if (settings === undefined) throw new Error('The database has no settings')
      return settings
    },
    write: async ({ allowApiKeys, apiKeyExpirationSeconds, allowSessionKeys }) => {
      await run(write, [allowApiKeys, apiKeyExpirationSeconds, allowSessionKeys])
    },
  }
}
