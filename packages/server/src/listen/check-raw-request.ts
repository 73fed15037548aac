import type { IncomingMessage } from 'node:http'

/** Why a request is turned away before it is a request at all. */
export interface RawRefusal {
  readonly status: number
  readonly message: string
}

const maxHeaders = 64
const maxTargetLength = 8192
const single = ['host', 'authorization', 'content-type', 'content-length']
const singleLengths = new Set(single.map(({ length }) => length))

/**
 * Looks at what Node's parser lets through and no client of good will sends.
 *
 * Node takes the first of two `Host` or `Authorization` headers, accepts `TE: identity, chunked` and
 * TRACE, and `new URL()` would fold `..` away and read another host out of the target. Repeated slashes
 * are fine, Rlabkey sends them; they never become a host, since the target is only ever used as a path.
 */
export function checkRawRequest(
  request: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders' | 'headers'>,
): RawRefusal | undefined {
  const { method, url = '', rawHeaders, headers } = request
  if (method === 'TRACE' || method === 'TRACK') return refusal(405, `Method Not Allowed: ${method}`)
  if (rawHeaders.length / 2 > maxHeaders) return refusal(431, `More than ${maxHeaders} headers`)
  if (url.length > maxTargetLength) return refusal(414, 'The URL is too long')
  let seen = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (!singleLengths.has(name.length)) continue
    const bit = 1 << (single.indexOf(name.toLowerCase()) + 1)
    // The lowest bit is for names that may stand there twice.
    if (bit > 1 && (seen & bit) !== 0) return refusal(400, `Two ${name.toLowerCase()} headers`)
    seen |= bit
  }
  if (!headers.host) return refusal(400, 'No host header')
  const coding = headers['transfer-encoding']
  if (coding !== undefined && coding !== 'chunked') return refusal(400, 'Unknown transfer coding')
  return checkTarget(url)
}

const unusual = /[\\#%]|\/\./

function checkTarget(target: string): RawRefusal | undefined {
  if (!target.startsWith('/')) return refusal(400, 'The request target is not a path')
  const query = target.indexOf('?')
  const path = query < 0 ? target : target.slice(0, query)
  if (!unusual.test(path)) return undefined
  if (path.includes('\\') || path.includes('#'))
    return refusal(400, 'The URL has a character that is not allowed')
  let decoded: string[]
  try {
    decoded = path.split('/').map(decodeURIComponent)
  } catch {
    return refusal(400, 'The URL has malformed percent-encoding')
  }
  const isClimbing = decoded.some((segment) => segment === '.' || segment === '..')
  return isClimbing ? refusal(400, 'The URL climbs') : undefined
}

function refusal(status: number, message: string): RawRefusal {
  return { status, message }
}
