import type { Attempt, CredentialRequest } from './attempt.ts'
import { CredentialError } from './credential-error.ts'
import type { Credential } from './credential.ts'

/**
 * Makes a credential and reports how that went: `found`, or `failed` with the reason, which then
 * stops the search.
 */
export function reporting(
  place: Pick<Attempt, 'source' | 'place'>,
  onAttempt: CredentialRequest['onAttempt'],
  create: () => Credential,
): Credential {
  try {
    const credential = create()
    onAttempt?.({ ...place, outcome: 'found' })
    return credential
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    const attempt: Attempt = { ...place, outcome: 'failed', reason: error.message }
    onAttempt?.(attempt)
    throw new CredentialError(error.code, error.message, { attempts: [attempt], cause: error })
  }
}
