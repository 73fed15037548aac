import type { Attempt, CredentialProvider } from './attempt.ts'
import { CredentialError } from './credential-error.ts'
import { timed } from './timed.ts'

/**
 * Asks providers in order and answers with the first credential.
 *
 * "Not here" goes on to the next provider; a throw stops the search. Login and secret always come
 * from the same provider. A `CredentialError` that stops it leaves with the attempts of all
 * providers that were asked.
 */
export function chain(...providers: readonly CredentialProvider[]): CredentialProvider {
  return async (request) => {
    const attempts: Attempt[] = []
    const note = (attempt: Attempt): void => {
      attempts.push(attempt)
      request.onAttempt?.(attempt)
    }
    try {
      for (const provider of providers) {
        const credential = await provider({ ...request, onAttempt: timed(note) })
        if (credential !== undefined) return credential
      }
      return undefined
    } catch (error) {
      throw withAttempts(error, attempts)
    }
  }
}

/** The same error with everything that was asked before it; any other error as it is. */
export function withAttempts(error: unknown, attempts: readonly Attempt[]): unknown {
  if (!(error instanceof CredentialError) || attempts.length < error.attempts.length) return error
  if (attempts.length === 0) return error
  return new CredentialError(error.code, error.message, {
    attempts,
    cause: error.cause ?? error,
  })
}
