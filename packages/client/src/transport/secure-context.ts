import { X509Certificate } from 'node:crypto'
import * as tls from 'node:tls'
import type { TlsOptions } from '../connection-options.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'

/** What the server is asked with, and what an `https:` proxy is: the latter gets no certificate. */
export interface SecureContexts {
  readonly secureContext: tls.SecureContext | undefined
  readonly proxyContext: tls.SecureContext | undefined
}

/**
 * Reads certificates and keys once for all connections.
 *
 * @throws {LabKeyOptionsError} for one that cannot be read; shows nothing of it
 */
export function createSecureContexts(options: TlsOptions | undefined): SecureContexts {
  if (options === undefined) return { secureContext: undefined, proxyContext: undefined }
  const { ca, ...own } = options
  const added = ca === undefined ? [] : Array.isArray(ca) ? ca : [ca]
  // Node takes `ca` in place of its own list.
  const trust = ca === undefined ? {} : { ca: [...trusted(), ...added] }
  try {
    // Node passes over a text in which there is no certificate.
    added.forEach((certificate) => new X509Certificate(certificate))
    return {
      secureContext: tls.createSecureContext({ ...trust, ...own }),
      proxyContext: ca === undefined ? undefined : tls.createSecureContext(trust),
    }
  } catch (error) {
    const code = String(Reflect.get(Object(error), 'code'))
    throw new LabKeyOptionsError(
      `createClient tls: a certificate or key cannot be read (${/^[A-Z\d_]+$/.test(code) ? code : 'unknown form'})`,
    )
  }
}

/** What Node trusts: its own list and, where it tells (from 22.15 on), NODE_EXTRA_CA_CERTS. */
function trusted(): readonly string[] {
  const all: unknown = Reflect.get(tls, 'getCACertificates')
  return typeof all === 'function' ? (all('default') as readonly string[]) : tls.rootCertificates
}
