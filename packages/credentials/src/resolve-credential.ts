import type { Attempt, CredentialProvider, CredentialRequest } from './attempt.ts'
import { withAttempts } from './chain.ts'
import type { Credential } from './credential.ts'
import { CredentialError } from './credential-error.ts'
import { formatAttempts } from './format-attempts.ts'
import { isLoopback } from './server-url.ts'
import { timed } from './timed.ts'

/**
 * Gets the credential for a server from a provider, or tells why there is none.
 *
 * @throws {CredentialError} `ERR_CREDENTIAL_MISSING` with every place that was looked at and the
 *   command that stores a key; `ERR_CREDENTIAL_ORIGIN` if the provider answers for another origin;
 *   whatever a broken source throws, with the attempts up to it
 */
export async function resolveCredential(
  provider: CredentialProvider,
  request: CredentialRequest,
): Promise<Credential> {
  const attempts: Attempt[] = []
  const { url } = request
  const note = (attempt: Attempt): void => {
    attempts.push(attempt)
    request.onAttempt?.(attempt)
  }
  const ask = provider({ ...request, onAttempt: timed(note) })
  const credential = await ask.catch((error: unknown) => {
    throw withAttempts(error, attempts)
  })
  if (credential === undefined) {
    const looked = attempts.length === 0 ? [] : [formatAttempts(attempts)]
    const message = [`No credential for ${url.origin}`, ...looked, nextStep(url)].join('\n')
    throw new CredentialError('ERR_CREDENTIAL_MISSING', message, { attempts })
  }
  if (credential.origin !== url.origin) {
    throw new CredentialError(
      'ERR_CREDENTIAL_ORIGIN',
      `A provider answered with a credential for ${credential.origin}, but ${url.origin} was asked for`,
      { attempts },
    )
  }
  return credential
}

/** What a person without a key does: LabKey's page for keys, then the command that stores one. */
function nextStep(url: URL): string {
  const server = `${url.origin}${url.pathname.replace(/\/$/, '')}`
  const page = `${server}/security-externalToolsView.view`
  const isClear = url.protocol === 'http:' && !isLoopback(url.hostname)
  return `Make a key at ${page},\nthen store it: wellkey login ${server}${isClear ? ' --allow-insecure-http' : ''}`
}
