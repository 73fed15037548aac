import { Buffer } from 'node:buffer'

/** User and password of a request, from whichever header. */
export interface BasicCredentials {
  readonly user: string
  readonly password: string
}

/** The user name that says: the password is a key. Case counts (contract 1.1). */
export const keyUser = 'apikey'

const maxLength = 2048
const strictBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/

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
  const encoded = /^Basic +(\S*)\s*$/.exec(header)?.[1]
  if (encoded === undefined || encoded.length > maxLength || !strictBase64.test(encoded)) {
    return 'malformed'
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}
