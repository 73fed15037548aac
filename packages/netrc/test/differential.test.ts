import { describe, expect, it } from 'vitest'
import { compareWithCurl, compareWithPython } from './differential.ts'
import { versionOf } from './programs.ts'

// ftp of inetutils and the go command are compared by the corpus only: neither is a part of the
// systems that these tests run on.
describe('for a few hundred random files', () => {
  it.skipIf(versionOf('python3') === undefined)('python answers as CPython does', () => {
    expect(compareWithPython(400, 1)).toEqual([])
  })

  it.skipIf(versionOf('curl') === undefined)('curl answers as curl does', async () => {
    expect(await compareWithCurl(200, 1)).toEqual([])
  })
})
