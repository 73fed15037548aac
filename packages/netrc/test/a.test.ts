import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { placeholder } from '@wellkey/netrc'
test('x', () => {
  expect(placeholder).toBe('x')
  fc.assert(fc.property(fc.string(), (s) => s.length >= 0))
})
