import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import envPaths from 'env-paths'
import { CredentialError } from '../credential-error.ts'
import { own } from '../own.ts'
import type { KeyRecord } from './key-record.ts'
import { inTurn } from './in-turn.ts'
import { replaceFile } from './replace-file.ts'

type Change = (records: readonly KeyRecord[]) => readonly KeyRecord[]

const version = 1
let lastChange: Promise<void> = Promise.resolve()

/** `keys.json` in the platform's folder for settings. */
export function defaultRecordsFile(): string {
  return join(envPaths('wellkey', { suffix: '' }).config, 'keys.json')
}

/** Reads a records file; what is not one, whole or in part, is left out. */
export async function readRecords(file: string): Promise<readonly KeyRecord[]> {
  try {
    const content = own(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>)
    const { keys } = content
    return content['version'] === version && Array.isArray(keys) ? keys.filter(isKeyRecord) : []
  } catch {
    return []
  }
}

/**
 * Changes a records file, one change after the other, of this process and of others.
 *
 * @throws {CredentialError} `ERR_CREDENTIAL_SOURCE`
 */
export async function changeRecords(file: string, change: Change): Promise<void> {
  const turn = lastChange.then(async () => changeNow(file, change))
  lastChange = turn.catch(() => undefined)
  return turn
}

async function changeNow(file: string, change: Change): Promise<void> {
  try {
    const before = await readRecords(file)
    // Nothing is made where there is nothing to write.
    if (before.length === 0 && change(before).length === 0) return
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await inTurn(file, async () => {
      const keys = change(await readRecords(file))
      await replaceFile(file, `${JSON.stringify({ version, keys }, undefined, 2)}\n`)
    })
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'failed'
    throw new CredentialError('ERR_CREDENTIAL_SOURCE', `Cannot write ${file}: ${reason}`, { cause })
  }
}

function isKeyRecord(value: unknown): value is KeyRecord {
  if (typeof value !== 'object' || value === null) return false
  const { server, login, storage, stored, kind, created, expires, keyId } = own(value) as Record<
    string,
    unknown
  >
  return (
    typeof server === 'string' &&
    URL.canParse(server) &&
    typeof login === 'string' &&
    (storage === 'netrc' || storage === 'keychain') &&
    isTime(stored) &&
    (kind === undefined || kind === 'session' || kind === 'api') &&
    (created === undefined || isTime(created)) &&
    (expires === undefined || isTime(expires)) &&
    (keyId === undefined || typeof keyId === 'string')
  )
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}
