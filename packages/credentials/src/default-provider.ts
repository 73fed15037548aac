import type { CredentialProvider } from './attempt.ts'
import { chain } from './chain.ts'
import type { SourceKind } from './credential.ts'
import type { Environment } from './environment.ts'
import { fromEnvironment } from './from-environment.ts'
import { fromKeychain } from './from-keychain.ts'
import { fromNetrc, type FromNetrcOptions } from './from-netrc.ts'
import { fromValue } from './from-value.ts'
import type { Keychain } from './keychain/keychain.ts'
import { systemKeychain } from './keychain/system-keychain.ts'
import { own } from './own.ts'
import type { Secret } from './secret.ts'

/** What {@link defaultProvider} looks at. */
export interface DefaultProviderOptions {
  /** A key that wins over everything else. Default: none. */
  readonly key?: string | Secret
  /** Default: `process.env`. */
  readonly environment?: Environment
  /** The netrc file and how strictly it is read. Default: the user's own, strictly. */
  readonly netrc?: Omit<FromNetrcOptions, 'environment'>
  /** The keychain, or `false` to leave it out. Default: {@link systemKeychain}. */
  readonly keychain?: Keychain | false
}

/**
 * The order in which a credential is looked for; the first source that has one wins.
 *
 * | | source | place |
 * |---|---|---|
 * | 1 | explicit | the `key` option |
 * | 2 | environment | `LABKEY_API_KEY`, `LABKEY_APIKEY`, for the environment's server only |
 * | 3 | netrc | `NETRC`, else `.netrc` in the home folder (`_netrc` on Windows) |
 * | 4 | keychain | the entry `wellkey:SERVER` of the OS keychain, account `apikey` |
 *
 * A broken source (an unreadable netrc, a malformed entry, a locked keychain) stops the search; only
 * "not here" goes on. The later sources are not asked, and nothing of theirs is mixed in; `explain`
 * tells what they have. A system without a keychain is no broken source: the keychain comes last, so
 * no other identity can stand in for what it might hold.
 */
export function defaultProvider(options: DefaultProviderOptions = {}): CredentialProvider {
  return chain(...defaultSources(options).map(({ provider }) => provider))
}

/** A source of {@link defaultProvider}, for itself. */
export interface DefaultSource {
  readonly kind: SourceKind
  readonly provider: CredentialProvider
}

/** The sources of {@link defaultProvider} in their order. */
export function defaultSources(options: DefaultProviderOptions): readonly DefaultSource[] {
  const { key, environment, netrc, keychain } = own(options)
  const common = { ...(environment && { environment }) }
  const sources: DefaultSource[] = []
  if (key !== undefined) sources.push({ kind: 'explicit', provider: fromValue(key) })
  sources.push({ kind: 'environment', provider: fromEnvironment(environment) })
  sources.push({ kind: 'netrc', provider: fromNetrc({ ...netrc, ...common }) })
  if (keychain === false) return sources
  const provider = fromKeychain({
    keychain: keychain ?? systemKeychain(common),
    ifUnavailable: 'skip',
  })
  return [...sources, { kind: 'keychain', provider }]
}
