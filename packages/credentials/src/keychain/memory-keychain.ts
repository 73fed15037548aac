import type { CredentialError } from '../credential-error.ts'
import type { Secret } from '../secret.ts'
import { lockedKeychain, silentKeychain, withoutSecretService } from './keychain-advice.ts'
import { keychainEntry, storable } from './keychain-entry.ts'
import { keychainError, type KeychainTrouble } from './keychain-trouble.ts'
import type { Keychain } from './keychain.ts'

/** A {@link Keychain} that forgets everything with the process. */
export interface MemoryKeychain extends Keychain {
  /** Lets the next call, and only that one, meet this trouble, in the words of a Linux desktop. */
  failNext(trouble: KeychainTrouble): void
}

const troubles: Readonly<Record<KeychainTrouble, () => CredentialError>> = {
  unavailable: withoutSecretService,
  locked: () => lockedKeychain('linux'),
  timeout: () => silentKeychain(5000),
  failed: () => keychainError('failed', 'The keychain refuses: an internal error'),
}

/**
 * Makes a keychain for tests, empty at first. It keeps the same rules as the system's, so that a
 * test does not pass with what would fail there; it protects nothing.
 *
 * @example
 * ```ts
 * const keychain = memoryKeychain()
 * await keychain.set('https://labkey.example.org', 'apikey', key)
 * const labkey = createClient({ credentials: fromKeychain({ keychain }) })
 * ```
 */
export function memoryKeychain(): MemoryKeychain {
  const secrets = new Map<string, Secret>()
  let next: KeychainTrouble | undefined

  const meetTrouble = (): void => {
    if (next === undefined) return
    const trouble = next
    next = undefined
    throw troubles[trouble]()
  }

  return {
    async get(server, login) {
      const name = nameOf(server, login)
      meetTrouble()
      return secrets.get(name)
    },
    async set(server, login, secret) {
      const name = nameOf(server, login)
      const kept = storable(secret)
      meetTrouble()
      secrets.set(name, kept)
    },
    async delete(server, login) {
      const name = nameOf(server, login)
      meetTrouble()
      return secrets.delete(name)
    },
    failNext(trouble) {
      next = trouble
    },
  }
}

function nameOf(server: string | URL, login: string): string {
  const { service, account } = keychainEntry(server, login)
  return JSON.stringify([service, account])
}
