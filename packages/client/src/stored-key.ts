import { describeKeyRecord, findKeyRecord, type Credential } from '@wellkey/credentials'

/**
 * Says what is remembered of a key that `wellkey login` has stored: its kind, its age and its end,
 * where they are known. A key itself does not tell.
 */
export async function describeStoredKey(
  server: string,
  credential: Credential | undefined,
  now: number,
): Promise<string | undefined> {
  if (credential === undefined) return undefined
  const { login, source } = credential
  const storage = source.kind
  if (storage !== 'netrc' && storage !== 'keychain') return undefined
  // Words are not worth another failure.
  const record = await findKeyRecord({ server, login, storage }).catch(() => undefined)
  return record && describeKeyRecord(record, new Date(now))
}
