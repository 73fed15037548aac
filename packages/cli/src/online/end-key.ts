import { isLabKeyError } from '@wellkey/client'
import { findKeyRecord, keyLogin } from '@wellkey/credentials'
import { askYesNo } from '../ask.ts'
import { CliError, exitCodes } from '../cli-error.ts'
import { nameOfServer, recordsOf } from '../sources.ts'
import { done } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'
import { clientOf, type ClientWishes } from './client-of.ts'
import { keysContainer } from './create-key.ts'

/** How a key is ended on the server. */
export interface EndKeyOptions extends Pick<ClientWishes, 'allowInsecureHttp'> {
  readonly revoke?: boolean
  /** The API key to delete, as `wellkey keys list` numbers it. */
  readonly keyId?: number
  /** The key is a session key. */
  readonly session?: boolean
  readonly yes?: boolean
}

/**
 * Ends the key of a server on the server itself: deletes an API key; signs the browser session of a
 * session key out, after asking. LabKey does not tell which key one uses, so its number comes from
 * the option or from what was remembered when the key was made.
 *
 * @throws {CliError} exit code 2 when it is not clear which key is meant
 */
export async function endKey(url: URL, options: EndKeyOptions, terminal: Terminal): Promise<void> {
  const labkey = clientOf(url, terminal, { ...options, container: keysContainer })
  const record = await recordOfUsed(url, labkey, terminal)
  const isSession = options.session === true || record?.kind === 'session'
  const { signal } = terminal
  if (isSession && options.keyId === undefined) {
    await agree(
      'The key ends with its browser session: sign out of LabKey in the browser, too?',
      options,
      terminal,
    )
    await labkey.request({ controller: 'login', action: 'logoutApi', form: {}, signal })
    say(terminal, `${done(terminal)} ${nameOfServer(url)} ended the session and its keys`)
    return
  }
  const rowId = options.keyId ?? (record?.keyId === undefined ? undefined : Number(record.keyId))
  if (rowId === undefined) {
    throw new CliError(
      `Which key? LabKey does not tell; find its number with: wellkey keys list --server ${nameOfServer(url)}, and add --key-id NUMBER; for a session key add --session`,
      exitCodes.wrongUse,
    )
  }
  await agree(`Delete the API key ${rowId} on ${nameOfServer(url)}?`, options, terminal)
  try {
    await labkey.keys.delete({ rowId, signal })
  } catch (error) {
    if (!isLabKeyError(error, 'ERR_LABKEY_UNAUTHORIZED')) throw error
    say(terminal, `${done(terminal)} ${nameOfServer(url)} refuses the key already`)
    return
  }
  say(terminal, `${done(terminal)} ${nameOfServer(url)} deleted the API key ${rowId}`)
}

/** What is remembered of the key that would be used now. */
async function recordOfUsed(
  server: URL,
  labkey: ReturnType<typeof clientOf>,
  terminal: Terminal,
): ReturnType<typeof findKeyRecord> {
  const kind = (await labkey.credential())?.source.kind
  if (kind !== 'netrc' && kind !== 'keychain') return undefined
  const query = { server, login: keyLogin, storage: kind }
  return findKeyRecord(query, recordsOf(terminal))
}

/**
 * Has the person agree to what cannot be taken back.
 *
 * @throws {CliError} exit code 2 when nobody is there to be asked, 1 when they say no
 */
export async function agree(
  question: string,
  { yes = false }: { readonly yes?: boolean },
  terminal: Terminal,
): Promise<void> {
  if (yes) return
  if (!terminal.isInteractive) {
    throw new CliError(`${question} Say so with --yes`, exitCodes.wrongUse)
  }
  if (await askYesNo(terminal, question)) return
  throw new CliError('Stopped; nothing was changed')
}
