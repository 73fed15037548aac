import type { Credential } from '@wellkey/credentials'
import { csrfName } from './cookies.ts'
import type { Identity } from './identity.ts'
import { LabKeyOptionsError } from './labkey-options-error.ts'

/**
 * Makes the headers that prove the identity: `Authorization`, `Cookie`, and the CSRF token for
 * everything but GET.
 *
 * This is the one place where a secret is revealed for the wire, and it first compares the origin of
 * the final URL with the one that credential and cookies belong to. Never the `apikey` header: HTTP
 * clients forward it to other origins on a redirect.
 */
export function identityHeaders(
  url: URL,
  method: string,
  identity: Identity,
): Readonly<Record<string, string>> {
  const { origin, credential, cookies } = identity
  if (url.origin !== origin || (credential !== undefined && url.origin !== credential.origin)) {
    throw new LabKeyOptionsError(`What belongs to ${origin} is not sent to ${url.origin}`)
  }
  const cookie = cookies.headerFor(url.pathname)
  return {
    ...(credential !== undefined && { Authorization: basic(credential) }),
    ...(cookie !== undefined && { Cookie: cookie }),
    ...(method !== 'GET' && { [csrfName]: cookies.csrfToken }),
  }
}

/** RFC 7617, with UTF-8. */
function basic({ login, secret }: Credential): string {
  return `Basic ${Buffer.from(`${login}:${secret.reveal()}`, 'utf8').toString('base64')}`
}
