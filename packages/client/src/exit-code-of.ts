import { CredentialError } from '@wellkey/credentials'
import { LabKeyError } from './labkey-error.ts'

/**
 * The exit code that a script or command should end with after this error.
 *
 * | code | meaning |
 * |---|---|
 * | 1 | failed: everything that has no line below |
 * | 2 | wrong use: a wrong option or server URL |
 * | 3 | no credential, or a broken source of credentials |
 * | 4 | credential refused |
 * | 5 | server out of reach, or too slow |
 *
 * @example
 * ```ts
 * process.exitCode = exitCodeOf(error)
 * ```
 */
export function exitCodeOf(error: unknown): 1 | 2 | 3 | 4 | 5 {
  if (error instanceof CredentialError) return error.code === 'ERR_CREDENTIAL_URL' ? 2 : 3
  if (!(error instanceof LabKeyError)) return 1
  switch (error.code) {
    case 'ERR_LABKEY_OPTIONS':
      return 2
    case 'ERR_LABKEY_UNAUTHORIZED':
    case 'ERR_LABKEY_GUEST':
      return 4
    case 'ERR_LABKEY_NETWORK':
    case 'ERR_LABKEY_TIMEOUT':
      return 5
    case 'ERR_LABKEY_FORBIDDEN':
    case 'ERR_LABKEY_NOT_FOUND':
    case 'ERR_LABKEY_CSRF':
    case 'ERR_LABKEY_QUERY':
    case 'ERR_LABKEY_VALIDATION':
    case 'ERR_LABKEY_CONFLICT':
    case 'ERR_LABKEY_SERVER':
    case 'ERR_LABKEY_ABORTED':
    case 'ERR_LABKEY_REDIRECT':
    case 'ERR_LABKEY_DECODE':
      return 1
  }
}
