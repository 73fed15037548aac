import type { Attempt, CredentialRequest } from './attempt.ts'
import { CredentialError } from './credential-error.ts'
import { defaultSources, type DefaultProviderOptions } from './default-provider.ts'

/**
 * Tells what every source of {@link defaultProvider} says about a server, without using the answer.
 *
 * Unlike a search, it asks all sources: a credential in a later one is `shadowed`, and a broken
 * source is `failed`, after which nothing later is used.
 *
 * @returns one or more attempts a source, in order; never a secret
 */
export async function explain(
  options: DefaultProviderOptions,
  request: Pick<CredentialRequest, 'url'>,
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = []
  let decided = false
  for (const source of defaultSources(options)) {
    const seen: Attempt[] = []
    try {
      await source({ url: request.url, onAttempt: (attempt) => seen.push(attempt) })
    } catch (error) {
      const isExplained = seen.some(({ outcome }) => outcome === 'failed')
      if (!(error instanceof CredentialError) || !isExplained) throw error
    }
    for (const attempt of seen) {
      attempts.push(
        decided && attempt.outcome === 'found' ? { ...attempt, outcome: 'shadowed' } : attempt,
      )
    }
    decided ||= seen.some(({ outcome }) => outcome === 'found' || outcome === 'failed')
  }
  return attempts
}
