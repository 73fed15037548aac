import {
  CredentialError,
  exitCodeOf,
  LabKeyAbortError,
  LabKeyAuthenticationError,
  LabKeyCsrfError,
  LabKeyDecodeError,
  LabKeyError,
  LabKeyNetworkError,
  LabKeyNotFoundError,
  LabKeyOptionsError,
  LabKeyPermissionError,
  LabKeyQueryError,
  LabKeyRedirectError,
  LabKeyServerError,
  LabKeyTimeoutError,
} from '@wellkey/client'
import { describe, expect, test } from 'vitest'

const facts = { message: 'x' }

describe('exitCodeOf()', () => {
  test.each([
    [1, new Error('x')],
    [1, 'x'],
    [1, undefined],
    [2, new LabKeyOptionsError('x')],
    [2, new CredentialError('ERR_CREDENTIAL_URL', 'x')],
    [3, new CredentialError('ERR_CREDENTIAL_MISSING', 'x')],
    [3, new CredentialError('ERR_CREDENTIAL_SOURCE', 'x')],
    [3, new CredentialError('ERR_CREDENTIAL_FORMAT', 'x')],
    [4, new LabKeyAuthenticationError({ ...facts, code: 'ERR_LABKEY_UNAUTHORIZED' })],
    [4, new LabKeyAuthenticationError({ ...facts, code: 'ERR_LABKEY_GUEST' })],
    [5, new LabKeyNetworkError(facts)],
    [5, new LabKeyTimeoutError(facts)],
    [1, new LabKeyPermissionError(facts)],
    [1, new LabKeyNotFoundError(facts)],
    [1, new LabKeyCsrfError(facts)],
    [1, new LabKeyQueryError(facts)],
    [1, new LabKeyServerError(facts)],
    [1, new LabKeyAbortError(facts)],
    [1, new LabKeyRedirectError(facts)],
    [1, new LabKeyDecodeError(facts)],
  ])('is %i for %s', (code, error) => {
    expect(exitCodeOf(error)).toBe(code)
    if (error instanceof LabKeyError) {
      expect(error.name).toBe(error.constructor.name)
      expect(Object.isFrozen(error)).toBe(true)
      expect(String(error)).toBe(`${error.name}: x`)
    }
  })
})
