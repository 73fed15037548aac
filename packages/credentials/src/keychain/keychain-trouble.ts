import { CredentialError, type CredentialErrorCode } from '../credential-error.ts'

/**
 * Why a keychain does not do what it is asked: there is none that can be reached, it has to be
 * unlocked first, it does not answer, or anything else.
 */
export type KeychainTrouble = 'unavailable' | 'locked' | 'timeout' | 'failed'

const codes: Readonly<Record<KeychainTrouble, CredentialErrorCode>> = {
  unavailable: 'ERR_CREDENTIAL_KEYCHAIN_UNAVAILABLE',
  locked: 'ERR_CREDENTIAL_KEYCHAIN_LOCKED',
  timeout: 'ERR_CREDENTIAL_KEYCHAIN_TIMEOUT',
  failed: 'ERR_CREDENTIAL_KEYCHAIN_FAILED',
}

/** The error for a trouble, in words for the person who has to mend it. */
export function keychainError(trouble: KeychainTrouble, message: string): CredentialError {
  return new CredentialError(codes[trouble], message)
}
