import { CredentialError } from './credential-error.ts'
import { Secret } from './secret.ts'

/** The kinds of places where a credential can come from. `custom` is for providers of your own. */
export type SourceKind = 'explicit' | 'environment' | 'netrc' | 'keychain' | 'command' | 'custom'

/** Where a credential came from, in words and, where there is a file, by position. */
export interface CredentialSource {
  readonly kind: SourceKind
  /** For people: a variable's name, `FILE line N`, a keychain service. Never part of the secret. */
  readonly place: string
  /** The netrc file, absolute. */
  readonly file?: string
  /** The line of the netrc entry's `machine` or `default`, from 1. */
  readonly line?: number
  /** The name of the machine in the netrc entry; `default` for the default entry. */
  readonly machine?: string
  /** The service under which the keychain has it; the account is the login. */
  readonly service?: string
}

/**
 * A login and its secret, whole from one source, for one origin.
 *
 * Immutable. The client attaches it to requests of exactly this origin (scheme, host and port).
 */
export interface Credential {
  /** As `URL.origin` writes it, for example `https://labkey.example.org`. */
  readonly origin: string
  /** `apikey` for session keys and API keys, else a LabKey account's e-mail address. */
  readonly login: string
  readonly secret: Secret
  readonly source: CredentialSource
}

/** The login under which LabKey takes session keys and API keys; case-sensitive. */
export const keyLogin = 'apikey'

const longestKey = 512

/**
 * Makes a credential after checking that login and secret can travel in HTTP Basic.
 *
 * A key (login `apikey`) is opaque: 1 to 512 visible ASCII characters, whatever its shape. A
 * password may hold any character but controls. One line end after the secret is taken off, since
 * pasted and piped keys carry it.
 *
 * @throws {CredentialError} `ERR_CREDENTIAL_FORMAT`, which names the place and the reason only
 */
export function createCredential(parts: {
  readonly url: URL
  readonly login?: string
  readonly secret: string | Secret
  readonly source: CredentialSource
}): Credential {
  const { url, login = keyLogin, source } = parts
  const given = typeof parts.secret === 'string' ? parts.secret : parts.secret.reveal()
  const value = given.replace(/\r?\n$/, '')
  const problem = problemOfLogin(login) ?? problemOfSecret(login, value)
  if (problem !== undefined) {
    throw new CredentialError('ERR_CREDENTIAL_FORMAT', `${describeSource(source)}: ${problem}`)
  }
  return Object.freeze({
    origin: url.origin,
    login,
    secret: new Secret(value),
    source: Object.freeze({ ...source }),
  })
}

/** Says in words where a credential came from: `netrc file /home/ann/.netrc line 3`. */
export function describeSource(source: Pick<CredentialSource, 'kind' | 'place'>): string {
  switch (source.kind) {
    case 'explicit':
      return source.place
    case 'environment':
      return `environment variable ${source.place}`
    case 'netrc':
      return `netrc file ${source.place}`
    case 'keychain':
      return `keychain entry ${source.place}`
    case 'command':
      return `command ${source.place}`
    case 'custom':
      return source.place
  }
}

function problemOfLogin(login: string): string | undefined {
  if (login === '') return 'the login is empty'
  // RFC 7617 2: "a user-id containing a colon character is invalid".
  if (login.includes(':')) return 'the login holds a colon, which HTTP Basic cannot carry'
  if (hasControl(login)) return 'the login holds a control character'
  return undefined
}

function problemOfSecret(login: string, value: string): string | undefined {
  const what = login === keyLogin ? 'key' : 'password'
  if (value.trim() === '') return `the ${what} is empty`
  if (hasControl(value)) return `the ${what} holds a control character`
  if (login !== keyLogin) return undefined
  if (/\s/.test(value)) return 'the key holds white space'
  if (!/^[!-~]+$/.test(value)) return 'the key holds a character that is not visible ASCII'
  if (value.length > longestKey) return `the key is longer than ${longestKey} characters`
  return undefined
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true
  }
  return false
}
