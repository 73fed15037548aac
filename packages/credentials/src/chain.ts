import type { CredentialProvider } from './attempt.ts'

/**
 * Asks providers in order and answers with the first credential.
 *
 * "Not here" goes on to the next provider; a throw stops the search. Login and secret always come
 * from the same provider.
 */
export function chain(...providers: readonly CredentialProvider[]): CredentialProvider {
  return async (request) => {
    for (const provider of providers) {
      const credential = await provider(request)
      if (credential !== undefined) return credential
    }
    return undefined
  }
}
