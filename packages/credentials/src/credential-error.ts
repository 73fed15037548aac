import type { Attempt } from './attempt.ts'

/**
 * What went wrong on the way to a credential.
 *
 * - `ERR_CREDENTIAL_MISSING`: no source has a credential for the server
 * - `ERR_CREDENTIAL_SOURCE`: a source is broken, so the search stopped there
 * - `ERR_CREDENTIAL_FORMAT`: a login or secret cannot travel in HTTP Basic, or not be stored whole
 * - `ERR_CREDENTIAL_ORIGIN`: a provider answered with a credential of another origin
 * - `ERR_CREDENTIAL_URL`: the server's URL cannot be used with a credential
 * - `ERR_CREDENTIAL_KEYCHAIN_UNAVAILABLE`: this system has no keychain that can be reached
 * - `ERR_CREDENTIAL_KEYCHAIN_LOCKED`: the keychain has to be unlocked first
 * - `ERR_CREDENTIAL_KEYCHAIN_TIMEOUT`: the keychain did not answer, as behind an unlock prompt
 * - `ERR_CREDENTIAL_KEYCHAIN_FAILED`: the keychain refused for another reason
 */
export type CredentialErrorCode =
  | 'ERR_CREDENTIAL_MISSING'
  | 'ERR_CREDENTIAL_SOURCE'
  | 'ERR_CREDENTIAL_FORMAT'
  | 'ERR_CREDENTIAL_ORIGIN'
  | 'ERR_CREDENTIAL_URL'
  | 'ERR_CREDENTIAL_KEYCHAIN_UNAVAILABLE'
  | 'ERR_CREDENTIAL_KEYCHAIN_LOCKED'
  | 'ERR_CREDENTIAL_KEYCHAIN_TIMEOUT'
  | 'ERR_CREDENTIAL_KEYCHAIN_FAILED'

/** The one error class of this package; tell cases apart by `code`. Holds no secret. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError'
  readonly code: CredentialErrorCode
  /** What each source answered up to the failure, in order. Empty where no source was asked. */
  readonly attempts: readonly Attempt[]

  constructor(
    code: CredentialErrorCode,
    message: string,
    options?: { readonly attempts?: readonly Attempt[]; readonly cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.attempts = options?.attempts ?? []
  }
}
