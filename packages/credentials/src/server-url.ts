import { CredentialError } from './credential-error.ts'

/**
 * Parses a server's base URL and refuses the ones that a credential must not be used with.
 *
 * Refused: other schemes than http and https; user info, because URLs end in logs; plain `http:`
 * to anything but this machine, because Basic would carry the secret in clear text. Query and
 * fragment are dropped, and the path is given one slash at its end.
 *
 * @param options.allowInsecureHttp lets `http:` to other machines pass. Default: false
 * @throws {CredentialError} `ERR_CREDENTIAL_URL`
 */
export function parseServerUrl(
  text: string | URL,
  options: { readonly allowInsecureHttp?: boolean } = {},
): URL {
  const url = URL.canParse(String(text)) ? new URL(text) : undefined
  if (url === undefined) {
    throw refusal('This is not a URL; write it with its scheme, as https://labkey.example.org')
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refusal(`The scheme ${url.protocol} is not http: or https:`)
  }
  if (url.username !== '' || url.password !== '') {
    throw refusal(
      `The URL of ${url.host} holds a login; take it out, and keep the key in a netrc file`,
    )
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && options.allowInsecureHttp !== true) {
    throw refusal(
      `${url.origin} would get the key in clear text; use https:, or, on a network that you trust, allowInsecureHttp (--allow-insecure-http)`,
    )
  }
  url.search = ''
  url.hash = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

/**
 * Says whether a host name of the WHATWG URL parser is this machine for certain: `localhost`,
 * 127.0.0.0/8 or `[::1]`. Names below `.localhost` are not, since resolvers differ on them.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function refusal(message: string): CredentialError {
  return new CredentialError('ERR_CREDENTIAL_URL', message)
}
