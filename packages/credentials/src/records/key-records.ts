import { serverName } from '../keychain/keychain-entry.ts'
import type { KeyRecord, KeyStorage } from './key-record.ts'
import type * as RecordsFile from './records-file.ts'

/** Where the key records are. */
export interface KeyRecordsOptions {
  /** Default: {@link locateKeyRecords}. */
  readonly file?: string
}

/** Which record: by server and login, and by storage where it matters. */
export interface KeyRecordQuery {
  readonly server: string | URL
  readonly login: string
  /** Default: any. */
  readonly storage?: KeyStorage
}

/**
 * The file of the key records: `keys.json` in the folder for settings of this platform, that is
 * `~/.config/wellkey` (or below `XDG_CONFIG_HOME`), `~/Library/Preferences/wellkey`, or
 * `%APPDATA%\wellkey\Config`.
 *
 * It holds no secret, only what a person wants to read about a stored key. Without it wellkey finds
 * the same keys and has fewer words for them.
 */
export async function locateKeyRecords(): Promise<string> {
  const { defaultRecordsFile } = await load()
  return defaultRecordsFile()
}

/** Reads all records; none when there is no such file, or one that cannot be read. */
export async function readKeyRecords(
  options: KeyRecordsOptions = {},
): Promise<readonly KeyRecord[]> {
  const { defaultRecordsFile, readRecords } = await load()
  return readRecords(options.file ?? defaultRecordsFile())
}

/** Finds the record of a base URL, else the one of its origin. */
export async function findKeyRecord(
  query: KeyRecordQuery,
  options: KeyRecordsOptions = {},
): Promise<KeyRecord | undefined> {
  const records = await readKeyRecords(options)
  const server = serverName(query.server)
  const find = (name: string): KeyRecord | undefined =>
    records.find((record) => isAbout(record, { ...query, server: name }))
  return find(server) ?? find(new URL(server).origin)
}

/**
 * Writes a record in place of the one of the same server, login and storage.
 *
 * @param record `stored` defaults to now
 * @throws {CredentialError} `ERR_CREDENTIAL_SOURCE` when the file cannot be written; it is then as it
 *   was
 */
export async function setKeyRecord(
  record: Omit<KeyRecord, 'server' | 'stored'> & {
    readonly server: string | URL
    readonly stored?: string
  },
  options: KeyRecordsOptions = {},
): Promise<void> {
  const { defaultRecordsFile, changeRecords } = await load()
  const { login, storage, kind, created, expires, keyId } = record
  // One by one, so that nothing else that the caller's object holds reaches the disk.
  const kept: KeyRecord = {
    server: serverName(record.server),
    login,
    storage,
    ...(kind && { kind }),
    stored: record.stored ?? new Date().toISOString(),
    ...(created && { created }),
    ...(expires && { expires }),
    ...(keyId && { keyId }),
  }
  await changeRecords(options.file ?? defaultRecordsFile(), (records) => [
    ...records.filter((old) => !isAbout(old, kept)),
    kept,
  ])
}

/** Removes the records of exactly this server and login; says whether there was one. */
export async function removeKeyRecord(
  query: KeyRecordQuery,
  options: KeyRecordsOptions = {},
): Promise<boolean> {
  const { defaultRecordsFile, changeRecords } = await load()
  const wanted = { ...query, server: serverName(query.server) }
  let isRemoved = false
  await changeRecords(options.file ?? defaultRecordsFile(), (records) => {
    const rest = records.filter((record) => !isAbout(record, wanted))
    isRemoved = rest.length < records.length
    return rest
  })
  return isRemoved
}

function isAbout(record: KeyRecord, query: KeyRecordQuery): boolean {
  const { server, login, storage } = query
  return (
    record.server === server &&
    record.login === login &&
    (storage === undefined || record.storage === storage)
  )
}

// Loaded on use, so that importing this package loads no code for files.
async function load(): Promise<typeof RecordsFile> {
  return import('./records-file.ts')
}
