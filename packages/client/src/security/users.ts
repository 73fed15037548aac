import { askAction } from '../ask-action.ts'
import { callOptionNames, type CallOptions } from '../call-options.ts'
import { callerOf } from '../callers.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { parameters } from '../query/ask-query.ts'
import { numberOf, objectsOf, present, textOf } from '../read-json.ts'
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
export async function getUsers(
  labkey: LabKeyClient,
  options: GetUsersOptions = {},
): Promise<readonly SiteUser[]> {
  const where = 'security.getUsers'
  const names = ['name', 'group', 'groupId', 'allMembers', 'active', ...callOptionNames]
  const read = readOptions(ownOptions(options, where, names), where)
  const { value, unreadable } = await askAction(callerOf(labkey, where), read, {
    method: 'POST',
    controller: 'user',
    action: 'getUsers',
    subject: 'users',
    // In a form, since URLs end in logs.
    form: parameters({
      name: read.text('name'),
      group: read.text('group'),
      groupId: read.integer('groupId', -10),
      allMembers: read.flag('allMembers'),
      active: read.flag('active'),
    }),
    readOnly: true,
  })
  if (!Array.isArray(value['users'])) throw await unreadable()
  return objectsOf(value['users']).flatMap((user) => {
    const id = numberOf(user['userId']) ?? numberOf(user['id'])
    if (id === undefined) return []
    const email = textOf(user['email'])
    const displayName = textOf(user['displayName']) ?? email ?? ''
    return [{ id, displayName, ...present({ email }) }]
  })
}

/** Makes an account: `security-createNewUser.api`. */
export async function createUser(
  labkey: LabKeyClient,
  options: CreateUserOptions,
): Promise<CreatedUser> {
  const where = 'security.createUser'
  const names = ['email', 'sendEmail', 'optionalMessage', ...callOptionNames]
  const read = readOptions(ownOptions(options, where, names), where)
  const email = emailOf(read) ?? read.requiredText('email')
  const { value, unreadable } = await askAction(callerOf(labkey, where), read, {
    method: 'POST',
    controller: 'security',
    action: 'createNewUser',
    subject: 'a new user',
    form: parameters({
      email,
      sendEmail: read.flag('sendEmail') ?? false,
      optionalMessage: read.text('optionalMessage'),
    }),
    readOnly: false,
  })
  const [user] = objectsOf(value['users'])
  const id = numberOf(user?.['userId'])
  if (user === undefined || id === undefined) throw await unreadable()
  return { id, email: textOf(user['email']) ?? email, isNew: user['isNew'] === true }
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

type UserChange = 'activate' | 'deactivate' | 'delete'

/** Changes the state of users, all or none of them: `user-updateUsersStateApi.api`. */
async function changeUsers(
  change: UserChange,
  labkey: LabKeyClient,
  options: ChangeUsersOptions,
): Promise<readonly number[]> {
  const where = `security.${change}Users`
  const read = readOptions(ownOptions(options, where, ['userIds', ...callOptionNames]), where)
  const userIds = idsOf(read, 'userIds')
  const { value } = await askAction(callerOf(labkey, where), read, {
    method: 'POST',
    controller: 'user',
    action: 'updateUsersStateApi',
    subject: `users to ${change}`,
    form: [
      ...userIds.map((id) => ['userId', String(id)] as const),
      ['activate', String(change === 'activate')],
      ['delete', String(change === 'delete')],
    ],
    readOnly: false,
  })
  const changed: unknown = value['userIds']
  return Array.isArray(changed) ? changed.filter((id) => typeof id === 'number') : userIds
}

/** Makes a password void and has LabKey write to its user: `security-adminRotatePassword.api`. */
export async function resetPassword(
  labkey: LabKeyClient,
  options: ResetPasswordOptions,
): Promise<void> {
  const where = 'security.resetPassword'
  const read = readOptions(ownOptions(options, where, ['email', ...callOptionNames]), where)
  const email = emailOf(read) ?? read.requiredText('email')
  await askAction(callerOf(labkey, where), read, {
    method: 'POST',
    controller: 'security',
    action: 'adminRotatePassword',
    subject: 'a reset of a password',
    form: [['email', email]],
    readOnly: false,
  })
}
