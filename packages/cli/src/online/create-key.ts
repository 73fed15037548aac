import { isLabKeyError, type LabKeyClient } from '@wellkey/client'
import { fromValue, type Secret } from '@wellkey/credentials'
import { askSecret, askText, askYesNo } from '../ask.ts'
import { CliError, exitCodes } from '../cli-error.ts'
import { printable } from '../printable.ts'
import { nameOfServer } from '../sources.ts'
import { say, type Terminal } from '../terminal.ts'
import { clientOf, type ClientWishes } from './client-of.ts'
import type { KeyInHand } from './key-in-hand.ts'

/** What kind of key shall be made. */
export interface CreateOptions extends Pick<ClientWishes, 'allowInsecureHttp'> {
  readonly create: 'api' | 'session'
}

/** LabKey lets everybody who may sign in read its home project, if nothing else. */
export const keysContainer = '/home'

/**
 * Makes sure that somebody can type a password.
 *
 * @throws {CliError} exit code 2
 */
export function assertPerson({ isInteractive }: Terminal): void {
  if (isInteractive) return
  throw new CliError(
    '--create asks for a password, so it needs a terminal; in scripts use --with-key',
    exitCodes.wrongUse,
  )
}

/**
 * Signs in with e-mail and password, and makes a key. Terms of use are shown and accepted only after
 * a yes. The password is used for this one request; the session of an API key is ended at once, that
 * of a session key lives as long as the key.
 */
export async function createKeyBySigningIn(
  url: URL,
  options: CreateOptions,
  terminal: Terminal,
): Promise<KeyInHand> {
  const { create, ...wishes } = options
  const labkey = clientOf(url, terminal, { ...wishes, credentials: 'anonymous', retry: false })
  const { signal } = terminal
  await signIn(labkey, url, terminal)
  if (create === 'session') {
    await acceptPendingTerms(labkey, terminal)
    return { secret: await labkey.keys.create({ type: 'session', signal }), kind: 'session' }
  }
  const secret = await labkey.keys.create({ description: descriptionOf(terminal), signal })
  await signOut(labkey)
  return { secret, kind: 'api', ...(await factsOfNewest(url, secret, wishes, terminal)) }
}

/** What the server lists of the key that was made last. Not every server lists keys. */
export async function factsOfNewest(
  url: URL,
  secret: Secret,
  wishes: ClientWishes,
  terminal: Terminal,
): Promise<Partial<KeyInHand>> {
  const credentials = fromValue(secret)
  const own = clientOf(url, terminal, { container: keysContainer, ...wishes, credentials })
  try {
    const newest = (await own.keys.list({ signal: terminal.signal })).at(-1)
    if (newest === undefined) return {}
    const { rowId, expiresInMs } = newest
    // The server's dates have no zone, so that they are counted from here and now.
    const now = terminal.now().getTime()
    return {
      keyId: String(rowId),
      created: new Date(now).toISOString(),
      ...(expiresInMs !== undefined && { expires: new Date(now + expiresInMs).toISOString() }),
    }
  } catch (error) {
    if (isLabKeyError(error)) return {}
    throw error
  }
}

/** Says in the list of keys, months later, which program a key is of. */
export function descriptionOf({ now }: Terminal): string {
  return `wellkey, ${toDay(now())}`
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}

async function signIn(labkey: LabKeyClient, url: URL, terminal: Terminal): Promise<void> {
  const email = await askText(terminal, 'E-mail', {
    check: (text) => (text.trim() === '' ? 'The e-mail address of your account' : undefined),
  })
  const password = await askSecret(terminal, 'Password (it is not shown)', (text) =>
    text === '' ? 'The password of your account' : undefined,
  )
  const send = async (agreed: Readonly<Record<string, string | boolean>>): Promise<unknown> =>
    labkey.request({
      controller: 'login',
      action: 'loginApi',
      container: '/',
      form: { email: email.trim(), password, ...agreed },
      signal: terminal.signal,
    })
  let answer: unknown
  try {
    answer = await send({})
  } catch (error) {
    if (!wantsTerms(error)) throw asRefusal(error)
    const terms = await readTerms(labkey, terminal)
    await agreeTo(terms?.content ?? error.message, terminal)
    answer = await send({
      approvedTermsOfUse: true,
      termsOfUseType: terms?.type ?? 'SITE_WIDE',
    }).catch((second: unknown) => {
      throw asRefusal(second)
    })
  }
  if (typeof answer === 'object' && answer !== null && 'user' in answer) return
  throw new CliError(
    `${nameOfServer(url)} wants more than a password from this account; make a key in the browser, then: wellkey login ${nameOfServer(url)}`,
    exitCodes.refused,
  )
}

/** Terms that stand between a session and its data; a session key inherits the agreement. */
async function acceptPendingTerms(labkey: LabKeyClient, terminal: Terminal): Promise<void> {
  const terms = await readTerms(labkey, terminal)
  if (terms === undefined) return
  await agreeTo(terms.content, terminal)
  await labkey.request({
    controller: 'login',
    action: 'acceptTermsOfUseApi',
    form: { approvedTermsOfUse: true, termsOfUseType: terms.type },
    signal: terminal.signal,
  })
}

interface Terms {
  readonly content: string
  readonly type: string
}

async function readTerms(labkey: LabKeyClient, terminal: Terminal): Promise<Terms | undefined> {
  const answer = await labkey.request({
    controller: 'login',
    action: 'getTermsOfUseApi',
    form: { returnUrl: '' },
    readOnly: true,
    signal: terminal.signal,
  })
  if (typeof answer !== 'object' || answer === null || !('termsOfUseContent' in answer)) {
    return undefined
  }
  const { termsOfUseContent: content } = answer
  const type = 'termsOfUseType' in answer ? String(answer.termsOfUseType) : 'SITE_WIDE'
  return typeof content === 'string' && content.trim() !== '' ? { content, type } : undefined
}

async function agreeTo(content: string, terminal: Terminal): Promise<void> {
  const text = content.replace(/<[^>]*>/g, ' ').split('\n')
  say(
    terminal,
    `\nTerms of use:\n${text.map((line) => `  ${printable(line.trim())}`).join('\n')}\n`,
  )
  if (await askYesNo(terminal, 'Do you agree to these terms?')) return
  throw new CliError('Without your agreement there is no key; nothing was changed')
}

function wantsTerms(error: unknown): error is Error {
  if (!isLabKeyError(error)) return false
  return error.status === 400 && /terms of use/i.test(error.serverMessage ?? '')
}

/**
 * LabKey answers a wrong password with 400, which says nothing to an exit code, and a password that
 * has to be changed with 200 and no words.
 */
function asRefusal(error: unknown): unknown {
  if (!isLabKeyError(error) || (error.status !== 400 && error.status !== 200)) return error
  const why =
    error.status === 200
      ? 'it wants a step in the browser, as a new password'
      : 'it does not say why'
  const said = printable(error.serverMessage ?? why)
  return new CliError(`The server did not let you sign in: ${said}`, exitCodes.refused)
}

async function signOut(labkey: LabKeyClient): Promise<void> {
  try {
    await labkey.request({ controller: 'login', action: 'logoutApi', form: {} })
  } catch (error) {
    // The session ends by itself in half an hour.
    if (!isLabKeyError(error)) throw error
  }
}
