import {
  describeKeyRecord,
  explain,
  findKeyRecord,
  formatAttempts,
  keyLogin,
  parseServerUrl,
  readKeyRecords,
  type Attempt,
  type KeyRecord,
} from '@wellkey/credentials'
import { CliError, exitCodes } from '../cli-error.ts'
import { knownServers } from '../known-servers.ts'
import type { OnlineFacts } from '../online/ask-server.ts'
import { printable } from '../printable.ts'
import { nameOfServer, recordsOf, sourcesOf } from '../sources.ts'
import { warning } from '../style.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'

/** What `wellkey status` was asked to do. */
export interface StatusOptions {
  readonly json?: boolean
  readonly online?: boolean
  readonly allowInsecureHttp?: boolean
}

/** Asks the server itself; given when that was asked for. */
export type AskServer = (url: URL) => Promise<OnlineFacts>

/** What is known of one server. */
interface ServerStatus {
  readonly server: string
  readonly attempts: readonly Attempt[]
  readonly key?: KeyStatus
  readonly online?: OnlineFacts
}

interface KeyStatus extends Partial<
  Pick<KeyRecord, 'kind' | 'stored' | 'created' | 'expires' | 'keyId'>
> {
  readonly source: string
  readonly place: string
  readonly expiresInDays?: number
}

const dayMs = 24 * 60 * 60 * 1000
/** From so many days before its end on, a key is worth a warning. */
const soonDays = 14

/** Tells where the keys for servers would come from, without using them. */
export async function runStatus(
  argument: string | undefined,
  options: StatusOptions,
  terminal: Terminal,
  askServer?: AskServer,
): Promise<void> {
  const servers = await serversOf(argument, terminal)
  if (servers.length === 0) {
    if (options.json === true) printJson(terminal, { servers: [] })
    throw new CliError(
      'No server is known yet; start with: wellkey login https://labkey.example.org',
      exitCodes.noCredential,
    )
  }
  const statuses: ServerStatus[] = []
  for (const url of servers) statuses.push(await statusOf(url, terminal, askServer))
  if (options.json === true) {
    const [only] = statuses
    printJson(terminal, argument !== undefined && only ? only : { servers: statuses })
  } else {
    print(terminal, statuses.map((status) => format(status, terminal)).join('\n\n'))
  }
  for (const status of statuses) sayExpiry(status, terminal)
  throwFirst(statuses)
}

async function serversOf(
  argument: string | undefined,
  terminal: Terminal,
): Promise<readonly URL[]> {
  // Nothing is sent, so plain http: is no danger here.
  if (argument !== undefined) return [parseServerUrl(argument, { allowInsecureHttp: true })]
  return knownServers(await readKeyRecords(recordsOf(terminal)), terminal)
}

async function statusOf(
  url: URL,
  terminal: Terminal,
  askServer: AskServer | undefined,
): Promise<ServerStatus> {
  const { records } = terminal
  const options = { ...sourcesOf(terminal), ...(records !== undefined && { records }) }
  const attempts = await explain(options, { url })
  const winner = attempts.find(({ outcome }) => outcome === 'found')
  const server = nameOfServer(url)
  if (winner === undefined) return { server, attempts }
  const key = await keyOf(url, winner, terminal)
  return { server, attempts, key, ...(askServer && { online: await askServer(url) }) }
}

async function keyOf(url: URL, winner: Attempt, terminal: Terminal): Promise<KeyStatus> {
  const { source, place } = winner
  const storage = source === 'netrc' || source === 'keychain' ? source : undefined
  const query = { server: url, login: keyLogin }
  const record = storage && (await findKeyRecord({ ...query, storage }, recordsOf(terminal)))
  if (record === undefined) return { source, place }
  const { kind, stored, created, expires, keyId } = record
  return {
    source,
    place,
    stored,
    ...(kind && { kind }),
    ...(created && { created }),
    ...(expires && { expires, expiresInDays: daysUntil(expires, terminal) }),
    ...(keyId && { keyId }),
  }
}

function daysUntil(expires: string, { now }: Terminal): number {
  return Math.floor((Date.parse(expires) - now().getTime()) / dayMs)
}

function format({ server, attempts, key, online }: ServerStatus, terminal: Terminal): string {
  const lines = [printable(server), formatAttempts(attempts.map(toPrintable))]
  const row = (name: string, text: string): void => {
    lines.push(`  ${name.padEnd(11)}  ${printable(text)}`)
  }
  if (key !== undefined) row('key', `**** ${describe(key, terminal)}`)
  if (online?.user !== undefined) {
    row('user', `${online.user.displayName} <${online.user.email}>`)
    if (online.user.impersonated) row('acting', 'impersonated by an administrator')
  }
  if (online?.error !== undefined) row('server', online.error.message.split('\n')[0] ?? '')
  return lines.join('\n')
}

/** The words of a record; without one, only what is plain to see. */
function describe(key: KeyStatus, { now }: Terminal): string {
  const { stored } = key
  if (stored === undefined) return `from ${key.source}; kind and age are not known`
  const words = { ...key, server: '', login: keyLogin, storage: 'netrc', stored } as const
  return describeKeyRecord(words, now())
}

function sayExpiry({ server, key }: ServerStatus, terminal: Terminal): void {
  const days = key?.expiresInDays
  if (days === undefined || days > soonDays) return
  const when = days < 0 ? 'has expired' : days === 0 ? 'expires today' : `expires in ${days} days`
  say(
    terminal,
    `${warning(terminal)} The key for ${printable(server)} ${when}; make a new one: wellkey login ${printable(server)}`,
  )
}

/** The exit code is that of the first server with trouble. */
function throwFirst(statuses: readonly ServerStatus[]): void {
  for (const { server, attempts, key, online } of statuses) {
    if (key === undefined) {
      const broken = attempts.find(({ outcome }) => outcome === 'failed')
      throw new CliError(
        broken === undefined
          ? `No key for ${printable(server)}; store one with: wellkey login ${printable(server)}`
          : `The ${broken.source} source is broken, so no key is used; mend it, then try again`,
        exitCodes.noCredential,
      )
    }
    if (online?.error !== undefined) throw new CliError(online.error.message, online.error.exitCode)
    if (key.expiresInDays !== undefined && key.expiresInDays < 0) {
      throw new CliError(`The key for ${printable(server)} has expired`, exitCodes.noCredential)
    }
  }
}

function toPrintable(attempt: Attempt): Attempt {
  const { place, reason } = attempt
  return { ...attempt, place: printable(place), ...(reason && { reason: printable(reason) }) }
}
