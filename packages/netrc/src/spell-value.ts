import { curlLimits, dialectOf, type Grammar } from './dialect.ts'
import { byteLength } from './limits.ts'
import { NetrcError } from './netrc-error.ts'
import { readSource } from './read-source.ts'
import { endOf } from './tokens.ts'
import { valueOf } from './value.ts'

// oxlint-disable-next-line no-control-regex
const control = /[\0-\x1f\x7f]/

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
  if (control.test(value)) {
    throw refusal(`The ${what} holds a line end or another control character`)
  }
  if (/[\ud800-\udfff]/u.test(value)) {
    throw refusal(`The ${what} is not text: it holds half a character`)
  }
  const quoted = `"${value.replace(/["\\]/g, '\\$&')}"`
  const spelling = [value, quoted].find((candidate) =>
    targets.every((grammar) => isReadAs(value, candidate, grammar)),
  )
  if (byteLength(spelling ?? quoted) > curlLimits.token) {
    throw refusal(`The ${what} is longer than the ${curlLimits.token} bytes that curl reads`)
  }
  if (spelling !== undefined) return spelling
  const names = targets.map((grammar) => dialectOf(grammar)).join(', ')
  throw refusal(`No spelling of the ${what} is read alike by ${names}`)
}

/** Whether a dialect reads a spelling as one token with this value. */
function isReadAs(value: string, spelling: string, grammar: Grammar): boolean {
  const text = `machine m login l password ${spelling}\n`
  const syntax = readSource({ text, kind: 'utf-8' }, grammar)
  const [entry, other] = syntax.entries
  if (syntax.failure || entry === undefined || other || entry.password < 0) return false
  const isWhole = endOf(syntax, entry.password) === text.length - 1
  return isWhole && valueOf(syntax, entry.password) === value
}

/**
 * Spells a machine's name, which is always bare.
 *
 * @throws {NetrcError} `ERR_NETRC_VALUE` for an empty name, for `default`, and for what is no host
 */
export function spellHost(host: string): string {
  if (host === '' || host === 'default' || /[\s"#\\]/.test(host) || control.test(host)) {
    throw refusal(
      'The machine must be a host name without blanks, quotes, # or \\, and not default',
    )
  }
  return host
}

function refusal(why: string): NetrcError {
  return new NetrcError('ERR_NETRC_VALUE', why)
}
