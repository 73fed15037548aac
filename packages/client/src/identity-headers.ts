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
): Record<string, string> {
  const { origin, credential, cookies } = identity
  if (url.origin !== origin || (credential !== undefined && url.origin !== credential.origin)) {
    throw new LabKeyOptionsError(
      `What belongs to ${origin} is not sent to ${url.origin}; make a client for each server`,
    )
  }
  const headers: Record<string, string> = {}
  if (credential !== undefined) headers['Authorization'] = basic(credential)
  const cookie = cookies.headerFor(url.pathname)
  if (cookie !== undefined) headers['Cookie'] = cookie
  if (method !== 'GET') headers[csrfName] = cookies.csrfToken
  return headers
}

const written = new WeakMap<Credential, string>()

/** RFC 7617, with UTF-8. Written once for a credential, which is immutable. */
function basic(credential: Credential): string {
  let header = written.get(credential)
  if (header === undefined) {
    const { login, secret } = credential
    header = `Basic ${Buffer.from(`${login}:${secret.reveal()}`, 'utf8').toString('base64')}`
    written.set(credential, header)
  }
  return header
}
