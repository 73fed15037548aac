// The code in the documents: TypeScript type-checks, commands exist with the options that are shown.
import { describe, expect, test } from 'vitest'
import { blocksOf, documents } from './documents.ts'
import { typeErrorsIn } from './type-check.ts'

describe('the documents', () => {
  test('are all found', () => {
    expect(documents()).toEqual(
      expect.arrayContaining(['README.md', 'docs/cli.md', 'packages/netrc/README.md']),
    )
  })

  test('their TypeScript type-checks', { timeout: 240_000 }, () => {
    const blocks = blocksOf('ts')
    expect(blocks.length).toBeGreaterThan(25)
    expect(typeErrorsIn(blocks)).toEqual([])
  })

  test('a wrong call in a block is an error with its place', { timeout: 240_000 }, () => {
    const code = "import { createClient } from '@wellkey/client'\ncreateClient({ basUrl: 'x' })\n"
    expect(typeErrorsIn([{ file: 'docs/a.md', line: 7, code }])).toEqual([
      expect.stringMatching(/^docs\/a\.md:8: .*basUrl/),
    ])
  })
})
