import {
  defaultProvider,
  parseServerUrl,
  readEnvironment,
  type CredentialProvider,
  type Environment,
} from '@wellkey/credentials'
import { hooksOf, proxyOf, tlsOf } from './connection-options.ts'
import type { TlsOptions } from './connection-options.ts'
import type { Hooks } from './hooks.ts'
import { ownOptions, readOptions, type OptionReader } from './check-options.ts'
import { LabKeyOptionsError } from './labkey-options-error.ts'
import { parseContainer, type ContainerPath } from './request-url.ts'
import { systemTiming, type RetryOptions, type RetryPolicy, type Timing } from './retry.ts'
import { version } from './version.ts'
import type { startExchange } from './transport/exchange.ts'

/** How a client is made; everything has a default that the environment or LabKey gives. */
export interface ClientOptions {
  /**
   * The server with its context path, as `https://labkey.example.org/labkey`. Default:
   * `LABKEY_BASE_URL`, `LABKEY_URL` or `LABKEY_SERVER` of the environment.
   */
  readonly baseUrl?: string | URL
  /**
   * The container for calls that name none, as `/Project/Folder`. Default: `LABKEY_CONTAINER`, else
   * `/`, the root.
   */
  readonly container?: string
  /**
   * Where the credential comes from, or `'anonymous'` for a client that is a guest on purpose.
   * Default: `defaultProvider`, which looks into the environment and the netrc file.
   */
  readonly credentials?: CredentialProvider | 'anonymous'
  /**
   * The longest time for one attempt, up to the last byte, or, of a stream, to its first. Queries may
   * run for minutes, and LabKey itself sets no limit. Default: 300000.
   */
  readonly timeoutMs?: number
  /** The longest time for a whole call with all its attempts and waits. Default: none. */
  readonly totalTimeoutMs?: number
  /** The longest time for a connection to come up, proxy and TLS included. Default: 10000. */
  readonly connectTimeoutMs?: number
  /** The longest silence of a stream while its reader waits for more. Default: 120000. */
  readonly idleTimeoutMs?: number
  /** How reads are sent again when the failure may pass; `false` for never. Writes never are. */
  readonly retry?: RetryOptions | false
  /** Lets the key travel over plain `http:` to other machines. Default: false. */
  readonly allowInsecureHttp?: boolean
  /** The most requests at a time; further ones wait in line. Default: 32. */
  readonly maxConcurrent?: number
  /**
   * The proxy on the way to the server, `http:` or `https:`, with its login if it wants one; `false` for
   * none. Default: `HTTPS_PROXY` or `HTTP_PROXY` by the server's scheme, else `ALL_PROXY`, unless
   * `NO_PROXY` names the server or the server is this machine.
   */
  readonly proxy?: string | URL | false
  /** Certificates of one's own. What Node itself trusts goes on to count. */
  readonly tls?: TlsOptions
  /** What the program wants to hear of its requests. */
  readonly hooks?: Hooks
  /**
   * Whether the server is asked (`login-whoami`) if it took the credential, with the first answer and
   * then once a minute: LabKey before 24.7.1 answers to a bad key as to a guest. Default: only
   * servers that say they are that old.
   */
  readonly verifyIdentity?: boolean
  /** The largest body in either direction, unpacked. Default: 268435456, that is 256 MiB. */
  readonly maxResponseBytes?: number
  /** The program's own name, put behind `wellkey/VERSION` in `User-Agent`. Default: none. */
  readonly userAgent?: string
  /** What is read instead of `process.env`. */
  readonly environment?: Environment
  /** @internal */
  readonly timing?: Timing
  /** @internal Stands in for the wire. */
  readonly exchange?: typeof startExchange
}

/** {@link ClientOptions} after the border: complete, and looked at only once. */
export interface ResolvedClientOptions {
  readonly base: URL
  readonly container: ContainerPath
  readonly credentials: CredentialProvider | 'anonymous'
  readonly timeoutMs: number
  readonly totalTimeoutMs: number | undefined
  readonly connectTimeoutMs: number
  readonly idleTimeoutMs: number
  readonly maxConcurrent: number
  readonly proxy: URL | undefined
  readonly tls: TlsOptions | undefined
  readonly hooks: Hooks
  readonly verifyIdentity: boolean
  readonly retry: RetryPolicy
  readonly maxResponseBytes: number
  readonly userAgent: string
  /** Of a fan-out: stops every call. */
  readonly signal: AbortSignal | undefined
  readonly timing: Timing
  readonly exchange: typeof startExchange | undefined
}

