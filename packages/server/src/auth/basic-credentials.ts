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
 * "No colon: header ignored entirely" (contract 1.1, steps 1 and 2). Base64 is read strictly, so that
 * one header means one thing. The scheme is matched with case, and needs its blank.
 */
export function readCredentials(headers: Headers): BasicCredentials | undefined {
  const basic = parseBasic(headers.get('Authorization') ?? '')
  if (basic !== undefined) return basic
  const key = headers.get('apikey')
  return key === null ? undefined : { user: keyUser, password: key }
}

function parseBasic(header: string): BasicCredentials | undefined {
  const encoded = /^Basic +(\S*)\s*$/.exec(header)?.[1]
  if (encoded === undefined || encoded.length > maxLength || !strictBase64.test(encoded)) {
    return undefined
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}
