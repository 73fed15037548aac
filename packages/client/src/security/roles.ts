import { askAction } from '../ask-action.ts'
import { callOptionNames, type CallOptions } from '../call-options.ts'
import { callerOf } from '../callers.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { objectsOf, present, textOf, textsOf } from '../read-json.ts'
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
export async function getRoles(
  labkey: LabKeyClient,
  options: CallOptions = {},
): Promise<readonly Role[]> {
  const where = 'security.getRoles'
  const read = readOptions(ownOptions(options, where, callOptionNames), where)
  const { value, unreadable } = await askAction(callerOf(labkey, where), read, {
    method: 'GET',
    controller: 'security',
    action: 'getRoles',
    subject: 'roles',
    readOnly: true,
  })
  if (!Array.isArray(value['roles'])) throw await unreadable()
  return objectsOf(value['roles']).flatMap((role) => {
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
  })
}

/** `security-addAssignment`: labkey-api-python 3.0, `labkey/security.py`. */
export function addRole(labkey: LabKeyClient, options: AssignRoleOptions): Promise<void> {
  return changeRole('add', labkey, options)
}

/** `security-removeAssignment`: labkey-api-python 3.0, `labkey/security.py`. */
export function removeRole(labkey: LabKeyClient, options: AssignRoleOptions): Promise<void> {
  return changeRole('remove', labkey, options)
}

/** Gives or takes a role: `security-addAssignment.api`, `security-removeAssignment.api`. */
async function changeRole(
  change: 'add' | 'remove',
  labkey: LabKeyClient,
  options: AssignRoleOptions,
): Promise<void> {
  const where = `security.${change}Role`
  const names = ['role', 'userId', 'email', ...callOptionNames]
  const read = readOptions(ownOptions(options, where, names), where)
  await askAction(callerOf(labkey, where), read, {
    method: 'POST',
    controller: 'security',
    action: `${change}Assignment`,
    subject: 'a role of a user',
    form: [['roleClassName', read.requiredText('role')], ...chosenUser(read, 'principalId')],
    readOnly: false,
  })
}
