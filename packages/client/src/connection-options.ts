import type { SecureContextOptions } from 'node:tls'
import { isLoopback, type Environment } from '@wellkey/credentials'
import { ownOptions, readOptions, type OptionReader } from './check-options.ts'
import type { Hooks } from './hooks.ts'
import { LabKeyOptionsError } from './labkey-options-error.ts'
import { parseProxy, proxyFor } from './proxy-for.ts'

/** What a TLS connection is made with, besides Node's own settings. */
export interface TlsOptions {
  /**
   * Certificates (PEM) of authorities that are trusted besides those that Node trusts: an institute's own
   * authority, or the certificate of a server that has signed itself.
   */
  readonly ca?: SecureContextOptions['ca']
  /** The client's certificate (PEM), for servers that ask for one. Goes with `key`. */
  readonly cert?: string | Buffer
  /** The key of `cert` (PEM). */
  readonly key?: string | Buffer
  /** Certificate and key in one (PKCS #12), in place of `cert` and `key`. */
  readonly pfx?: string | Buffer
  /** Opens `key` or `pfx`. */
  readonly passphrase?: string
}

/** Decides on the proxy: the option's, else the environment's. */
export function proxyOf(
  proxy: unknown,
  client: {
    readonly base: URL
    readonly environment: Environment | undefined
    readonly allowInsecureHttp: boolean
    readonly read: OptionReader
  },
): URL | undefined {
  const { base, environment = process.env, allowInsecureHttp, read } = client
  if (proxy === false) return undefined
  if (proxy === undefined) return proxyFor(base, environment)
  const url = parseProxy(proxy instanceof URL ? proxy : read.requiredText('proxy'), 'createClient')
  // Without a tunnel the proxy sees the key, and so does everybody on the way to it.
  if (base.protocol === 'http:' && !isLoopback(url.hostname) && !allowInsecureHttp) {
    throw new LabKeyOptionsError(
      `createClient: proxy would get the key for ${base.origin} in clear text; leave it out, or use allowInsecureHttp`,
    )
  }
  return url
}

/** Takes the TLS options over the border; certificates and keys are not looked into here. */
export function tlsOf(tls: unknown, where: string): TlsOptions | undefined {
  if (tls === undefined) return undefined
  const known = ['ca', 'cert', 'key', 'pfx', 'passphrase'] as const
  const own = ownOptions(tls, `${where} tls`, known)
  const read = readOptions(own, `${where} tls`)
  for (const name of known) {
    const given: unknown = own[name]
    const items: readonly unknown[] = name === 'ca' && Array.isArray(given) ? given : [given]
    if (name === 'passphrase') read.text(name)
    else if (!items.every((item) => item === undefined || isPem(item))) {
      read.refuse(name, 'a text or Buffer with what the file holds')
    }
  }
  if ((own['cert'] === undefined) !== (own['key'] === undefined)) {
    read.refuse(own['cert'] === undefined ? 'cert' : 'key', 'there when the other of the two is')
  }
  return own
}

/** Takes hooks over the border. */
export function hooksOf(hooks: unknown, where: string): Hooks {
  if (hooks === undefined) return {}
  const known = ['beforeRequest', 'afterResponse', 'onRetry'] as const
  const own = ownOptions(hooks, `${where} hooks`, known)
  const read = readOptions(own, `${where} hooks`)
  for (const name of known) {
    if (own[name] !== undefined && typeof own[name] !== 'function') {
      read.refuse(name, 'a function')
    }
  }
  return own
}

function isPem(item: unknown): boolean {
  return (typeof item === 'string' && item !== '') || item instanceof Uint8Array
}
