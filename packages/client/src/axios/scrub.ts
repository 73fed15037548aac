import type { AxiosError, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { csrfName } from '../cookies.ts'
import type { Identity } from '../identity.ts'

// What identityHeaders has put there.
const secretHeaders = ['Authorization', 'Cookie', csrfName] as const

/** Takes the secrets out of a response, after its cookies are kept. */
export function scrubResponse(response: AxiosResponse, identity: Identity): void {
  const { headers } = response
  const setCookie: unknown = headers['set-cookie']
  if (Array.isArray(setCookie)) {
    identity.cookies.store(setCookie.filter((item) => typeof item === 'string'))
  }
  delete headers['set-cookie']
  scrubConfig(response.config)
  // Node's request holds the whole head of the message as text.
  response.request = undefined
}

/** Takes the secrets out of an error, in place. */
export function scrubError(error: AxiosError, identity: Identity): AxiosError {
  if (error.response !== undefined) scrubResponse(error.response, identity)
  if (error.config !== undefined) scrubConfig(error.config)
  error.request = undefined
  return error
}

function scrubConfig(config: InternalAxiosRequestConfig): void {
  for (const name of secretHeaders) config.headers.delete(name)
}
