import { keychainError } from './keychain-trouble.ts'
import type { CredentialError } from '../credential-error.ts'

// The words for each trouble: what is so, and what to do about it.

const instead = 'LABKEY_API_KEY or a netrc file with mode 600 do without it'

/** The optional package is not there. */
export function withoutKeytar(): CredentialError {
  return keychainError(
    'unavailable',
    `The optional package keytar, which speaks to the keychain, is not installed: npm install keytar@npm:@github/keytar@7.10.6; ${instead}`,
  )
}

/** The optional package is there, but its native part does not load. */
export function unloadableKeytar(platform: string, said: string): CredentialError {
  const remedy =
    platform === 'linux'
      ? 'install libsecret (apt install libsecret-1-0, dnf install libsecret, apk add libsecret)'
      : 'install it again for this platform: npm install --force keytar'
  return keychainError(
    'unavailable',
    `keytar, which speaks to the keychain, does not load (${said}): ${remedy}; ${instead}`,
  )
}

/** A Linux session without a message bus, such as a server, a container or a cron job. */
export function withoutBus(): CredentialError {
  return keychainError(
    'unavailable',
    `This session has no D-Bus, so no keychain: log in to a desktop with gnome-keyring; ${instead}`,
  )
}

/** A Linux session whose bus has no Secret Service. */
export function withoutSecretService(): CredentialError {
  return keychainError(
    'unavailable',
    `No program of this session offers the Secret Service: install gnome-keyring (apt or dnf install gnome-keyring) and log in again; ${instead}`,
  )
}

/** The entry, or the keyring it would go to, is locked. */
export function lockedKeychain(platform: string): CredentialError {
  const remedy =
    platform === 'darwin'
      ? 'run: security unlock-keychain'
      : 'log in to the desktop, or unlock the keyring in its password manager (seahorse, KeePassXC)'
  return keychainError('locked', `The keychain is locked; ${remedy}, then try again`)
}

/** There is no keyring to store anything in yet. */
export function missingKeyring(): CredentialError {
  return keychainError(
    'locked',
    'The keychain has no keyring yet; log in to the desktop with your password once, which makes one, then try again',
  )
}

/** The call did not end in time. */
export function silentKeychain(timeoutMs: number): CredentialError {
  const seconds = Math.round(timeoutMs / 100) / 10
  return keychainError(
    'timeout',
    `The keychain did not answer within ${seconds} s; it may be waiting for an answer to its unlock prompt: unlock it, then try again`,
  )
}
