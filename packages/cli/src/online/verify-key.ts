import { isLabKeyError, type User } from '@wellkey/client'
import { fromValue, type Secret } from '@wellkey/credentials'
import { CliError, exitCodes } from '../cli-error.ts'
import { printable } from '../printable.ts'
import { untilAborted } from '../until-aborted.ts'
import type { Terminal } from '../terminal.ts'
import { clientOf, type ClientWishes } from './client-of.ts'

/**
 * Asks the server whose key it is.
 *
 * @throws {CliError} exit code 4 when it refuses the key
 */
export async function verifyKey(
  url: URL,
  secret: Secret,
  wishes: Pick<ClientWishes, 'allowInsecureHttp'>,
  terminal: Terminal,
): Promise<User> {
  const labkey = clientOf(url, terminal, { ...wishes, credentials: fromValue(secret) })
  try {
    return await untilAborted(terminal.signal, labkey.security.whoAmI())
  } catch (error) {
    if (!isLabKeyError(error, 'ERR_LABKEY_UNAUTHORIZED')) throw error
    // The client's own words are about a key that worked once, and about where it is kept.
    const headline = printable(error.message.split('\n')[0] ?? '')
    const page = new URL('security-externalToolsView.view', url).href
    throw new CliError(
      `${headline}
  why   it is not whole, is of another server, has expired, or its browser session has ended
  next  make a new key at ${page},
        and log in with it; nothing was stored`,
      exitCodes.refused,
    )
  }
}

/** Says who somebody is, in words that are safe to print. */
export function nameOfUser({ displayName, email, impersonated }: User): string {
  const acting = impersonated ? ', impersonated by an administrator' : ''
  return `${printable(`${displayName} <${email}>`)}${acting}`
}
