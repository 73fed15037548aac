import { askAction } from '../ask-action.ts'
import { callOptionNames, type CallOptions } from '../call-options.ts'
import { callerOf } from '../callers.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { chosenUser, type UserChoice } from './principal.ts'

/** As whom to act. */
export type ImpersonateUserOptions = CallOptions & UserChoice

/** Acts as another user from now on: `user-impersonateUser.api` (contract 3.5). */
export async function impersonateUser(
  labkey: LabKeyClient,
  options: ImpersonateUserOptions,
): Promise<void> {
  const where = 'security.impersonateUser'
  const read = readOptions(
    ownOptions(options, where, ['userId', 'email', ...callOptionNames]),
    where,
  )
  await askAction(callerOf(labkey, where), read, {
    method: 'POST',
    controller: 'user',
    action: 'impersonateUser',
    subject: 'impersonation of a user',
    form: chosenUser(read, 'userId'),
    readOnly: false,
  })
}

/** Is oneself again: `login-stopImpersonatingApi.api`. */
export async function stopImpersonating(
  labkey: LabKeyClient,
  options: CallOptions = {},
): Promise<void> {
  const where = 'security.stopImpersonating'
  await askAction(
    callerOf(labkey, where),
    readOptions(ownOptions(options, where, callOptionNames), where),
    {
      method: 'POST',
      controller: 'login',
      action: 'stopImpersonatingApi',
      subject: 'end of an impersonation',
      readOnly: false,
    },
  )
}
