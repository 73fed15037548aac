import type { Environment } from '../environment.ts'
import { own } from '../own.ts'
import type * as CallKeychain from './call-keychain.ts'
import { keychainEntry, storable } from './keychain-entry.ts'
import type { Keychain } from './keychain.ts'

/** How {@link systemKeychain} asks. */
export interface SystemKeychainOptions {
  /**
   * How long one call may take, in milliseconds. Default: 60,000 with a person at the terminal, who
   * may have to answer an unlock prompt, else 5,000.
   */
  readonly timeoutMs?: number
  /** Names the session whose keychain is asked; used on Linux only. Default: `process.env`. */
  readonly environment?: Environment
  /**
   * The file of the package keytar, for a program that is packed in a way of its own. Default: it is
   * looked for from this package.
   */
  readonly keytar?: string
}

/**
 * The keychain of this system: macOS Keychain, Windows Credential Manager, or the Secret Service of
 * a Linux desktop (GNOME Keyring, KWallet, KeePassXC).
 *
 * Each call runs `keytar` in a process of its own, because the native call can block for ever and
 * then blocks the end of the process too; after the deadline that process is killed. The request
 * and the answer go through pipes, never through arguments. Nothing falls back to a file.
 *
 * @throws {CredentialError} on use, `ERR_CREDENTIAL_KEYCHAIN_UNAVAILABLE` with the package to
 *   install, `ERR_CREDENTIAL_KEYCHAIN_LOCKED`, `ERR_CREDENTIAL_KEYCHAIN_TIMEOUT`,
 *   `ERR_CREDENTIAL_KEYCHAIN_FAILED`
 */
export function systemKeychain(options: SystemKeychainOptions = {}): Keychain {
  const settings = own(options)
  return {
    async get(server, login) {
      const entry = keychainEntry(server, login)
      return (await load()).getSecret(entry, settings)
    },
    async set(server, login, secret) {
      const entry = keychainEntry(server, login)
      const kept = storable(secret)
      await (await load()).setSecret(entry, kept, settings)
    },
    async delete(server, login) {
      const entry = keychainEntry(server, login)
      return (await load()).deleteSecret(entry, settings)
    },
  }
}

// Loaded on use, so that importing this package loads no code for processes and files.
async function load(): Promise<typeof CallKeychain> {
  return import('./call-keychain.ts')
}
