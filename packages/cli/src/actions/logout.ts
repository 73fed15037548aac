import {
  explain,
  findKeyRecord,
  keyLogin,
  parseServerUrl,
  removeKeyRecord,
} from '@wellkey/credentials'
import { editNetrc, entries, locateNetrc, readNetrc, removeEntry } from '@wellkey/netrc'
import { CliError } from '../cli-error.ts'
import { keychainOf } from '../key-store.ts'
import { onlyServer } from '../known-servers.ts'
import { printable } from '../printable.ts'
import { sayTightened } from '../say-tightened.ts'
import { machineOf, nameOfServer, recordsOf, sourcesOf } from '../sources.ts'
import { done, warning } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'
import { assertGoingOn } from '../until-aborted.ts'

/** What `wellkey logout` was asked to do. */
export interface LogoutOptions {
  readonly file?: string
}

/**
 * The server to log out of: the argument, else the only one that is known.
 *
 * @throws {CliError} exit code 2 when there are several, 3 when there is none
 */
export async function serverToLeave(
  argument: string | undefined,
  terminal: Terminal,
): Promise<URL> {
  // Nothing is sent, so plain http: is no danger here.
  if (argument !== undefined) return parseServerUrl(argument, { allowInsecureHttp: true })
  return onlyServer(terminal)
}

/** Removes the key of a server from every store, and names what remains. */
export async function runLogout(
  url: URL,
  options: LogoutOptions,
  terminal: Terminal,
): Promise<void> {
  assertGoingOn(terminal.signal)
  const file = options.file ?? locateNetrc({ environment: terminal.environment })
  const trouble: string[] = []
  const fromFile = await attempt(trouble, async () => leaveNetrc(url, file, terminal))
  const fromKeychain = await attempt(trouble, async () => leaveKeychain(url, terminal))
  if (trouble.length === 0) {
    await removeKeyRecord({ server: url, login: keyLogin }, recordsOf(terminal))
  }
  const isNothing = fromFile === false && fromKeychain === false
  if (isNothing) say(terminal, `No key for ${printable(nameOfServer(url))} is stored`)
  await sayRest(url, options, terminal)
  if (trouble.length > 0) throw new CliError(`Not everything was removed. ${trouble.join('. ')}`)
}

/** Goes on with the other store when one fails. */
async function attempt(
  trouble: string[],
  leave: () => Promise<boolean>,
): Promise<boolean | undefined> {
  try {
    return await leave()
  } catch (error) {
    const isExpected =
      error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_')
    if (!isExpected) throw error
    trouble.push(error.message)
    return undefined
  }
}

async function leaveNetrc(url: URL, file: string, terminal: Terminal): Promise<boolean> {
  const machine = machineOf(url)
  const names = [machine, ...(url.port === '' ? [] : [`${machine}:${url.port}`, url.host])]
  const count = await countKeys(file, names)
  if (count === 0) return false
  const result = await editNetrc(file, (document) =>
    names.reduce((rest, host) => removeEntry(rest, { host, login: keyLogin }), document),
  )
  const what = count === 1 ? 'the key' : `${count} entries with a key`
  say(terminal, `${done(terminal)} Removed ${what} for machine ${machine} from ${file}`)
  sayTightened(terminal, file, result)
  return true
}

async function countKeys(file: string, names: readonly string[]): Promise<number> {
  try {
    const document = await readNetrc(file, { allowInsecure: true })
    const isOne = (host: string | undefined): boolean =>
      host !== undefined && names.includes(host.toLowerCase())
    return entries(document).filter(({ host, login }) => isOne(host) && login === keyLogin).length
  } catch (error) {
    const isMissing =
      error instanceof Error && 'code' in error && error.code === 'ERR_NETRC_NOT_FOUND'
    if (isMissing) return 0
    throw error
  }
}

async function leaveKeychain(url: URL, terminal: Terminal): Promise<boolean> {
  const keychain = keychainOf(terminal)
  // Below the base URL, and below the origin alone, since both are looked at.
  const servers = url.pathname === '/' ? [url] : [url, new URL(url.origin)]
  let isRemoved = false
  try {
    for (const server of servers) {
      if (!(await keychain.delete(server, keyLogin))) continue
      isRemoved = true
      const name = printable(nameOfServer(server))
      say(terminal, `${done(terminal)} Removed the key for ${name} from the keychain`)
    }
  } catch (error) {
    const isMissing =
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_CREDENTIAL_KEYCHAIN_UNAVAILABLE'
    const query = { server: url, login: keyLogin, storage: 'keychain' } as const
    const isOnRecord = (await findKeyRecord(query, recordsOf(terminal))) !== undefined
    if (!isMissing || isOnRecord) throw error
  }
  return isRemoved
}

/** A key that is still found is told, since "logged out" would not be true. */
async function sayRest(url: URL, { file }: LogoutOptions, terminal: Terminal): Promise<void> {
  const netrc = file === undefined ? {} : { netrc: { file } }
  const attempts = await explain({ ...sourcesOf(terminal), ...netrc }, { url })
  for (const { outcome, source, place } of attempts) {
    if (outcome !== 'found' && outcome !== 'shadowed') continue
    const how = source === 'environment' ? `unset ${place}` : 'it is another login or a default'
    say(
      terminal,
      `${warning(terminal)} ${printable(place)} still has a credential for ${printable(nameOfServer(url))}: ${how}`,
    )
  }
}
