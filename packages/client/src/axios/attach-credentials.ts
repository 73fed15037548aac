// Types alone: the instance is the caller's, of whatever 1.x version.
import type { AxiosError, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { CredentialProvider } from '@wellkey/credentials'
import { resolveClientOptions, type ClientOptions } from '../client-options.ts'
import { identityHeaders } from '../identity-headers.ts'
import { createIdentities, type Identity } from '../identity.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import { guardRedirects, redirectErrorIn } from './guard-redirects.ts'
import { scrubError, scrubResponse } from './scrub.ts'

/** Which server gets the credential, and where it comes from; defaults as for `createClient`. */
export interface AttachOptions extends Pick<
  ClientOptions,
  'baseUrl' | 'allowInsecureHttp' | 'environment'
> {
  /** Default: `defaultProvider`, which looks where `createClient` looks. */
  readonly credentials?: CredentialProvider
}

/** What takes the credential off again. */
export interface Attached {
  /** Requests that begin afterwards go without it. */
  detach(): void
}

/**
 * Gives an axios instance of the caller's own the credential of a LabKey server.
 *
 * Every request whose final URL has the server's origin goes with Basic and, unless it is a GET, with a
 * CSRF pair; requests to elsewhere go as they are. A redirect is followed by GET within the origin
 * only, five times at the most, and is a `LabKeyRedirectError` else. After a 401 the credential is
 * looked for once more. A key of ours is taken out of configs, responses and errors again, together
 * with `Set-Cookie` and the request object of Node, which holds every header.
 *
 * Limits, which `createClient` does not have: attach last, since interceptors that stand behind ours
 * see the headers, and so does an adapter of the caller's own, which must keep to `maxRedirects: 0`
 * itself; bodies stay in errors, as axios puts them there; HTTP 200 with an `exception` is no error.
 *
 * @throws {LabKeyOptionsError} `ERR_LABKEY_OPTIONS`, also from requests that bring an `Authorization`
 *   or `auth` of their own to the server
 * @throws {CredentialError} from requests: the search for a credential
 */
export function attachCredentials(instance: AxiosInstance, options: AttachOptions = {}): Attached {
  const { base, credentials } = resolveClientOptions({ ...options, proxy: false })
  const identities = createIdentities({ base, credentials, now: Date.now })
  const used = new WeakMap<object, Identity>()

  const request = async (config: InternalAxiosRequestConfig) => {
    const url = finalUrl(instance, config)
    if (url?.origin !== base.origin) return config
    const { headers } = config
    if (config.auth !== undefined || headers.has('Authorization') || headers.has('apikey')) {
      throw new LabKeyOptionsError(
        `A request to ${base.origin} must not bring its own login; take it out, attachCredentials() sets it`,
      )
    }
    if (url.username !== '' || url.password !== '') {
      throw new LabKeyOptionsError(
        `The URL of a request to ${base.origin} must not hold a login; take it out, attachCredentials() sets it`,
      )
    }
    const identity = await identities.current()
    const method = (config.method ?? 'get').toUpperCase()
    for (const [name, value] of Object.entries(identityHeaders(url, method, identity))) {
      const own: unknown = name === 'Cookie' ? headers.get(name) : undefined
      headers.set(name, typeof own === 'string' ? `${own}; ${value}` : value)
    }
    guardRedirects(config, base)
    // A proxy for http: would see the key.
    if (url.protocol === 'http:') config.proxy = false
    used.set(config, identity)
    return config
  }

  const response = async (answer: AxiosResponse) => {
    const identity = used.get(answer.config)
    if (identity !== undefined) await scrubResponse(answer, identity)
    return answer
  }

  const failure = async (error: unknown): Promise<AxiosResponse> => {
    const config = configOf(error)
    const identity = config && used.get(config)
    if (config === undefined || identity === undefined) throw error
    const refused = redirectErrorIn(error)
    if (refused !== undefined) throw refused
    const known = await scrubError(error as AxiosError, identity)
    const mayRepeat = !Object.hasOwn(config, repeated) && isRepeatable(config.data)
    if (known.response?.status === 401 && mayRepeat) {
      const next = await identities.renew(identity)
      if (next !== identity) return instance.request(Object.assign(config, { [repeated]: true }))
    }
    throw known
  }

  const requestId = instance.interceptors.request.use(request)
  const responseId = instance.interceptors.response.use(response, failure)
  return Object.freeze({
    detach() {
      instance.interceptors.request.eject(requestId)
      instance.interceptors.response.eject(responseId)
    },
  })
}

// axios hands what it does not know on from config to config, and keeps no other tie between them.
const repeated = 'wellkeyRepeated'

/** The URL as axios will ask it; `undefined` when that is none. */
function finalUrl(instance: AxiosInstance, config: InternalAxiosRequestConfig): URL | undefined {
  const text = instance.getUri(config)
  return URL.canParse(text) ? new URL(text) : undefined
}

function configOf(error: unknown): InternalAxiosRequestConfig | undefined {
  if (typeof error !== 'object' || error === null || !('config' in error)) return undefined
  const { config } = error
  return typeof config === 'object' && config !== null
    ? // Looked at by identity only, in a map of configs that came by.
      (config as InternalAxiosRequestConfig)
    : undefined
}

function isRepeatable(data: unknown): boolean {
  return (
    data === undefined || data === null || typeof data === 'string' || data instanceof Uint8Array
  )
}
