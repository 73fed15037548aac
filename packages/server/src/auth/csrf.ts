import { Buffer } from 'node:buffer'
import { randomBytes, timingSafeEqual } from 'node:crypto'

import { csrfName } from '../http/cookies.ts'
import type { OwnCookies } from '../http/cookies.ts'
import type { Parameters } from '../http/parameters.ts'

/** The CSRF token of a request's browser. */
export interface CsrfToken {
  readonly value: string
  /** Whether it was made now, so that the answer has to set the cookie. */
  readonly isNew: boolean
}

const tokenShape = /^[0-9a-f]+$/

/**
 * Returns the token in the request's cookie, or a new one.
 *
 * "Exactly 64 characters [0-9a-f] on >= 23.3.0, exactly 32 before; anything else is ignored and a fresh
 * token is set as cookie"; the server keeps no list, so a client may invent its token (contract 1.8).
 */
export function csrfTokenOf({ csrf: sent }: OwnCookies, length: number): CsrfToken {
  return sent?.length === length && tokenShape.test(sent)
    ? { value: sent, isNew: false }
    : { value: randomBytes(length / 2).toString('hex'), isNew: true }
}

/** Tells whether the header or parameter `X-LABKEY-CSRF` repeats the cookie. */
export function hasCsrfToken(token: CsrfToken, headers: Headers, parameters: Parameters): boolean {
  const sent = headers.get(csrfName) ?? parameters.get(csrfName) ?? ''
  // "Header without cookie fails: the server makes a fresh expected value."
  if (sent.length !== token.value.length || !tokenShape.test(sent)) return false
  return timingSafeEqual(Buffer.from(sent), Buffer.from(token.value))
}
