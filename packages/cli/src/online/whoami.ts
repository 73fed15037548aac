import { describeSource } from '@wellkey/credentials'
import { printable } from '../printable.ts'
import { resolveServer } from '../resolve-server.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { untilAborted } from '../until-aborted.ts'
import { clientOf } from './client-of.ts'

/** What `wellkey whoami` was asked to do. */
export interface WhoAmIOptions {
  readonly json?: boolean
  readonly allowInsecureHttp?: boolean
}

/** Asks a server who the stored key is. */
export async function runWhoAmI(
  argument: string | undefined,
  options: WhoAmIOptions,
  terminal: Terminal,
): Promise<void> {
  const url = await resolveServer(argument, terminal, options)
  const labkey = clientOf(url, terminal, options)
  const user = await untilAborted(terminal.signal, labkey.security.whoAmI())
  const credential = await labkey.credential()
  const source = credential && describeSource(credential.source)
  if (options.json === true) {
    printJson(terminal, { server: labkey.baseUrl, ...user, source })
    return
  }
  const acting = user.impersonated ? ' (impersonated by an administrator)' : ''
  print(terminal, printable(`${user.displayName} <${user.email}>${acting}`))
  if (source !== undefined) print(terminal, printable(`by the key in ${source}`))
}
