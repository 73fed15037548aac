// docs/errors.md has every code of an error, with the exit code that a script ends with.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CredentialError, exitCodeOf, LabKeyError, type LabKeyErrorCode } from '@wellkey/client'
import type { CredentialErrorCode } from '@wellkey/credentials'
import { describe, expect, test } from 'vitest'
import { root } from './example-demo.ts'

const page = readFileSync(join(root, 'docs/errors.md'), 'utf8')
const rows = [...page.matchAll(/^\| `(ERR_\w+)` \| (\d) \| (.+) \| (.+) \|$/gm)].map(
  ([, code = '', exit = '', cause = '', advice = '']) => ({ code, exit, cause, advice }),
)

/** The members of the union of codes in a file. */
function codesIn(file: string): readonly string[] {
  const text = readFileSync(join(root, 'packages', file), 'utf8')
  const union = /^export type \w+ErrorCode =(.*?)(?:\n\n|\n\/\*\*|$(?![^]))/ms.exec(text)?.[1] ?? ''
  return [...union.matchAll(/'(ERR_\w+)'/g)].map(([, code = '']) => code)
}

const codes = [
  'client/src/labkey-error.ts',
  'credentials/src/credential-error.ts',
  'netrc/src/netrc-error.ts',
  'server/src/server-error.ts',
].map(codesIn)

function errorOf(code: string): Error {
  if (code.startsWith('ERR_LABKEY_')) {
    return new LabKeyError('LabKeyError', { code: code as LabKeyErrorCode, message: code })
  }
  if (code.startsWith('ERR_CREDENTIAL_')) {
    return new CredentialError(code as CredentialErrorCode, code)
  }
  return Object.assign(new Error(code), { code })
}

describe('docs/errors.md', () => {
  test('has every code of the four packages, once, and no other', () => {
    for (const ofPackage of codes) expect(ofPackage.length).toBeGreaterThan(2)
    expect(rows.map(({ code }) => code).toSorted()).toEqual(codes.flat().toSorted())
  })

  test.each(rows)('$code ends a script with $exit', ({ code, exit }) => {
    expect(exitCodeOf(errorOf(code))).toBe(Number(exit))
  })

  test('names a cause and what to do for each', () => {
    for (const { cause, advice } of rows) {
      expect(cause.length).toBeGreaterThan(10)
      expect(advice.length).toBeGreaterThan(5)
    }
  })
})
