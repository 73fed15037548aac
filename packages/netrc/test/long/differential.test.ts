import { describe, expect, it } from 'vitest'
import { compareWithCurl, compareWithPython } from '../differential.ts'
import { versionOf } from '../programs.ts'

describe('for thousands of random files', () => {
  const seed = Date.now() % 2 ** 31
  it.skipIf(versionOf('python3') === undefined)(
    `python answers as CPython does, seed ${seed}`,
    () => {
      expect(compareWithPython(6000, seed)).toEqual([])
    },
  )

  it.skipIf(versionOf('curl') === undefined)(
    `curl answers as curl does, seed ${seed}`,
    async () => {
      expect(await compareWithCurl(3000, seed)).toEqual([])
    },
  )
})
