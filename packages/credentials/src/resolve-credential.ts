import type { Attempt, CredentialProvider, CredentialRequest } from './attempt.ts'
import type { Credential } from './credential.ts'
import { CredentialError } from './credential-error.ts'
import { formatAttempts } from './format-attempts.ts'

/**
 * Gets the credential for a server from a provider, or tells why there is none.
 *
 * @throws {CredentialError} `ERR_CREDENTIAL_MISSING` with every place that was looked at and the
 *   command that stores a key; `ERR_CREDENTIAL_ORIGIN` if the provider answers for another origin;
 *   whatever a broken source throws
 */
export async function resolveCredential(
  provider: CredentialProvider,
  request: CredentialRequest,
): Promise<Credential> {
  const attempts: Attempt[] = []
  const { url } = request
  const credential = await provider({
    url,
    onAttempt: (attempt) => {
      attempts.push(attempt)
      request.onAttempt?.(attempt)
    },
  })
  if (credential === undefined) {
    const looked = attempts.length === 0 ? [] : [formatAttempts(attempts)]
    const next = `Store a key with: wellkey login ${serverText(url)} --with-key`
    const message = [`No credential for ${url.origin}`, ...looked, next].join('\n')
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

function serverText(url: URL): string {
  return `${url.origin}${url.pathname === '/' ? '' : url.pathname}`
}
