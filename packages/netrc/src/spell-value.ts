import { NetrcError } from './netrc-error.ts'

/** curl reads no longer token (lib/netrc.c, curl 8.21). In bytes, quotes and escapes included. */
const longestToken = 4095

/**
 * Spells a value so that as many readers as possible read it back: bare if it can be, since a
 * quoted plain word is misread by half of them, else in double quotes with `\"` and `\\` only.
 *
 * Bare stays what most readers take as it is, `#` and a quote inside included. Quotes are needed
 * for blanks, an empty value, a leading quote, and a backslash, which Python, wget and ftp(1) take
 * as an escape when it is bare.
 *
 * @throws {NetrcError} `ERR_NETRC_VALUE` for control characters (a line end would add an entry to
 *   the file), for half a surrogate pair, and for more than 4,095 bytes
 */
export function spellValue(what: 'login' | 'password' | 'account', value: string): string {
  if (hasControl(value)) {
    throw new NetrcError(
      'ERR_NETRC_VALUE',
      `The ${what} holds a line end or another control character, which a netrc file cannot hold`,
    )
  }
  if (/\p{Surrogate}/u.test(value)) {
    throw new NetrcError('ERR_NETRC_VALUE', `The ${what} is not text: it holds half a character`)
  }
  const needsQuotes = value === '' || value.startsWith('"') || /[ \\]/.test(value)
  const spelling = needsQuotes ? `"${value.replace(/["\\]/g, '\\$&')}"` : value
  if (new TextEncoder().encode(spelling).length > longestToken) {
    throw new NetrcError(
      'ERR_NETRC_VALUE',
      `The ${what} is longer than the ${longestToken} bytes that curl reads`,
    )
  }
  return spelling
}

/**
 * Spells a machine's name, which is always bare.
 *
 * @throws {NetrcError} `ERR_NETRC_VALUE` for an empty name, for `default`, and for what is no host
 */
export function spellHost(host: string): string {
  if (host === '' || host === 'default' || /[\s"#\\]/.test(host) || hasControl(host)) {
    throw new NetrcError(
      'ERR_NETRC_VALUE',
      host === 'default'
        ? 'A machine cannot be named default, since that word opens the default entry'
        : 'The machine must be a host name without blanks, quotes, # or backslashes',
    )
  }
  return host
}

function hasControl(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}
