import type { User } from '@wellkey/client'
import { fromValue, type Secret } from '@wellkey/credentials'
import { printable } from '../printable.ts'
import { untilAborted } from '../until-aborted.ts'
import type { Terminal } from '../terminal.ts'
import { clientOf, type ClientWishes } from './client-of.ts'

/** Asks the server whose key it is. */
export async function verifyKey(
  url: URL,
  secret: Secret,
  wishes: Pick<ClientWishes, 'allowInsecureHttp'>,
  terminal: Terminal,
): Promise<User> {
  const labkey = clientOf(url, terminal, { ...wishes, credentials: fromValue(secret) })
  return untilAborted(terminal.signal, labkey.security.whoAmI())
}

/** Says who somebody is, in words that are safe to print. */
export function nameOfUser({ displayName, email, impersonated }: User): string {
  const acting = impersonated ? ', impersonated by an administrator' : ''
  return `${printable(`${displayName} <${email}>`)}${acting}`
}
