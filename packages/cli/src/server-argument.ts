import { parseServerUrl, readEnvironment } from '@wellkey/credentials'
import { CliError, exitCodes } from './cli-error.ts'
import type { Terminal } from './terminal.ts'

/**
 * The server a command is about: its argument, else the environment's.
 *
 * @throws {CliError} exit code 2 when neither names one
 * @throws {CredentialError} `ERR_CREDENTIAL_URL` when it cannot be used with a key
 */
export function serverFrom(
  argument: string | undefined,
  terminal: Terminal,
  options: { readonly allowInsecureHttp?: boolean },
): URL {
  const text = argument ?? readEnvironment('server', terminal.environment)?.value
  if (text === undefined) {
    throw new CliError(
      'Which server? Name it, as https://labkey.example.org, or set LABKEY_BASE_URL',
      exitCodes.wrongUse,
    )
  }
  return parseServerUrl(text, options)
}
