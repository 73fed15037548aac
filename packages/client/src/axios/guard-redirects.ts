import type { InternalAxiosRequestConfig } from 'axios'
import { LabKeyRedirectError } from '../labkey-errors.ts'
import { judgeRedirect } from '../redirect.ts'

const mostHops = 5

/** Keeps the redirects of a request within the origin of its credential. */
export function guardRedirects(config: InternalAxiosRequestConfig, base: URL): void {
  const method = (config.method ?? 'get').toUpperCase()
  const own = config.beforeRedirect
  let from = base
  let hops = 0
  // The other adapters follow redirects without asking.
  if (typeof config.adapter !== 'function') config.adapter = 'http'
  config.maxRedirects = Math.min(config.maxRedirects ?? mostHops, mostHops)
  config.beforeRedirect = (options, ...details) => {
    const location: unknown = options['href']
    const verdict = judgeRedirect(
      from,
      typeof location === 'string' ? location : undefined,
      method,
      hops++,
    )
    if ('refused' in verdict) {
      throw new LabKeyRedirectError({
        message: `${base.origin} redirects, and this redirect is not followed: ${verdict.refused}`,
        method,
        url: base.origin,
      })
    }
    from = verdict.follow
    own?.(options, ...details)
  }
}

/** Finds the refusal in what axios and its follower of redirects have wrapped around it. */
export function redirectErrorIn(error: unknown): LabKeyRedirectError | undefined {
  let inner = error
  for (let depth = 0; depth < 5 && inner instanceof Error; depth++) {
    if (inner instanceof LabKeyRedirectError) return inner
    inner = inner.cause
  }
  return undefined
}
