import type { Attempt, CredentialProvider } from './attempt.ts'
import { createCredential, keyLogin } from './credential.ts'
import { CredentialError } from './credential-error.ts'
import { keychainEntry } from './keychain/keychain-entry.ts'
import type { Keychain } from './keychain/keychain.ts'
import { systemKeychain } from './keychain/system-keychain.ts'
import { own } from './own.ts'
import { reporting } from './reporting.ts'

/** How {@link fromKeychain} asks. */
export interface FromKeychainOptions {
  /** Default: {@link systemKeychain}. */
  readonly keychain?: Keychain
  /** Default: `apikey`. */
  readonly login?: string
  /**
   * What a system without a keychain means. `stop` ends the search, since a key may be there that
   * cannot be read now; `skip` goes on. Default: `stop`.
   */
  readonly ifUnavailable?: 'stop' | 'skip'
}

/**
 * A provider for the key that a keychain has for the server.
 *
 * The entry of the base URL with its context path counts first, then the one of the origin alone. No
 * entry is "not here"; a keychain that is locked, silent or broken stops the search.
 *
 * @throws {CredentialError} on use, `ERR_CREDENTIAL_KEYCHAIN_…`, `ERR_CREDENTIAL_FORMAT`
 */
export function fromKeychain(options: FromKeychainOptions = {}): CredentialProvider {
  const { keychain = systemKeychain(), login = keyLogin, ifUnavailable = 'stop' } = own(options)
  return async ({ url, onAttempt }) => {
    const places = servicesOf(url, login)
    for (const { service, server } of places) {
      const place = { source: 'keychain', place: service } as const
      const secret = await keychain.get(server, login).catch((error: unknown) => {
        if (!(error instanceof CredentialError)) throw error
        const isSkipped =
          ifUnavailable === 'skip' && error.code === 'ERR_CREDENTIAL_KEYCHAIN_UNAVAILABLE'
        const outcome = isSkipped ? 'skipped' : 'failed'
        const attempt: Attempt = { ...place, outcome, reason: error.message }
        onAttempt?.(attempt)
        if (isSkipped) return 'skipped' as const
        throw new CredentialError(error.code, error.message, { attempts: [attempt], cause: error })
      })
      if (secret === 'skipped') return undefined
      if (secret === undefined) continue
      const source = { kind: 'keychain', place: service, service } as const
      return reporting(place, onAttempt, () => createCredential({ url, login, secret, source }))
    }
    const [{ service }] = places
    onAttempt?.({ source: 'keychain', place: service, outcome: 'not here', reason: 'no entry' })
    return undefined
  }
}

interface Place {
  readonly server: string
  readonly service: string
}

/** Where a server's key may be: under its base URL, and under its origin when that is another. */
function servicesOf(url: URL, login: string): readonly [Place, ...Place[]] {
  const exact: Place = { server: url.href, service: keychainEntry(url, login).service }
  const whole: Place = { server: url.origin, service: keychainEntry(url.origin, login).service }
  return exact.service === whole.service ? [exact] : [exact, whole]
}
