import type { Route } from './route.ts'

/** The part of a URL that a connection needs, as Node wants it. */
export function endpointOf(url: URL): Pick<Route, 'protocol' | 'hostname' | 'port'> {
  const isSecure = url.protocol === 'https:'
  return {
    protocol: isSecure ? 'https:' : 'http:',
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
  }
}

/** What a proxy with a login in its URL wants to see; read here and nowhere else. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(login, 'utf8').toString('base64')}`
}
