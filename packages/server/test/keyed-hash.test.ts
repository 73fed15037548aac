import { createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { createKeyedHash } from '../src/keys/keyed-hash.ts'

test('createKeyedHash is HMAC-SHA-256, as RFC 4231 has it and as Node computes it', () => {
  // RFC 4231, test case 2.
  expect(createKeyedHash(Buffer.from('Jefe'))('what do ya want for nothing?', 'hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
  const key = randomBytes(64)
  const keyed = createKeyedHash(key)
  const long = fc.string({ unit: 'binary', minLength: 1200, maxLength: 1500 })
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), long), (text) => {
      expect(keyed(text, 'base64url')).toBe(
        createHmac('sha256', key).update(text).digest('base64url'),
      )
    }),
  )
})

test('createKeyedHash has a key of its own each time', () => {
  expect(createKeyedHash()('x', 'hex')).not.toBe(createKeyedHash()('x', 'hex'))
  expect(() => createKeyedHash(randomBytes(65))).toThrow(RangeError)
})
