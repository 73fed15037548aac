import type { AxiosError, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { csrfName } from '../cookies.ts'
import type { Identity } from '../identity.ts'

// What identityHeaders has put there.
const secretHeaders = ['Authorization', 'Cookie', csrfName] as const

/** Takes the secrets out of a response, and keeps its cookies. */
export async function scrubResponse(response: AxiosResponse, identity: Identity): Promise<void> {
  const { headers } = response
  const setCookie: unknown = headers['set-cookie']
  delete headers['set-cookie']
  scrubConfig(response.config)
  // Node's request holds the whole head of the message as text.
  response.request = undefined
  if (Array.isArray(setCookie)) {
    await identity.cookies.store(setCookie.filter((item) => typeof item === 'string'))
  }
}

/** Takes the secrets out of an error, in place. */
export async function scrubError(error: AxiosError, identity: Identity): Promise<AxiosError> {
  const { response } = error
  if (error.config !== undefined) scrubConfig(error.config)
  error.request = undefined
  if (response !== undefined) await scrubResponse(response, identity)
  return error
}

function scrubConfig(config: InternalAxiosRequestConfig): void {
  for (const name of secretHeaders) config.headers.delete(name)
}
