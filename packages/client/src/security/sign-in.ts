import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { numberOf, textOf } from '../read-json.ts'

/** Who is signed in, and what he may do in the container. */
export interface CurrentUser {
  readonly id: number
  readonly email: string
  readonly displayName: string
  readonly canInsert: boolean
  readonly canUpdate: boolean
  readonly canDelete: boolean
  readonly isAdmin: boolean
}

/** `security-ensureLogin`: labkey-api-js 1.35.3, `src/labkey/security/User.ts`; contract 3.4. */
export function ensureLogin(labkey: LabKeyClient, options?: CallOptions): Promise<CurrentUser> {
  return ask(
    labkey,
    options,
    { name: 'security.ensureLogin', takes: {}, get: 'security-ensureLogin' },
    ({ object }) => {
      const user = object('currentUser')
      // Flags are texts here.
      const may = (name: string) => String(user[name]) === 'true'
      return {
        id: numberOf(user['id']) ?? 0,
        email: textOf(user['email']) ?? '',
        displayName: textOf(user['displayName']) ?? '',
        canInsert: may('canInsert'),
        canUpdate: may('canUpdate'),
        canDelete: may('canDelete'),
        isAdmin: may('isAdmin'),
      }
    },
  )
}

/** `login-logoutApi`: labkey-api-java 6.3, `security/LogoutCommand.java`; contract 3.1. */
export function logOut(labkey: LabKeyClient, options?: CallOptions): Promise<void> {
  return ask(
    labkey,
    options,
    { name: 'security.logOut', takes: {}, post: 'login-logoutApi' },
    () => undefined,
  )
}
