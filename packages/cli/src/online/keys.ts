import { formatDate, type KeyInfo, type LabKeyClient, type LabKeyDate } from '@wellkey/client'
import { describeSource, findKeyRecord, keyLogin } from '@wellkey/credentials'
import { CliError, exitCodes } from '../cli-error.ts'
import { formatTable, type Cells } from '../format-table.ts'
import { keychainStore, netrcStore, type KeyStore } from '../key-store.ts'
import { printable } from '../printable.ts'
import { resolveServer } from '../resolve-server.ts'
import { nameOfServer, recordsOf } from '../sources.ts'
import { done, warning } from '../style.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'
import { chooseStore, confirmReplacing, type StoreOptions } from './choose-store.ts'
import { clientOf, type ClientWishes } from './client-of.ts'
import { descriptionOf, factsOfNewest, keysContainer } from './create-key.ts'
import { agree } from './end-key.ts'
import { keep } from './login.ts'

/** What the `wellkey keys` commands share. */
export interface KeysOptions extends Pick<ClientWishes, 'allowInsecureHttp' | 'container'> {
  readonly server?: string
  readonly json?: boolean
  readonly all?: boolean
  readonly yes?: boolean
}

/** How `wellkey keys create` makes a key. */
export interface CreateKeyOptions extends KeysOptions, StoreOptions {
  readonly type: 'api' | 'session'
  readonly description?: string
  readonly show?: boolean
  readonly force?: boolean
}

const dayMs = 24 * 60 * 60 * 1000
/** From so many days before its end on, a key is worth a warning. */
const soonDays = 14

async function connect(
  options: KeysOptions,
  terminal: Terminal,
): Promise<{ readonly url: URL; readonly labkey: LabKeyClient }> {
  const url = await resolveServer(options.server, terminal, options)
  return { url, labkey: clientOf(url, terminal, { container: keysContainer, ...options }) }
}

/** Lists the API keys of the user, or of all users. */
export async function runKeysList(options: KeysOptions, terminal: Terminal): Promise<void> {
  const { labkey } = await connect(options, terminal)
  const scope = options.all === true ? 'all' : 'own'
  const keys = await labkey.keys.list({ scope, signal: terminal.signal })
  if (options.json === true) printJson(terminal, keys.map(toJson))
  else if (keys.length === 0) say(terminal, 'No API keys; session keys are in no list')
  else {
    const head = [
      'id',
      'description',
      'created',
      'expires',
      'last used',
      ...(scope === 'all' ? ['user id'] : []),
    ]
    print(
      terminal,
      await formatTable(
        terminal,
        head,
        keys.map((key) => cellsOf(key, scope)),
      ),
    )
  }
  for (const key of keys) sayEnd(key, terminal)
}

function cellsOf(key: KeyInfo, scope: 'all' | 'own'): Cells {
  const { rowId, description, created, expires, lastUsed, createdBy } = key
  const times = [toMinute(created), toMinute(expires) ?? 'never', toMinute(lastUsed) ?? 'never']
  return [rowId, description, ...times, ...(scope === 'all' ? [createdBy] : [])]
}

/** Dates as LabKey writes them, in the server's own time. */
function toJson({ created, expires, lastUsed, ...key }: KeyInfo): object {
  return {
    ...key,
    ...(created && { created: formatDate(created) }),
    ...(expires && { expires: formatDate(expires) }),
    ...(lastUsed && { lastUsed: formatDate(lastUsed) }),
  }
}

/** The server's own local time, which has no zone. */
function toMinute(date: LabKeyDate | undefined): string | undefined {
  return date && formatDate(date).slice(0, 16)
}

function sayEnd({ rowId, expiresInMs }: KeyInfo, terminal: Terminal): void {
  if (expiresInMs === undefined) return
  const days = Math.floor(expiresInMs / dayMs)
  if (days > soonDays) return
  const when = days < 0 ? 'has expired' : days === 0 ? 'expires today' : `expires in ${days} days`
  const next =
    days < 0
      ? `delete it: wellkey keys delete ${rowId}`
      : `replace it: wellkey keys rotate ${rowId}`
  say(terminal, `${warning(terminal)} The key ${rowId} ${when}; ${next}`)
}

