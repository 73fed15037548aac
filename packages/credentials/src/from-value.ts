import type { CredentialProvider } from './attempt.ts'
import { createCredential, keyLogin } from './credential.ts'
import { reporting } from './reporting.ts'
import { Secret } from './secret.ts'

/**
 * A provider for a key that the program already holds.
 *
 * The value is used for whatever server the program asks for, so the origin is the one of the
 * request: give each client its own.
 *
 * @param value a key, or a login with its secret. Default login: `apikey`
 * @throws {CredentialError} on use, `ERR_CREDENTIAL_FORMAT`; an empty value too, since a variable
 *   that was meant to hold a key and does not must not turn into another identity
 */
export function fromValue(
  value: string | Secret | { readonly login?: string; readonly secret: string | Secret },
): CredentialProvider {
  const { login = keyLogin, secret } =
    typeof value === 'string' || value instanceof Secret ? { secret: value } : value
  const kept = typeof secret === 'string' ? new Secret(secret) : secret
  const source = { kind: 'explicit', place: 'value given to fromValue' } as const
  return async ({ url, onAttempt }) =>
    reporting({ source: 'explicit', place: source.place }, onAttempt, () =>
      createCredential({ url, login, secret: kept, source }),
    )
}
