import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Environment } from '../environment.ts'
import { connectDbus, type DbusConnection } from './dbus-connection.ts'
import type { KeychainEntry } from './keychain-entry.ts'

// What keytar does not tell on Linux. Its get answers null and its delete false both for an entry
// that is not there and for one in a locked keyring. The Secret Service tells them apart without a
// prompt: "The locked return value will contain object paths of items that are locked" (Secret
// Service API, 5 Lookup Attributes), since attributes are no secret and stay searchable.

/** What the Secret Service says of an entry and of the keyring where a new one would go. */
export interface SecretServiceState {
  readonly isEntryLocked: boolean
  /** `missing`: the person has no keyring yet, as before the first log-in to a desktop. */
  readonly keyring: 'unlocked' | 'locked' | 'missing'
}

const destination = 'org.freedesktop.secrets'
const mostSearches = 10
const service = { destination, path: '/org/freedesktop/secrets' }
/** libsecret adds it to every search of keytar's. */
const schema = { 'xdg:schema': 'org.freedesktop.Secret.Generic' }

/** The address of the session's bus, by the rules of GLib, under keytar; `undefined`: there is none. */
export function busAddress(environment: Environment): string | undefined {
  const address = environment['DBUS_SESSION_BUS_ADDRESS']
  if (address !== undefined && address !== '') return address
  const folder = environment['XDG_RUNTIME_DIR']
  if (folder === undefined || folder === '') return undefined
  const socket = join(folder, 'bus')
  return existsSync(socket) ? `unix:path=${encodeURI(socket)}` : undefined
}

/**
 * Asks the Secret Service, without opening a prompt.
 *
 * @returns `undefined` when the bus has no Secret Service
 */
export async function askSecretService(
  address: string,
  entry: KeychainEntry,
  timeoutMs: number,
): Promise<SecretServiceState | undefined> {
  const bus = await connectDbus(address, AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))))
  try {
    const found = await searchItems(bus, entry)
    if (found.isError) {
      if (isAbsence(found.errorName)) return undefined
      throw new Error(`the Secret Service answers ${found.errorName}`)
    }
    found.body.strings()
    const isEntryLocked = found.body.strings().length > 0
    return { isEntryLocked, keyring: await keyringState(bus) }
  } finally {
    bus.close()
  }
}

/** gnome-keyring takes its name before it offers its objects, so just after its start it is asked again. */
async function searchItems(
  bus: DbusConnection,
  { service: name, account }: KeychainEntry,
): ReturnType<DbusConnection['call']> {
  for (let attempt = 1; ; attempt++) {
    const found = await bus.call({
      ...service,
      interface: 'org.freedesktop.Secret.Service',
      member: 'SearchItems',
      args: { ...schema, service: name, account },
    })
    const isStarting = found.isError && found.errorName.endsWith('.UnknownMethod')
    if (!isStarting || attempt === mostSearches) return found
    await setTimeout(100)
  }
}

async function keyringState(bus: DbusConnection): Promise<SecretServiceState['keyring']> {
  const alias = await bus.call({
    ...service,
    interface: 'org.freedesktop.Secret.Service',
    member: 'ReadAlias',
    args: ['default'],
  })
  const path = alias.isError ? '/' : alias.body.string()
  if (path === '/') return 'missing'
  const locked = await bus.call({
    destination,
    path,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    args: ['org.freedesktop.Secret.Collection', 'Locked'],
  })
  // gnome-keyring names a default keyring that was never made.
  if (locked.isError) return 'missing'
  locked.body.signature()
  return locked.body.uint32() === 1 ? 'locked' : 'unlocked'
}

/** The bus knows no such service, or could not start it. */
function isAbsence(errorName: string): boolean {
  return (
    errorName === 'org.freedesktop.DBus.Error.ServiceUnknown' ||
    errorName === 'org.freedesktop.DBus.Error.NameHasNoOwner' ||
    errorName.startsWith('org.freedesktop.DBus.Error.Spawn.')
  )
}
