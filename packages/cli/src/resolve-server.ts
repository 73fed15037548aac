import { parseServerUrl, readEnvironment, readKeyRecords } from '@wellkey/credentials'
import { CliError, exitCodes } from './cli-error.ts'
import { knownServers } from './known-servers.ts'
import { printable } from './printable.ts'
import { serverFrom } from './server-argument.ts'
import { nameOfServer, recordsOf } from './sources.ts'
import type { Terminal } from './terminal.ts'

/**
 * The server a command asks: its argument, else the environment's, else the only one that a key is
 * stored for, so that after one `wellkey login` nothing more needs to be said.
 *
 * @throws {CliError} exit code 2 when there is none, or several
 * @throws {CredentialError} `ERR_CREDENTIAL_URL` when it cannot be used with a key
 */
export async function resolveServer(
  argument: string | undefined,
  terminal: Terminal,
  options: { readonly allowInsecureHttp?: boolean },
): Promise<URL> {
  const isNamed =
    argument !== undefined || readEnvironment('server', terminal.environment) !== undefined
  if (isNamed) return serverFrom(argument, terminal, options)
  const known = await knownServers(await readKeyRecords(recordsOf(terminal)), terminal)
  const [only] = known
  if (only === undefined) {
    throw new CliError(
      'Which server? No key is stored yet; start with: wellkey login https://labkey.example.org',
      exitCodes.wrongUse,
    )
  }
  // Looked at again: whether a key may travel in clear text is for this command line to say.
  if (known.length === 1) return parseServerUrl(only.href, options)
  const names = known.map((url) => printable(nameOfServer(url))).join(', ')
  throw new CliError(
    `Which server? Keys are stored for ${names}; name one, or set LABKEY_BASE_URL`,
    exitCodes.wrongUse,
  )
}
