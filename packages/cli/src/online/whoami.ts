import { defaultProvider, describeSource } from '@wellkey/credentials'
import { printable } from '../printable.ts'
import { serverFrom } from '../server-argument.ts'
import { print, printJson, type Terminal } from '../terminal.ts'

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
  const { allowInsecureHttp = false } = options
  const baseUrl = serverFrom(argument, terminal, { allowInsecureHttp })
  const { environment } = terminal
  const { createClient } = await import('@wellkey/client')
  const credentials = defaultProvider({ environment })
  const labkey = createClient({ baseUrl, credentials, environment, allowInsecureHttp })
  const user = await labkey.security.whoAmI()
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
