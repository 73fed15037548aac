import { describeKeyRecord, type KeyStorage } from '@wellkey/credentials'
import { locateNetrc } from '@wellkey/netrc'
import { askChoice, askYesNo } from '../ask.ts'
import { CliError, exitCodes } from '../cli-error.ts'
import { keychainStore, netrcStore, type KeyStore } from '../key-store.ts'
import { printable } from '../printable.ts'
import { nameOfServer } from '../sources.ts'
import { style } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'

/** Where a key shall be stored. */
export interface StoreOptions {
  readonly store?: KeyStorage
  /** A netrc file; says `netrc`, too. */
  readonly file?: string
}

/**
 * Chooses the store: the one asked for, else the person's choice, else the keychain, or the netrc
 * file on a system that has no keychain. A keychain that is there but fails is an error, never a
 * reason to write a file.
 *
 * @throws {CliError} exit code 1 when the keychain fails, 2 for options that exclude each other
 */
export async function chooseStore(
  url: URL,
  options: StoreOptions,
  terminal: Terminal,
): Promise<KeyStore> {
  const { store, file } = options
  if (file !== undefined && store === 'keychain') {
    throw new CliError('--file is for --store netrc only', exitCodes.wrongUse)
  }
  if (file !== undefined || store === 'netrc') return netrcStore(url, terminal, file)
  const keychain = await askKeychain(url, store === undefined, terminal)
  if (keychain === undefined) return netrcStore(url, terminal)
  if (store === 'keychain' || !terminal.isInteractive) return keychain
  const netrc = locateNetrc({ environment: terminal.environment })
  const chosen = await askChoice(terminal, 'Where shall the key be stored?', [
    { value: 'keychain', label: 'the keychain', hint: 'encrypted by the system' },
    { value: 'netrc', label: netrc, hint: 'plain text; curl, R and Python read it too' },
  ])
  return chosen === 'keychain' ? keychain : netrcStore(url, terminal)
}

async function askKeychain(
  url: URL,
  mayBeMissing: boolean,
  terminal: Terminal,
): Promise<KeyStore | undefined> {
  try {
    return await keychainStore(url, terminal)
  } catch (error) {
    const isMissing =
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_CREDENTIAL_KEYCHAIN_UNAVAILABLE'
    if (!mayBeMissing || !isMissing) throw keychainFailure(error)
    const mark = style(terminal, 'cyan', 'i')
    say(terminal, `${mark} This system offers no keychain, so the key goes into the netrc file`)
    return undefined
  }
}

/** Words for a keychain that did not keep a key; nothing was written instead. */
export function keychainFailure(error: unknown): unknown {
  const isExpected =
    error instanceof Error && 'code' in error && String(error.code).includes('_KEYCHAIN_')
  if (!isExpected) return error
  return new CliError(
    `Nothing was stored. ${error.message}. To use a file of plain text instead: --store netrc`,
  )
}

/**
 * Has the person agree that another key is replaced.
 *
 * @throws {CliError} exit code 1 when they do not, or nobody is there to say so
 */
export async function confirmReplacing(
  url: URL,
  store: KeyStore,
  isAgreed: boolean,
  terminal: Terminal,
): Promise<void> {
  const { place, record } = store
  const server = nameOfServer(url)
  const words = [`${printable(place)} already has another key for ${url.hostname}`]
  if (record !== undefined) words.push(describeKeyRecord(record, terminal.now()))
  if (record !== undefined && record.server !== server) words.push(`stored for ${record.server}`)
  const told = words.join(', ')
  if (isAgreed) return
  if (!terminal.isInteractive) {
    throw new CliError(`${told}; to replace it, add --force`)
  }
  if (await askYesNo(terminal, `${told}. Replace it?`)) return
  throw new CliError('Stopped; the key that was there is still there')
}
