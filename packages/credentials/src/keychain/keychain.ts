import type { Secret } from '../secret.ts'

/**
 * A place of the operating system, or of a test, that keeps secrets by server and login.
 *
 * A server is a base URL; how it is written (case, default port, slash at the end) does not matter.
 * Every method throws `CredentialError`: `ERR_CREDENTIAL_URL` for a server that is none,
 * `ERR_CREDENTIAL_FORMAT` for an empty login or secret and for NUL in one, and the four
 * `ERR_CREDENTIAL_KEYCHAIN_…` when the keychain itself does not do it.
 */
export interface Keychain {
  /** `undefined` when there is no such entry; a locked keychain throws instead. */
  get(server: string | URL, login: string): Promise<Secret | undefined>
  /** Adds the entry, or gives it a new secret. When it answers, the secret can be read again. */
  set(server: string | URL, login: string, secret: string | Secret): Promise<void>
  /** Says whether there was such an entry. */
  delete(server: string | URL, login: string): Promise<boolean>
}
