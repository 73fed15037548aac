import { describe, expect, test } from 'vitest'
import { laws } from '../laws.ts'

describe('for 15,000 inputs each', () => {
  test.for(Object.keys(laws))('%s', (name) => {
    expect(() => laws[name]?.(15_000)).not.toThrow()
  })
})
