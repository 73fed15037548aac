import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { present, textOf, textsOf } from '../read-json.ts'
import { chosenUser, type UserChoice } from './principal.ts'

/** A role: what those who have it may do. */
export interface Role {
  /** The class name, as `org.labkey.api.security.roles.ReaderRole`. */
  readonly uniqueName: string
  /** For people. */
  readonly name: string
  readonly description?: string
  /** Class names, as `org.labkey.api.security.permissions.ReadPermission`. */
  readonly permissions: readonly string[]
}

/** Who gets or loses which role in the container. */
export type AssignRoleOptions = CallOptions &
  UserChoice & {
    /** The class name, as `getRoles` gives it in `uniqueName`. */
    readonly role: string
  }

/** Lists roles: `security-getRoles.api` (contract 5.2). */
export function getRoles(labkey: LabKeyClient, options?: CallOptions): Promise<readonly Role[]> {
  return ask(
    labkey,
    options,
    { name: 'security.getRoles', takes: {}, get: 'security-getRoles' },
    ({ objects }) =>
      objects('roles').flatMap((role) => {
        const uniqueName = textOf(role['uniqueName'])
        if (uniqueName === undefined) return []
        return [
          {
            uniqueName,
            name: textOf(role['name']) ?? uniqueName,
            permissions: textsOf(role['permissions']),
            ...present({ description: textOf(role['description']) }),
          },
        ]
      }),
  )
}

/** `security-addAssignment`: labkey-api-python 3.0, `labkey/security.py`. */
export function addRole(labkey: LabKeyClient, options: AssignRoleOptions): Promise<void> {
  return changeRole('add', labkey, options)
}

/** `security-removeAssignment`: labkey-api-python 3.0, `labkey/security.py`. */
export function removeRole(labkey: LabKeyClient, options: AssignRoleOptions): Promise<void> {
  return changeRole('remove', labkey, options)
}

function changeRole(
  change: 'add' | 'remove',
  labkey: LabKeyClient,
  options: AssignRoleOptions,
): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: `security.${change}Role`,
      takes: { role: 'text!', userId: 'integer', email: 'text' },
      post: `security-${change}Assignment`,
      sends: ({ role }, read) => ({
        form: { roleClassName: role, ...Object.fromEntries(chosenUser(read, 'principalId')) },
      }),
    },
    () => undefined,
  )
}
