/**
 * Says whether a failed write has left nothing behind: LabKey itself refused it, or it was never sent.
 * After a broken connection, a time-out or a proxy's error nobody knows.
 */
export function isSurelyNotWritten(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'CliError' || Reflect.get(error, 'attempts') === 0) return true
  switch (Reflect.get(error, 'code')) {
    case 'ERR_LABKEY_OPTIONS':
    case 'ERR_LABKEY_UNAUTHORIZED':
    case 'ERR_LABKEY_GUEST':
    case 'ERR_LABKEY_FORBIDDEN':
    case 'ERR_LABKEY_NOT_FOUND':
    case 'ERR_LABKEY_CSRF':
    case 'ERR_LABKEY_QUERY':
    case 'ERR_LABKEY_VALIDATION':
    case 'ERR_LABKEY_CONFLICT':
      return true
    case 'ERR_LABKEY_SERVER':
      // A proxy that lost the server knows of no Java class.
      return Reflect.get(error, 'exceptionClass') !== undefined
    case 'ERR_LABKEY_NETWORK':
      return ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH'].includes(
        String(Reflect.get(error, 'systemCode')),
      )
    default:
      return String(Reflect.get(error, 'code')).startsWith('ERR_CREDENTIAL_')
  }
}
