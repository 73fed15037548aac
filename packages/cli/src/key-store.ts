import {
  findKeyRecord,
  keyLogin,
  keychainEntry,
  Secret,
  systemKeychain,
} from '@wellkey/credentials'
import type { KeyRecord, KeyStorage, Keychain } from '@wellkey/credentials'
import { editNetrc, entries, findEntry, locateNetrc, readNetrc, setEntry } from '@wellkey/netrc'
import type { NetrcDocument } from '@wellkey/netrc'
import { assertNotSudo } from './assert-not-sudo.ts'
import { CliError } from './cli-error.ts'
import { sayTightened } from './say-tightened.ts'
import { machineOf, recordsOf } from './sources.ts'
import { warning } from './style.ts'
import { say, type Terminal } from './terminal.ts'

/** A place that can keep the key of one server. */
export interface KeyStore {
  readonly storage: KeyStorage
  /** For people: the file, or the keychain's entry. */
  readonly place: string
  /** The key that it has for the server now. */
  readonly before?: Secret
  /** What is remembered of that key. */
  readonly record?: KeyRecord
  /** Keeps a key in place of that one; says where, as an attempt of `explain` does. */
  set(secret: Secret): Promise<string>
}

/** The netrc file as a store of keys. */
export async function netrcStore(url: URL, terminal: Terminal, named?: string): Promise<KeyStore> {
  const file = named ?? locateNetrc({ environment: terminal.environment })
  if (named === undefined) assertNotSudo(file, terminal)
  const query = { host: machineOf(url), login: keyLogin }
  const before = await passwordIn(file, query)
  return {
    storage: 'netrc',
    place: file,
    ...(before !== undefined && { before: new Secret(before) }),
    ...(await recordOf(url, 'netrc', terminal)),
    async set(secret) {
      let line = 0
      let after: NetrcDocument | undefined
      const result = await editNetrc(file, (document) => {
        after = setEntry(document, { ...query, password: secret.reveal() })
        line = findEntry(after, query)?.line ?? 0
        return after
      })
      sayTightened(terminal, file, result)
      if (after !== undefined) sayOthersFirst(after, file, query.host, line, terminal)
      return `${file} line ${line}`
    },
  }
}

/** The keychain as a store of keys; it is asked, so that one that does not answer throws here. */
export async function keychainStore(url: URL, terminal: Terminal): Promise<KeyStore> {
  const keychain = keychainOf(terminal)
  const { service } = keychainEntry(url, keyLogin)
  const before = await keychain.get(url, keyLogin)
  return {
    storage: 'keychain',
    place: service,
    ...(before && { before }),
    ...(await recordOf(url, 'keychain', terminal)),
    async set(secret) {
      await keychain.set(url, keyLogin, secret)
      return service
    },
  }
}

/** The keychain that a command uses. */
export function keychainOf({ environment, keychain }: Terminal): Keychain {
  return keychain ?? systemKeychain({ environment })
}

async function recordOf(
  server: URL,
  storage: KeyStorage,
  terminal: Terminal,
): Promise<{ readonly record?: KeyRecord }> {
  const query = { server, login: keyLogin, storage }
  const record = await findKeyRecord(query, recordsOf(terminal))
  return record === undefined ? {} : { record }
}

async function passwordIn(
  file: string,
  query: { readonly host: string; readonly login: string },
): Promise<string | undefined> {
  try {
    // What others can read is about to be closed to them.
    const found = findEntry(await readNetrc(file, { allowInsecure: true }), query)
    return found?.isDefault === true ? undefined : found?.password
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_NETRC_NOT_FOUND') return undefined
    if (code !== 'ERR_NETRC_ENTRY') throw error
    throw new CliError(`${file}: ${error instanceof Error ? error.message : ''}`)
  }
}

/** curl, R and Python take a machine's first entry, whatever its login. */
function sayOthersFirst(
  document: NetrcDocument,
  file: string,
  host: string,
  line: number,
  terminal: Terminal,
): void {
  const first = entries(document).find((entry) => entry.host?.toLowerCase() === host.toLowerCase())
  if (first === undefined || first.line >= line || first.login === keyLogin) return
  const login = first.login === undefined ? 'an entry without login' : `login ${first.login}`
  say(
    terminal,
    `${warning(terminal)} ${file} line ${first.line} has ${login} for ${host} first: wellkey takes the key, but curl, R and Python take that one; move the key's entry above it`,
  )
}
