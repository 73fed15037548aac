import { CredentialError } from '../credential-error.ts'
import { parseServerUrl } from '../server-url.ts'
import { Secret } from '../secret.ts'

/** The two names under which every keychain of wellkey keeps a secret. */
export interface KeychainEntry {
  /** `wellkey:` and the server, for example `wellkey:https://labkey.example.org/labkey`. */
  readonly service: string
  /** The login. */
  readonly account: string
}

/**
 * Names the entry of a server and login, so that other programs find it too:
 * `secret-tool lookup service SERVICE account ACCOUNT` on Linux, the name SERVICE in macOS Keychain
 * Access, `SERVICE/ACCOUNT` in Windows Credential Manager.
 *
 * @throws {CredentialError} `ERR_CREDENTIAL_URL`, `ERR_CREDENTIAL_FORMAT`
 */
export function keychainEntry(server: string | URL, login: string): KeychainEntry {
  const problem = problemOf(login)
  if (problem !== undefined) throw refusal(`The login ${problem}`)
  return { service: `wellkey:${serverName(server)}`, account: login }
}

/** A server's base URL without the slash at its end; nothing is sent, so plain `http:` may pass. */
export function serverName(server: string | URL): string {
  const { origin, pathname } = parseServerUrl(server, { allowInsecureHttp: true })
  return `${origin}${pathname.replace(/\/+$/, '')}`
}

/**
 * Takes a secret that a keychain can keep whole.
 *
 * @throws {CredentialError} `ERR_CREDENTIAL_FORMAT`: keychains cut a secret at NUL, take an empty
 *   one for none, and store UTF-8
 */
export function storable(secret: string | Secret): Secret {
  const value = typeof secret === 'string' ? secret : secret.reveal()
  const problem = problemOf(value)
  if (problem !== undefined) throw refusal(`The secret ${problem}`)
  return new Secret(value)
}

function problemOf(text: string): string | undefined {
  if (text === '') return 'is empty'
  if (text.includes('\0')) return 'holds a NUL character'
  if (/\p{Surrogate}/u.test(text)) return 'holds half a character'
  return undefined
}

function refusal(message: string): CredentialError {
  return new CredentialError('ERR_CREDENTIAL_FORMAT', message)
}
