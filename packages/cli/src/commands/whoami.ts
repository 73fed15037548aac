import { Command } from 'commander'
import { defaultProvider, describeSource } from '@wellkey/credentials'
import { printable } from '../printable.ts'
import { insecureOption, serverFrom } from '../server-argument.ts'
import { print, printJson, type Terminal } from '../terminal.ts'

/** What `wellkey whoami` was asked to do. */
interface WhoAmIOptions {
  readonly json?: boolean
  readonly allowInsecureHttp?: boolean
}

/** `wellkey whoami`: asks a server who the stored key is. */
export function whoAmICommand(terminal: Terminal): Command {
  return new Command('whoami')
    .description('ask a server who you are to it')
    .argument('[url]', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--json', 'print JSON')
    .option(...insecureOption)
    .addHelpText('after', '\nExample:\n  wellkey whoami https://labkey.example.org --json')
    .action(async (url: string | undefined, options: WhoAmIOptions) =>
      runWhoAmI(url, options, terminal),
    )
}

async function runWhoAmI(
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
