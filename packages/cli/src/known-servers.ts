import {
  keyLogin,
  parseServerUrl,
  readEnvironment,
  readKeyRecords,
  type KeyRecord,
} from '@wellkey/credentials'
import { entries, locateNetrc, readNetrc, type NetrcEntry } from '@wellkey/netrc'
import { CliError, exitCodes } from './cli-error.ts'
import { printable } from './printable.ts'
import { machineOf, nameOfServer, recordsOf } from './sources.ts'
import type { Terminal } from './terminal.ts'

/**
 * Every server that a key is or was stored for: by what is remembered of keys, by the environment,
 * and by the entries of the netrc file that say `login apikey`. The file names hosts only, so that an
 * entry without a record stands for `https://HOST`.
 */
export async function knownServers(
  records: readonly KeyRecord[],
  terminal: Terminal,
): Promise<readonly URL[]> {
  const servers = new Map<string, URL>()
  const add = (text: string): void => {
    const url = parsed(text)
    if (url !== undefined) servers.set(nameOfServer(url), url)
  }
  const { environment } = terminal
  const named = readEnvironment('server', environment)
  if (named !== undefined) add(named.value)
  for (const { server } of records) add(server)
  const machines = new Set([...servers.values()].map(machineOf))
  for (const { host, login } of await keyEntries(terminal)) {
    if (host === undefined || login !== keyLogin || machines.has(host.toLowerCase())) continue
    add(`https://${host.includes(':') ? `[${host}]` : host}`)
  }
  return [...servers.values()]
}

/**
 * The only server that is known.
 *
 * @throws {CliError} exit code 2 when there are several, 3 when there is none
 */
export async function onlyServer(terminal: Terminal): Promise<URL> {
  const known = await knownServers(await readKeyRecords(recordsOf(terminal)), terminal)
  const [only] = known
  if (only === undefined) {
    throw new CliError(
      'No server is known yet; name one, as https://labkey.example.org',
      exitCodes.noCredential,
    )
  }
  if (known.length === 1) return only
  const names = known.map((url) => printable(nameOfServer(url))).join(', ')
  throw new CliError(`Which server? Keys are known for ${names}`, exitCodes.wrongUse)
}

async function keyEntries({ environment }: Terminal): Promise<readonly NetrcEntry[]> {
  try {
    const file = locateNetrc({ environment })
    return entries(await readNetrc(file, { allowInsecure: true }))
  } catch (error) {
    // A file that cannot be read names no servers; each server's own lines tell what is wrong.
    if (error instanceof Error && error.name === 'NetrcError') return []
    throw error
  }
}

function parsed(text: string): URL | undefined {
  try {
    return parseServerUrl(text, { allowInsecureHttp: true })
  } catch (error) {
    if (error instanceof Error && error.name === 'CredentialError') return undefined
    throw error
  }
}
