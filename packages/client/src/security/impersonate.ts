import { askAction } from '../ask-action.ts'
import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { Caller } from '../query/ask-query.ts'
import { chosenUser, type UserChoice } from './principal.ts'

/** As whom to act. */
export type ImpersonateUserOptions = CallOptions & UserChoice

/** Acts as another user from now on: `user-impersonateUser.api` (contract 3.5). */
export async function impersonateUser(
  options: ImpersonateUserOptions,
  caller: Caller,
): Promise<void> {
  const where = 'security.impersonateUser'
  const read = readOptions(
    ownOptions(options, where, ['userId', 'email', ...callOptionNames]),
    where,
  )
  await askAction(caller, read, {
    method: 'POST',
    controller: 'user',
    action: 'impersonateUser',
    subject: 'impersonation of a user',
    form: chosenUser(read, 'userId'),
    readOnly: false,
  })
}

/** Is oneself again: `login-stopImpersonatingApi.api`. */
export async function stopImpersonating(options: CallOptions, caller: Caller): Promise<void> {
  const where = 'security.stopImpersonating'
  await askAction(caller, readOptions(ownOptions(options, where, callOptionNames), where), {
    method: 'POST',
    controller: 'login',
    action: 'stopImpersonatingApi',
    subject: 'end of an impersonation',
    readOnly: false,
  })
}
