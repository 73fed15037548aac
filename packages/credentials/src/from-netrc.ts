import { domainToUnicode } from 'node:url'
import type * as NetrcModule from '@wellkey/netrc'
import type { NetrcDocument, NetrcLookup } from '@wellkey/netrc'
import type { Attempt, CredentialProvider, Outcome } from './attempt.ts'
import { createCredential, keyLogin, type Credential, type CredentialSource } from './credential.ts'
import { CredentialError } from './credential-error.ts'
import { reporting } from './reporting.ts'
import type { Environment } from './environment.ts'

type Netrc = typeof NetrcModule

/** How {@link fromNetrc} finds and reads the file. */
export interface FromNetrcOptions {
  /** Default: `NETRC`, else `.netrc` in the home folder, `_netrc` on Windows. */
  readonly file?: string
  /** Takes only this login. Default: `apikey` if the host has such an entry, else the first one. */
  readonly login?: string
  /** Takes entries named like the host only, never `default`. Default: false. */
  readonly strict?: boolean
  /** Default: `process.env`. */
  readonly environment?: Environment
}

/**
 * A provider for the entry of the server's host in the user's netrc file.
 *
 * The format has no port, so the entry serves every port of its host; the credential is bound to
 * the origin that was asked for. Login and password come from the same entry, or it is refused.
 * A `default` entry counts too, unless `strict`, since R and Python use it.
 *
 * No file, or no entry for the host, is "not here". Everything else stops the search with
 * `ERR_CREDENTIAL_SOURCE` or `ERR_CREDENTIAL_FORMAT`: a file that others can read, a half entry, an
 * open quote, a key that cannot travel. So a broken
 * file never turns into another identity.
 */
export function fromNetrc(options: FromNetrcOptions = {}): CredentialProvider {
  return async ({ url, onAttempt }) => {
    // Loaded on use, so that importing this package touches no file system code.
    const netrc = await import('@wellkey/netrc')
    const { environment } = options
    const file = options.file ?? netrc.locateNetrc({ ...(environment && { environment }) })
    const report = (outcome: Outcome, reason?: string, place = file): Attempt => {
      const attempt: Attempt = { source: 'netrc', place, outcome, ...(reason && { reason }) }
      onAttempt?.(attempt)
      return attempt
    }
    let found: NetrcLookup | undefined
    try {
      const document = await netrc.readNetrc(file)
      found = find(netrc, document, url.hostname, options)
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
    if (found.isDefault && options.strict === true) {
      report('skipped', 'only the default entry, which is not used', source.place)
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
  hostname: string,
  { login }: FromNetrcOptions,
): NetrcLookup | undefined {
  // A file may name an international host in letters, while a URL always gives its A-label.
  for (const host of new Set([hostname, domainToUnicode(hostname) || hostname])) {
    const found =
      login === undefined
        ? (findKey(netrc, document, host) ?? netrc.findEntry(document, { host }))
        : netrc.findEntry(document, { host, login })
    if (found !== undefined) return found
  }
  return undefined
}

/** The host's own entry that says `login apikey`; one without a login does not say so. */
function findKey(netrc: Netrc, document: NetrcDocument, host: string): NetrcLookup | undefined {
  const found = netrc.findEntry(document, { host, login: keyLogin })
  if (found === undefined || found.isDefault) return undefined
  const saysSo = netrc.entries(document).some(({ login, line, column }) => {
    return login === keyLogin && line === found.line && column === found.column
  })
  return saysSo ? found : undefined
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
