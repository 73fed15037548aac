import type { Attempt, CredentialProvider } from './attempt.ts'
import { readCommandOutput } from './child/command-output.ts'
import { CredentialError } from './credential-error.ts'
import { createCredential } from './credential.ts'
import type { Environment } from './environment.ts'
import { own } from './own.ts'

/** How {@link fromCommand} runs the program. */
export interface FromCommandOptions {
  /** It is killed after this time, which stops the search. Default: 10,000. */
  readonly timeoutMs?: number
  /** Default: `process.env`. Keys in it are not handed on. */
  readonly environment?: Environment
}

/**
 * A provider for what a program of yours prints, such as a password manager's command.
 *
 * The program is started without a shell, so nothing in the arguments is expanded; it has no input,
 * and finds the server's base URL in `LABKEY_BASE_URL`. It prints a bare key on one line, or, when
 * the output begins with `{`, JSON: `{"login": "apikey", "secret": "…", "origin":
 * "https://labkey.example.org"}`, of which `secret` is needed; another `origin` than the server's is
 * refused. Printing nothing and ending with 0 is "not here". Everything else stops the search.
 *
 * What it writes to its standard error is thrown away, because it may hold the secret.
 *
 * @param argv the program and its arguments; never put a secret there, other users can see it
 * @throws {CredentialError} on use, `ERR_CREDENTIAL_SOURCE`, `ERR_CREDENTIAL_FORMAT`,
 *   `ERR_CREDENTIAL_ORIGIN`
 * @example
 * ```ts
 * fromCommand(['pass', 'show', 'labkey'])
 * fromCommand(['op', 'read', 'op://work/labkey/key'])
 * ```
 */
export function fromCommand(
  argv: readonly [program: string, ...args: string[]],
  options: FromCommandOptions = {},
): CredentialProvider {
  const [program, ...args] = argv
  const { timeoutMs = 10_000, environment } = own(options)
  const place = { source: 'command', place: program } as const
  return async ({ url, onAttempt }) => {
    try {
      // Loaded on use, so that importing this package loads no code for processes.
      const { runChild } = await import('./child/run-child.ts')
      const { childEnvironment } = await import('./child/child-environment.ts')
      const ended = await runChild({
        program,
        args,
        environment: { ...childEnvironment(environment ?? process.env), LABKEY_BASE_URL: url.href },
        timeoutMs,
        maxBytes: 2 ** 16,
      })
      const printed = readCommandOutput(program, ended, timeoutMs, url)
      if (printed === undefined) {
        onAttempt?.({ ...place, outcome: 'not here', reason: 'it printed nothing' })
        return undefined
      }
      const credential = createCredential({
        url,
        ...printed,
        source: { kind: 'command', place: program },
      })
      onAttempt?.({ ...place, outcome: 'found' })
      return credential
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error
      const attempt: Attempt = { ...place, outcome: 'failed', reason: error.message }
      onAttempt?.(attempt)
      throw new CredentialError(error.code, error.message, { attempts: [attempt], cause: error })
    }
  }
}
