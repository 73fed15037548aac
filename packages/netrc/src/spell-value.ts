import { decode } from './decode.ts'
import type { Grammar } from './dialect.ts'
import { byteLength } from './limits.ts'
import { NetrcError } from './netrc-error.ts'
import { readSource } from './read-source.ts'
import { endOf, startOf } from './tokens.ts'

/** curl reads no longer token (lib/netrc.c, curl 8.21). In bytes, quotes and escapes included. */
const longestToken = 4095

/**
 * Spells a value so that every targeted dialect reads it back: bare if they all read it so, since a
 * quoted plain word is misread by half of all readers, else in double quotes with `\"` and `\\`
 * only.
 *
 * @throws {NetrcError} `ERR_NETRC_VALUE` for control characters (a line end would add an entry to
 *   the file), for half a surrogate pair, for more than 4,095 bytes, and when a target reads neither
 */
export function spellValue(
  what: 'login' | 'password' | 'account',
  value: string,
  targets: readonly Grammar[],
): string {
  if (hasControl(value)) {
    throw new NetrcError(
      'ERR_NETRC_VALUE',
      `The ${what} holds a line end or another control character, which a netrc file cannot hold`,
    )
  }
  if (/\p{Surrogate}/u.test(value)) {
    throw new NetrcError('ERR_NETRC_VALUE', `The ${what} is not text: it holds half a character`)
  }
  const quoted = `"${value.replace(/["\\]/g, '\\$&')}"`
  const spelling = [value, quoted].find((candidate) =>
    targets.every((grammar) => isReadAs(value, candidate, grammar)),
  )
  if (byteLength(spelling ?? quoted) > longestToken) {
    throw new NetrcError(
      'ERR_NETRC_VALUE',
      `The ${what} is longer than the ${longestToken} bytes that curl reads`,
    )
  }
  if (spelling !== undefined) return spelling
  const names = targets.map(({ dialect }) => dialect).join(', ')
  throw new NetrcError('ERR_NETRC_VALUE', `No spelling of the ${what} is read alike by ${names}`)
}

/** Whether a dialect reads a spelling as one token with this value. */
function isReadAs(value: string, spelling: string, grammar: Grammar): boolean {
  const text = `machine m login l password ${spelling}\n`
  const { tokens, entries, failure } = readSource({ text, kind: 'utf-8' }, grammar)
  const [entry] = entries
  if (failure !== undefined || entry === undefined || entries.length > 1) return false
  const end = endOf({ tokens }, entry.password)
  const read = text.slice(startOf({ tokens }, entry.password), end)
  return entry.password >= 0 && end === text.length - 1 && decode(read, grammar) === value
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
