import { Buffer } from 'node:buffer'

/** User and password of a request, from whichever header. */
export interface BasicCredentials {
  readonly user: string
  readonly password: string
}

/** The user name that says: the password is a key. Case counts (contract 1.1). */
export const keyUser = 'apikey'

const maxLength = 2048
const base64 = /^[A-Za-z0-9+/]*={0,2}$/
const scratch = Buffer.alloc(maxLength)

/**
 * Reads the credentials of a request: Basic first, and only without it the header `apikey`.
 *
 * "No colon: header ignored entirely" (contract 1.1, steps 1 and 2). The scheme is matched with case.
 * Base64 is read strictly, and the blank has to be there, so that one header means one thing: what
 * cannot be read is `malformed`, and nobody's credentials.
 */
export function readCredentials(headers: Headers): BasicCredentials | 'malformed' | undefined {
  const header = headers.get('Authorization') ?? ''
  const basic = header.startsWith('Basic') ? parseBasic(header) : undefined
  if (basic !== undefined) return basic
  const key = headers.get('apikey')
  return key === null ? undefined : { user: keyUser, password: key }
}

function parseBasic(header: string): BasicCredentials | 'malformed' | undefined {
  let start = 'Basic'.length
  while (header[start] === ' ') start += 1
  const encoded = header.slice(start).trimEnd()
  if (start === 'Basic'.length || encoded.length > maxLength || !isBase64(encoded)) {
    return 'malformed'
  }
  // A buffer for each request costs more than what is done with it. Nothing of it stays.
  const length = scratch.write(encoded, 'base64')
  const text = scratch.toString('utf8', 0, length)
  scratch.fill(0, 0, length)
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

// Padding may be left out, but is never less or more than it takes.
function isBase64(text: string): boolean {
  if (!base64.test(text)) return false
  const padding = text.indexOf('=')
  const digits = padding < 0 ? text.length : padding
  return digits % 4 !== 1 && (padding < 0 || (digits % 4 !== 0 && text.length % 4 === 0))
}
