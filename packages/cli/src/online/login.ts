import { explain, fromValue, keyLogin, readKeyRecords, setKeyRecord } from '@wellkey/credentials'
import { CliError } from '../cli-error.ts'
import type { KeyStore } from '../key-store.ts'
import { knownServers } from '../known-servers.ts'
import { printable } from '../printable.ts'
import { machineOf, nameOfServer, recordsOf, sourcesOf } from '../sources.ts'
import { done, warning } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'
import { assertGoingOn } from '../until-aborted.ts'
import {
  chooseStore,
  confirmReplacing,
  keychainFailure,
  type StoreOptions,
} from './choose-store.ts'
import { clientOf } from './client-of.ts'
import { assertPerson, createKeyBySigningIn, keysContainer } from './create-key.ts'
import { findServer, nameServer, type FindServerOptions } from './find-server.ts'
import type { KeyInHand } from './key-in-hand.ts'
import { askKey, readKeyFromStdin, type ReadKeyOptions } from './read-key.ts'
import { nameOfUser, verifyKey } from './verify-key.ts'

/** What `wellkey login` was asked to do. */
export interface LoginOptions extends FindServerOptions, ReadKeyOptions, StoreOptions {
  readonly create?: 'api' | 'session'
  readonly verify: boolean
  readonly yes?: boolean
}

/** Gets a key, asks the server whose it is, and stores it. */
export async function runLogin(
  argument: string | undefined,
  options: LoginOptions,
  terminal: Terminal,
): Promise<void> {
  const named = await nameServer(argument, options, terminal)
  const mayReplace = options.force === true || options.yes === true
  const { create } = options
  const isAsked = terminal.isInteractive && options.withKey !== true
  if (create !== undefined) assertPerson(terminal)
  const given =
    isAsked || create !== undefined ? undefined : await readKeyFromStdin(named, options, terminal)
  const url = options.verify ? await findServer(named, options, terminal) : named
  if (create === undefined) {
    const key = given ?? (await askKey(url, options, terminal))
    if (options.verify) await sayVerified(url, key, options, terminal)
    const store = await chooseStore(url, options, terminal)
    const isOther = store.before !== undefined && !store.before.equals(key.secret)
    if (isOther) await confirmReplacing(url, store, mayReplace, terminal)
    await keep(url, key, store, options, terminal)
    await sayNext(url, options, terminal)
    return
  }
  // A key is made only when it is clear where it goes.
  const store = await chooseStore(url, options, terminal)
  if (store.before !== undefined) await confirmReplacing(url, store, mayReplace, terminal)
  const key = await createKeyBySigningIn(url, { ...options, create }, terminal)
  try {
    await sayVerified(url, key, options, terminal)
    await keep(url, key, store, options, terminal)
    await sayNext(url, options, terminal)
  } catch (error) {
    await takeBack(url, key, options, terminal)
    throw error
  }
}

async function sayVerified(
  url: URL,
  key: KeyInHand,
  options: LoginOptions,
  terminal: Terminal,
): Promise<void> {
  const user = await verifyKey(url, key.secret, options, terminal)
  say(terminal, `${done(terminal)} ${nameOfServer(url)} takes the key for ${nameOfUser(user)}`)
}

/** Rows are two commands away; the server is named only where there are several. */
async function sayNext(
  url: URL,
  { allowInsecureHttp }: LoginOptions,
  terminal: Terminal,
): Promise<void> {
  if (!terminal.isInteractive) return
  const known = await knownServers(await readKeyRecords(recordsOf(terminal)), terminal)
  const server = known.length === 1 ? '' : ` --server ${nameOfServer(url)}`
  const insecure = allowInsecureHttp === true ? ' --allow-insecure-http' : ''
  say(terminal, `Next: wellkey query list${server}${insecure}`)
}

/** Stores a key, remembers what is known of it, and says what that means. */
export async function keep(
  url: URL,
  key: KeyInHand,
  store: KeyStore,
  options: Pick<LoginOptions, 'file'>,
  terminal: Terminal,
): Promise<void> {
  const { secret, ...facts } = key
  assertGoingOn(terminal.signal)
  const place = await store.set(secret).catch((error: unknown) => {
    throw keychainFailure(error)
  })
  const { before } = store
  const isNew = before === undefined
  const did = isNew ? 'Stored' : before.equals(secret) ? 'Already stored' : 'Replaced the key'
  const where = store.storage === 'netrc' ? `, machine ${machineOf(url)}` : ''
  const entry = printable(place)
  say(terminal, `${done(terminal)} ${did} in ${nameOfStorage(store)}${entry}${where}, login apikey`)
  await remember(url, store, facts, terminal)
  await sayShadow(url, place, options, terminal)
}

function nameOfStorage({ storage }: KeyStore): string {
  return storage === 'keychain' ? 'the keychain as ' : ''
}

async function remember(
  server: URL,
  { storage }: KeyStore,
  facts: Omit<KeyInHand, 'secret'>,
  terminal: Terminal,
): Promise<void> {
  const stored = terminal.now().toISOString()
  const record = { server, login: keyLogin, storage, stored, ...facts }
  try {
    await setKeyRecord(record, recordsOf(terminal))
  } catch (error) {
    // The key is stored; what is lost is words about it.
    if (!(error instanceof Error) || error.name !== 'CredentialError') throw error
    say(terminal, `${warning(terminal)} What is known of the key was not kept: ${error.message}`)
  }
}

/** A key that is stored but not used is the worst kind of success, so it is told at once. */
async function sayShadow(
  url: URL,
  place: string,
  { file }: Pick<LoginOptions, 'file'>,
  terminal: Terminal,
): Promise<void> {
  const { records } = terminal
  const attempts = await explain(
    {
      ...sourcesOf(terminal),
      ...(file !== undefined && { netrc: { file } }),
      ...(records !== undefined && { records }),
    },
    { url },
  )
  const winner = attempts.find(({ outcome }) => outcome === 'found' || outcome === 'failed')
  if (winner === undefined || winner.place === place) return
  const used = printable(winner.place)
  const words =
    winner.outcome === 'failed'
      ? `is looked at first and is broken: ${winner.reason ?? ''}`
      : 'is set for this server and wins over what was stored; remove it to use the stored key'
  say(terminal, `${warning(terminal)} ${used} ${words}`)
}

/** Deletes a key that was made and that nobody will get. */
async function takeBack(
  url: URL,
  { secret, kind, keyId }: KeyInHand,
  options: LoginOptions,
  terminal: Terminal,
): Promise<void> {
  if (kind !== 'api' || keyId === undefined) return
  const credentials = fromValue(secret)
  const wishes = { ...options, container: keysContainer, credentials }
  try {
    await clientOf(url, terminal, wishes).keys.delete({ rowId: Number(keyId) })
  } catch {
    const words = `The key ${keyId} was made but not stored; delete it: wellkey keys delete ${keyId}`
    throw new CliError(words)
  }
}
