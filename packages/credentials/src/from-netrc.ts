import type * as NetrcModule from '@wellkey/netrc'
import type { NetrcDocument, NetrcLookup } from '@wellkey/netrc'
import type { Attempt, CredentialProvider, Outcome } from './attempt.ts'
import { createCredential, keyLogin, type Credential, type CredentialSource } from './credential.ts'
import { CredentialError } from './credential-error.ts'
import type { Environment } from './environment.ts'
import { own } from './own.ts'
import { reporting } from './reporting.ts'

type Netrc = typeof NetrcModule

/** How {@link fromNetrc} finds and reads the file. */
export interface FromNetrcOptions {
  /** Default: `NETRC`, else `.netrc` in the home folder, `_netrc` on Windows. */
  readonly file?: string
  /** Takes only this login. Default: `apikey` if the host has such an entry, else the first one. */
  readonly login?: string
  /** Takes entries named like the host only, never `default`. Default: false. */
  readonly strict?: boolean
  /** Takes `default` for this server only. Default: for whatever server is asked for. */
  readonly defaultFor?: string | URL
  /** Default: `process.env`. */
  readonly environment?: Environment
}

/**
 * A provider for the entry of the server's host in the user's netrc file.
 *
 * The format has no port, so the entry serves every port of its host; one that is named `host:port`
 * comes first for its port. The credential is bound to the origin that was asked for. Login and password come from the same entry, or it is refused.
 * A `default` entry counts too, unless `strict`, since R and Python use it.
 *
 * No file, or no entry for the host, is "not here". Everything else stops the search with
 * `ERR_CREDENTIAL_SOURCE` or `ERR_CREDENTIAL_FORMAT`: a file that others can read, a half entry, an
 * open quote, a key that cannot travel. So a broken
 * file never turns into another identity.
 */
export function fromNetrc(options: FromNetrcOptions = {}): CredentialProvider {
  const settings = own(options)
  const defaultOrigin = settings.defaultFor && new URL(settings.defaultFor).origin
  return async ({ url, onAttempt, onFile }) => {
    // Loaded on use, so that importing this package touches no file system code.
    const netrc = await import('@wellkey/netrc')
    const { environment } = settings
    const file = settings.file ?? netrc.locateNetrc({ ...(environment && { environment }) })
    const report = (outcome: Outcome, reason?: string, place = file): Attempt => {
      const attempt: Attempt = { source: 'netrc', place, outcome, ...(reason && { reason }) }
      onAttempt?.(attempt)
      return attempt
    }
    onFile?.(file)
    let found: NetrcLookup | undefined
    try {
      const document = await netrc.readNetrc(file)
      found = find(netrc, document, url, settings)
    } catch (error) {
      if (!(error instanceof netrc.NetrcError)) throw error
      if (error.code === 'ERR_NETRC_NOT_FOUND') {
        report('not here', 'no such file')
        return undefined
      }
      const place = error.line === undefined ? file : `${file} line ${error.line}`
      const attempts = [report('failed', error.message, place)]
      const message = error.message.includes(file) ? error.message : `${place}: ${error.message}`
      throw new CredentialError('ERR_CREDENTIAL_SOURCE', message, { attempts, cause: error })
    }
    if (found === undefined) {
      report('not here', `no entry for machine ${nameOf(url)}`)
      return undefined
    }
    const source = sourceOf(file, found)
    if (found.isDefault && settings.strict === true) {
      report('skipped', 'only the default entry, which is not used', source.place)
      return undefined
    }
    if (found.isDefault && defaultOrigin !== undefined && defaultOrigin !== url.origin) {
      report('skipped', `only the default entry, which is for ${defaultOrigin}`, source.place)
      return undefined
    }
    return reporting({ source: 'netrc', place: source.place }, onAttempt, () =>
      toCredential(url, found, source),
    )
  }
}

function find(
  netrc: Netrc,
  document: NetrcDocument,
  url: URL,
  { login }: FromNetrcOptions,
): NetrcLookup | undefined {
  const port = Number(url.port) || (url.protocol === 'http:' ? 80 : 443)
  for (const host of namesOf(url.hostname)) {
    const look = (wanted?: string): NetrcLookup | undefined =>
      netrc.findEntry(
        document,
        { host, port, ...(wanted !== undefined && { login: wanted }) },
        { matchPort: true },
      )
    const found = login === undefined ? (findKey(netrc, look) ?? look()) : look(login)
    if (found !== undefined) return found
  }
  return undefined
}

/** A file may name an international host in letters, while a URL always gives its A-label. */
function namesOf(hostname: string): readonly string[] {
  if (!hostname.includes('xn--')) return [hostname]
  const { domainToUnicode } = process.getBuiltinModule('node:url')
  return [hostname, domainToUnicode(hostname) || hostname]
}

type Look = (login: string) => NetrcLookup | undefined

/** The host's own entry that says `login apikey`; one without a login does not say so. */
function findKey(netrc: Netrc, look: Look): NetrcLookup | undefined {
  const found = look(keyLogin)
  if (found === undefined || found.isDefault) return undefined
  return isSameEntry(found, findUnnamed(netrc, look)) ? undefined : found
}

/**
 * The host's entry that has a password and no login. `findEntry` answers with it when no entry has
 * the login asked for, and no entry that can be used has a NUL in its login.
 */
function findUnnamed(netrc: Netrc, look: Look): NetrcLookup | undefined {
  try {
    return look('\0')
  } catch (error) {
    // A broken entry of the host is looked at only when there is no unnamed one.
    if (error instanceof netrc.NetrcError) return undefined
    throw error
  }
}

function isSameEntry(one: NetrcLookup, other: NetrcLookup | undefined): boolean {
  return one.line === other?.line && one.column === other.column
}

function sourceOf(file: string, { line, host, isDefault }: NetrcLookup): CredentialSource {
  const machine = isDefault ? 'default' : host
  return { kind: 'netrc', place: `${file} line ${line}`, file, line, machine }
}

function toCredential(url: URL, found: NetrcLookup, source: CredentialSource): Credential {
  const { login, password, undecoded } = found
  const entry = `The netrc entry in ${source.place}`
  if (undecoded !== undefined) {
    throw new CredentialError(
      'ERR_CREDENTIAL_SOURCE',
      `${entry} is not UTF-8; save the file as UTF-8`,
    )
  }
  if (!login || !password) {
    const half = login ? 'password' : 'login'
    const mend = half === 'login' ? `; session keys and API keys have the login ${keyLogin}` : ''
    throw new CredentialError('ERR_CREDENTIAL_SOURCE', `${entry} has no ${half}${mend}`)
  }
  return createCredential({ url, login, secret: password, source })
}

function nameOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}
