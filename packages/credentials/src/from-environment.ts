import type { CredentialProvider } from './attempt.ts'
import { createCredential } from './credential.ts'
import { reporting } from './reporting.ts'
import { environmentVariables, readEnvironment, type Environment } from './environment.ts'

/**
 * A provider for the key in `LABKEY_API_KEY` or `LABKEY_APIKEY`.
 *
 * The key is used for the environment's server only: the origin of `LABKEY_BASE_URL` (or
 * `LABKEY_URL`, `LABKEY_SERVER`). Without such a variable the key has no server and is skipped, so
 * that a key exported for one server never reaches another. Blank counts as not set.
 *
 * @param environment Default: `process.env`, read at each call
 * @throws {CredentialError} on use, `ERR_CREDENTIAL_FORMAT`
 */
export function fromEnvironment(environment?: Environment): CredentialProvider {
  return async ({ url, onAttempt }) => {
    const key = readEnvironment('key', environment)
    const server = readEnvironment('server', environment)
    const answer = (place: string, outcome: 'not here' | 'skipped', reason: string) =>
      onAttempt?.({ source: 'environment', place, outcome, reason })
    if (key === undefined) {
      answer(environmentVariables.key.join(', '), 'not here', 'not set')
      return undefined
    }
    if (server === undefined) {
      const reason = `no server is set beside it; set LABKEY_BASE_URL=${url.origin} to use it`
      answer(key.variable, 'skipped', reason)
      return undefined
    }
    const origin = URL.canParse(server.value) ? new URL(server.value).origin : undefined
    if (origin !== url.origin) {
      answer(key.variable, 'skipped', `belongs to another server, the one in ${server.variable}`)
      return undefined
    }
    const source = { kind: 'environment', place: key.variable } as const
    return reporting({ source: 'environment', place: key.variable }, onAttempt, () =>
      createCredential({ url, secret: key.value, source }),
    )
  }
}
