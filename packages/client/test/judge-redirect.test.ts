// The 25 redirects on which HTTP clients have been seen to differ, by real names: who may be followed.
import { describe, expect, test } from 'vitest'
import { judgeRedirect } from '../src/redirect.ts'

const cases: readonly (readonly [string, string, string, boolean])[] = [
  ['c01 same origin, absolute', 'http://example.test:8081/a', 'http://example.test:8081/b', true],
  ['c02 same origin, relative', 'http://example.test:8081/a', '/b', true],
  ['c03 other port', 'http://example.test:8081/a', 'http://example.test:8082/b', false],
  ['c04 other host', 'http://example.test:8081/a', 'http://other.test:8081/b', false],
  ['c05 sub-domain', 'http://example.test:8081/a', 'http://sub.example.test:8081/b', false],
  ['c06 parent', 'http://sub.example.test:8081/a', 'http://example.test:8081/b', false],
  ['c07 http to https', 'http://example.test/a', 'https://example.test/b', false],
  ['c08 with ports', 'http://example.test:8081/a', 'https://example.test:8443/b', false],
  ['c09 https to http', 'https://example.test/a', 'http://example.test/b', false],
  ['c10 case only', 'http://example.test:8081/a', 'HTTP://EXAMPLE.test:8081/b', true],
  ['c11 trailing dot', 'http://example.test:8081/a', 'http://example.test.:8081/b', false],
  ['c12 localhost to address', 'http://localhost:8081/a', 'http://127.0.0.1:8081/b', false],
  ['c13 address to localhost', 'http://127.0.0.1:8081/a', 'http://localhost:8081/b', false],
  ['c14 IPv4 to IPv6', 'http://127.0.0.1:8081/a', 'http://[::1]:8081/b', false],
  ['c15 short IPv4', 'http://127.0.0.1:8081/a', 'http://127.1:8081/b', true],
  ['c16 hexadecimal IPv4', 'http://127.0.0.1:8081/a', 'http://0x7f000001:8081/b', true],
  ['c17 default port', 'http://example.test/a', 'http://example.test:80/b', true],
  ['c18 two slashes', 'http://example.test:8081/a', '//other.test:8081/b', false],
  ['c19 slash and backslash', 'http://example.test:8081/a', '/\\other.test:8081/b', false],
  ['c20 host as user', 'http://a.test:8081/a', 'http://a.test:8081@other.test:8081/b', false],
  ['c21 user info, same host', 'http://a.test:8081/a', 'http://evil:x@a.test:8081/b', false],
  ['c22 IDN', 'http://xn--bcher-kva.test/a', 'http://bücher.test/b', true],
  ['c23 away, to come back', 'http://example.test:8081/a', 'http://other.test:8081/back', false],
  ['c24 IPv6 to IPv4', 'http://[::1]:8081/a', 'http://127.0.0.1:8081/b', false],
  ['c25 another loopback', 'http://127.0.0.1:8081/a', 'http://127.0.0.6:8081/b', false],
]

describe('judgeRedirect()', () => {
  test.each(cases)('%s', (_name, from, location, isFollowed) => {
    const verdict = judgeRedirect(new URL(from), location, 'GET', 0)
    expect('follow' in verdict).toBe(isFollowed)
    if ('follow' in verdict) expect(verdict.follow.origin).toBe(new URL(from).origin)
    expect(judgeRedirect(new URL(from), location, 'POST', 0)).toHaveProperty('refused')
    expect(judgeRedirect(new URL(from), location, 'GET', 5)).toHaveProperty('refused')
  })
})