const where = 'createClient'
const knownOptions = [
  'baseUrl',
  'container',
  'credentials',
  'timeoutMs',
  'totalTimeoutMs',
  'connectTimeoutMs',
  'idleTimeoutMs',
  'maxConcurrent',
  'proxy',
  'tls',
  'hooks',
  'verifyIdentity',
  'retry',
  'allowInsecureHttp',
  'maxResponseBytes',
  'userAgent',
  'environment',
  'timing',
  'exchange',
] as const satisfies readonly (keyof ClientOptions)[]

/** Reads options and environment once and fills in every default. */
export function resolveClientOptions(options: ClientOptions): ResolvedClientOptions {
  const own = ownOptions(options, where, knownOptions)
  const read = readOptions(own, where)
  // The types of these two are objects of the caller's own; their users look closer.
  const environment = own['environment'] as Environment | undefined
  const timing = own['timing'] as Timing | undefined
  const exchange = own['exchange'] as typeof startExchange | undefined
  const allowInsecureHttp = read.flag('allowInsecureHttp') ?? false
  const base = parseServerUrl(baseUrlOf(own['baseUrl'], read, environment), { allowInsecureHttp })
  return Object.freeze({
    base,
    container: parseContainer(
      read.text('container') ?? readEnvironment('container', environment)?.value ?? '/',
    ),
    credentials: credentialsOf(own['credentials'], read, environment),
    timeoutMs: read.integer('timeoutMs', 1) ?? 300_000,
    totalTimeoutMs: read.integer('totalTimeoutMs', 1),
    connectTimeoutMs: read.integer('connectTimeoutMs', 1) ?? 10_000,
    idleTimeoutMs: read.integer('idleTimeoutMs', 1) ?? 120_000,
    maxConcurrent: read.integer('maxConcurrent', 1) ?? 32,
    proxy: proxyOf(own['proxy'], { base, environment, allowInsecureHttp, read }),
    tls: tlsOf(own['tls'], where),
    hooks: hooksOf(own['hooks'], where),
    verifyIdentity: read.flag('verifyIdentity') ?? false,
    retry: retryOf(own['retry']),
    maxResponseBytes: read.integer('maxResponseBytes', 1) ?? 268_435_456,
    userAgent: userAgentOf(read),
    signal: undefined,
    timing: timing ?? systemTiming,
    exchange,
  })
}

function baseUrlOf(
  baseUrl: unknown,
  read: OptionReader,
  environment: Environment | undefined,
): string | URL {
  if (baseUrl instanceof URL) return baseUrl
  const text = read.text('baseUrl') ?? readEnvironment('server', environment)?.value
  if (text !== undefined) return text
  throw new LabKeyOptionsError(
    'There is no server: give createClient a baseUrl, or set LABKEY_BASE_URL (or LABKEY_URL, LABKEY_SERVER)',
  )
}

function credentialsOf(
  credentials: unknown,
  read: OptionReader,
  environment: Environment | undefined,
): CredentialProvider | 'anonymous' {
  if (credentials === undefined)
    return defaultProvider(environment === undefined ? {} : { environment })
  if (credentials === 'anonymous') return credentials
  return typeof credentials === 'function'
    ? (credentials as CredentialProvider)
    : read.refuse('credentials', `a provider such as fromValue(key), or 'anonymous'`)
}

function retryOf(retry: unknown): RetryPolicy {
  const own =
    retry === false
      ? { retries: 0 }
      : ownOptions(retry ?? {}, `${where} retry`, [
          'retries',
          'minDelayMs',
          'maxDelayMs',
          'maxRetryAfterMs',
        ])
  const read = readOptions(own, `${where} retry`)
  return Object.freeze({
    retries: read.integer('retries', 0) ?? 3,
    minDelayMs: read.integer('minDelayMs', 0) ?? 500,
    maxDelayMs: read.integer('maxDelayMs', 0) ?? 8000,
    maxRetryAfterMs: read.integer('maxRetryAfterMs', 0) ?? 30_000,
  })
}

function userAgentOf(read: OptionReader): string {
  const own = read.text('userAgent')
  if (own === undefined) return `wellkey/${version}`
  if (!/^[ -~]{1,200}$/.test(own)) read.refuse('userAgent', 'visible ASCII, up to 200 characters')
  return `wellkey/${version} ${own}`
}