/** Makes a key, and stores it or shows it. */
export async function runKeysCreate(options: CreateKeyOptions, terminal: Terminal): Promise<void> {
  const { url, labkey } = await connect(options, terminal)
  const { type, description, show = false, store: storage, file } = options
  const isStored = storage !== undefined || file !== undefined
  if (show === isStored) {
    throw new CliError(
      'Say where the key goes: --store keychain, --store netrc, or --show for stdout',
      exitCodes.wrongUse,
    )
  }
  if (type === 'session' && description !== undefined) {
    throw new CliError('A session key has no description', exitCodes.wrongUse)
  }
  const store = isStored ? await chooseStore(url, options, terminal) : undefined
  if (store?.before !== undefined) {
    const isAgreed = options.force === true || options.yes === true
    await confirmReplacing(url, store, isAgreed, terminal)
  }
  const { signal } = terminal
  const secret =
    type === 'session'
      ? await labkey.keys.create({ type, signal })
      : await labkey.keys.create({ description: description ?? descriptionOf(terminal), signal })
  if (store === undefined) {
    print(terminal, secret.reveal())
    return
  }
  const facts = type === 'api' ? await factsOfNewest(url, secret, options, terminal) : {}
  const kind = type
  await keep(url, { secret, kind, ...facts }, store, options, terminal)
}

/** Deletes an API key. */
export async function runKeysDelete(
  rowId: number,
  options: KeysOptions,
  terminal: Terminal,
): Promise<void> {
  const { url, labkey } = await connect(options, terminal)
  const scope = options.all === true ? 'all' : 'own'
  await agree(`Delete the API key ${rowId} on ${nameOfServer(url)}?`, options, terminal)
  await labkey.keys.delete({ rowId, scope, signal: terminal.signal })
  say(terminal, `${done(terminal)} Deleted the API key ${rowId}`)
}

/** Replaces the API key that is used by a new one, in the same store. */
export async function runKeysRotate(
  given: number | undefined,
  options: KeysOptions,
  terminal: Terminal,
): Promise<void> {
  const { url, labkey } = await connect(options, terminal)
  const store = await storeOfUsed(url, labkey, terminal)
  const record = store.record
  const rowId = given ?? (record?.keyId === undefined ? undefined : Number(record.keyId))
  if (rowId === undefined) {
    throw new CliError(
      'Which key is it? LabKey does not tell; find its number with: wellkey keys list, then: wellkey keys rotate NUMBER',
      exitCodes.wrongUse,
    )
  }
  const rotated = await labkey.keys.rotate({
    rowId,
    signal: terminal.signal,
    store: async ({ key: secret }) => {
      const facts = await factsOfNewest(url, secret, options, terminal)
      await keep(url, { secret, kind: 'api', ...facts }, store, {}, terminal)
    },
  })
  const number = rotated.info === undefined ? '' : ` ${rotated.info.rowId}`
  if (rotated.oldKeyDeleted) {
    say(
      terminal,
      `${done(terminal)} The new key${number} is in use; the old one, ${rowId}, is deleted`,
    )
    return
  }
  throw new CliError(
    `The new key${number} is in use, but the old one could not be deleted: wellkey keys delete ${rowId}`,
  )
}

/** The store that the key in use came from. */
async function storeOfUsed(
  url: URL,
  labkey: ReturnType<typeof clientOf>,
  terminal: Terminal,
): Promise<KeyStore> {
  const credential = await labkey.credential()
  const source = credential?.source
  const query = { server: url, login: keyLogin }
  if (source?.kind === 'keychain') return keychainStore(url, terminal)
  if (source?.kind === 'netrc' && credential?.login === keyLogin) {
    const store = await netrcStore(url, terminal, source.file)
    return store
  }
  const known = await findKeyRecord(query, recordsOf(terminal))
  const place = source === undefined ? 'nowhere' : printable(describeSource(source))
  const hint = known === undefined ? '' : `; another one is stored in the ${known.storage}`
  throw new CliError(
    `The key in use comes from ${place}, where it cannot be replaced${hint}`,
    exitCodes.wrongUse,
  )
}
