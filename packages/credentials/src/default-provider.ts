import type { CredentialProvider } from './attempt.ts'
import { chain } from './chain.ts'
import type { Environment } from './environment.ts'
import { fromEnvironment } from './from-environment.ts'
import { fromNetrc, type FromNetrcOptions } from './from-netrc.ts'
import { fromValue } from './from-value.ts'
import type { Secret } from './secret.ts'

/** What {@link defaultProvider} looks at. */
export interface DefaultProviderOptions {
  /** A key that wins over everything else. Default: none. */
  readonly key?: string | Secret
  /** Default: `process.env`. */
  readonly environment?: Environment
  /** The netrc file and how strictly it is read. Default: the user's own, strictly. */
  readonly netrc?: Omit<FromNetrcOptions, 'environment'>
}

/**
 * The order in which a credential is looked for; the first source that has one wins.
 *
 * | | source | place |
 * |---|---|---|
 * | 1 | explicit | the `key` option |
 * | 2 | environment | `LABKEY_API_KEY`, `LABKEY_APIKEY`, for the environment's server only |
 * | 3 | netrc | `NETRC`, else `.netrc` in the home folder (`_netrc` on Windows) |
 *
 * A broken source (an unreadable netrc, a malformed entry) stops the search; only "not here" goes
 * on.
 */
export function defaultProvider(options: DefaultProviderOptions = {}): CredentialProvider {
  return chain(...defaultSources(options))
}

/** The sources of {@link defaultProvider} in their order, each for itself. */
export function defaultSources(options: DefaultProviderOptions): readonly CredentialProvider[] {
  const { key, environment, netrc } = options
  return [
    ...(key === undefined ? [] : [fromValue(key)]),
    fromEnvironment(environment),
    fromNetrc({ ...netrc, ...(environment && { environment }) }),
  ]
}
