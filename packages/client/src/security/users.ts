import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { NotFound } from '../found.ts'
import { numberOf, present, textOf } from '../read-json.ts'
import { emailOf, idsOf } from './principal.ts'

/** Whom to list; without any of these, all active users of the site. */
export interface GetUsersOptions extends CallOptions {
  /** The beginning of the e-mail address or display name. */
  readonly name?: string
  /** The members of this group alone. Not together with `groupId`. */
  readonly group?: string
  readonly groupId?: number
  /** Members of groups within the group as well. Default: false. */
  readonly allMembers?: boolean
  /** Whether inactive users are left out. Default: true. */
  readonly active?: boolean
}

/** A user as lists give it. */
export interface SiteUser {
  readonly id: number
  /** Absent where the server does not let the caller see it. */
  readonly email?: string
  readonly displayName: string
}

/** Who is to have an account. */
export interface CreateUserOptions extends CallOptions {
  readonly email: string
  /** Whether LabKey writes an invitation to the user. Default: false. */
  readonly sendEmail?: boolean
  /** Goes into the invitation. */
  readonly optionalMessage?: string
}

/** A user with an account. */
export interface CreatedUser {
  readonly id: number
  readonly email: string
  /** False: the account was there already. */
  readonly isNew: boolean
}

/** Which users. */
export interface ChangeUsersOptions extends CallOptions {
  readonly userIds: readonly number[]
}

/** Whose password. */
export interface ResetPasswordOptions extends CallOptions {
  readonly email: string
}

/** Lists users: `user-getUsers.api` (contract 5.2). */
export function getUsers(
  labkey: LabKeyClient,
  options?: GetUsersOptions,
): Promise<readonly SiteUser[]> {
  return ask(
    labkey,
    options,
    {
      name: 'security.getUsers',
      takes: {
        name: 'text',
        group: 'text',
        groupId: 'integer',
        allMembers: 'flag',
        active: 'flag',
      },
      // In a form, since URLs end in logs.
      read: 'user-getUsers',
      sends: (form) => ({ form }),
    },
    ({ objects }) =>
      objects('users').flatMap((user) => {
        const id = numberOf(user['userId']) ?? numberOf(user['id'])
        if (id === undefined) return []
        const email = textOf(user['email'])
        const displayName = textOf(user['displayName']) ?? email ?? ''
        return [{ id, displayName, ...present({ email }) }]
      }),
  )
}

/** Makes an account: `security-createNewUser.api` (labkey-api-js 1.35.3, `src/labkey/security/User.ts`). */
export function createUser(labkey: LabKeyClient, options: CreateUserOptions): Promise<CreatedUser> {
  return ask(
    labkey,
    options,
    {
      name: 'security.createUser',
      takes: { email: 'text!', sendEmail: 'flag', optionalMessage: 'text' },
      post: 'security-createNewUser',
      sends: ({ sendEmail = false, optionalMessage }, read) => ({
        form: { email: emailOf(read), sendEmail, optionalMessage },
      }),
    },
    ({ objects }, { email }) => {
      const [user] = objects('users')
      const id = numberOf(user?.['userId'])
      if (user === undefined || id === undefined) throw new NotFound('users')
      return { id, email: textOf(user['email']) ?? email, isNew: user['isNew'] === true }
    },
  )
}

/** `user-updateUsersStateApi`: LabKey 24.11, `UserController.UpdateUsersStateApiAction`. */
export function activateUsers(
  labkey: LabKeyClient,
  options: ChangeUsersOptions,
): Promise<readonly number[]> {
  return changeUsers('activate', labkey, options)
}

/** `user-updateUsersStateApi`: LabKey 24.11, `UserController.UpdateUsersStateApiAction`. */
export function deactivateUsers(
  labkey: LabKeyClient,
  options: ChangeUsersOptions,
): Promise<readonly number[]> {
  return changeUsers('deactivate', labkey, options)
}

/** `user-updateUsersStateApi`: LabKey 24.11, `UserController.UpdateUsersStateApiAction`. */
export function deleteUsers(
  labkey: LabKeyClient,
  options: ChangeUsersOptions,
): Promise<readonly number[]> {
  return changeUsers('delete', labkey, options)
}

function changeUsers(
  change: 'activate' | 'deactivate' | 'delete',
  labkey: LabKeyClient,
  options: ChangeUsersOptions,
): Promise<readonly number[]> {
  return ask(
    labkey,
    options,
    {
      name: `security.${change}Users`,
      takes: { userIds: 'integers!' },
      post: 'user-updateUsersStateApi',
      sends: (_values, read) => ({
        form: {
          userId: idsOf(read, 'userIds'),
          activate: change === 'activate',
          delete: change === 'delete',
        },
      }),
    },
    ({ json }, { userIds }) => {
      const changed = json['userIds']
      return Array.isArray(changed) ? changed.filter((id) => typeof id === 'number') : userIds
    },
  )
}

/** Makes a password void and has LabKey write to its user: `security-adminRotatePassword.api` (contract 5.2). */
export function resetPassword(labkey: LabKeyClient, options: ResetPasswordOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'security.resetPassword',
      takes: { email: 'text!' },
      post: 'security-adminRotatePassword',
      sends: (_values, read) => ({ form: { email: emailOf(read) } }),
    },
    () => undefined,
  )
}
