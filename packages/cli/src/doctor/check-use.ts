import { isLabKeyError, type LabKeyClient } from '@wellkey/client'
import { describeKeyRecord, findKeyRecord, keyLogin, readEnvironment } from '@wellkey/credentials'
import { printable } from '../printable.ts'
import { recordsOf } from '../sources.ts'
import type { Terminal } from '../terminal.ts'
import { untilAborted } from '../until-aborted.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

const dayMs = 24 * 60 * 60 * 1000
const soonDays = 14

/** Uses the key: whose it is, what it may, when it ends, and what stands in its way. */
export async function* checkUse(
  url: URL,
  labkey: LabKeyClient,
  terminal: Terminal,
): AsyncGenerator<Finding> {
  const { signal } = terminal
  try {
    const { displayName, email, impersonated } = await untilAborted(
      signal,
      labkey.security.whoAmI(),
    )
    yield ok('key', `the server takes it for ${printable(`${displayName} <${email}>`)}`)
    if (impersonated) {
      const fix = 'stop impersonating in the browser, if that is not meant'
      yield warn('impersonation', 'an administrator acts as this user', fix)
    }
  } catch (error) {
    if (!isLabKeyError(error)) throw error
    const [headline = '', ...more] = error.message.split('\n').map((line) => printable(line.trim()))
    yield fail('key', headline, error.hint ?? (more.join(' ') || 'see the lines above'))
    return
  }
  yield await age(url, labkey, terminal)
  yield await role(labkey, signal)
  yield await writing(labkey, signal)
  yield await terms(labkey, terminal)
}

async function age(url: URL, labkey: LabKeyClient, terminal: Terminal): Promise<Finding> {
  const kind = (await labkey.credential())?.source.kind
  const record =
    kind === 'netrc' || kind === 'keychain'
      ? await findKeyRecord({ server: url, login: keyLogin, storage: kind }, recordsOf(terminal))
      : undefined
  if (record === undefined) return ok('age', 'kind and age of the key are not known here')
  const words = describeKeyRecord(record, terminal.now())
  const left = Date.parse(record.expires ?? '') - terminal.now().getTime()
  if (!(left < soonDays * dayMs)) return ok('age', words)
  return warn('age', words, 'replace it: wellkey keys rotate')
}

/** The rights of a key can be narrower than those of its user. */
async function role(labkey: LabKeyClient, signal: AbortSignal): Promise<Finding> {
  try {
    const answer = await labkey.request({
      controller: 'security',
      action: 'ensureLogin',
      container: '/home',
      signal,
    })
    const user = isRecord(answer) ? answer['currentUser'] : undefined
    if (!isRecord(user)) return ok('role', 'the server does not tell it')
    const flags = [
      ['canInsert', 'insert'],
      ['canUpdate', 'update'],
      ['canDelete', 'delete'],
      ['isAdmin', 'administer'],
    ] as const
    // LabKey writes these flags as strings.
    const may = flags.filter(([name]) => String(user[name]) === 'true').map(([, word]) => word)
    return ok('role', `in /home it may ${['read', ...may].join(', ')}`)
  } catch (error) {
    return passOn(error, signal) ?? ok('role', 'the server does not tell it')
  }
}

/** A request that changes nothing and needs the CSRF token. */
async function writing(labkey: LabKeyClient, signal: AbortSignal): Promise<Finding> {
  try {
    await labkey.request({
      controller: 'login',
      action: 'csrf',
      method: 'POST',
      container: '/',
      signal,
    })
    return ok('writing', 'the server takes our CSRF token')
  } catch (error) {
    const other = passOn(error, signal)
    if (other !== undefined || !isLabKeyError(error, 'ERR_LABKEY_CSRF')) {
      return ok('writing', 'cannot be tried on this server')
    }
    return fail('writing', 'the server refuses the CSRF token', 'a proxy may take cookies away')
  }
}

/**
 * Terms and declarations stand before the data of a container, and its refusal names them; what the
 * answer of `isAgreeOnlyApi` says is only that somebody is signed in.
 */
async function terms(labkey: LabKeyClient, { environment, signal }: Terminal): Promise<Finding> {
  const container = readEnvironment('container', environment)?.value ?? '/home'
  const none = ok('terms', `none pending in ${printable(container)}`)
  try {
    const sql = 'SELECT Name FROM core.Containers'
    await labkey.query.executeSql({ schemaName: 'core', sql, maxRows: 1, container, signal })
    return none
  } catch (error) {
    if (signal.aborted || !isLabKeyError(error)) throw error
    // What the SQL means is looked up behind the terms.
    if (error.code === 'ERR_LABKEY_NOT_FOUND' || error.code === 'ERR_LABKEY_QUERY') return none
    const said = error.serverMessage ?? ''
    return error.code === 'ERR_LABKEY_FORBIDDEN' && /terms of use|declar/i.test(said)
      ? warn('terms', printable(said), 'do it in the browser, and make a session key there')
      : ok('terms', `${printable(container)} does not tell whether any are pending`)
  }
}

/** Only what LabKey says is an answer; Ctrl-C and defects are not. */
function passOn(error: unknown, signal: AbortSignal): undefined {
  if (isLabKeyError(error) && !signal.aborted) return undefined
  throw error
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
