import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { chosenUser, type UserChoice } from './principal.ts'

/** As whom to act. */
export type ImpersonateUserOptions = CallOptions & UserChoice

/** Acts as another user from now on: `user-impersonateUser.api` (contract 3.5). */
export function impersonateUser(
  labkey: LabKeyClient,
  options: ImpersonateUserOptions,
): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'security.impersonateUser',
      takes: { userId: 'integer', email: 'text' },
      post: 'user-impersonateUser',
      sends: (_values, read) => ({ form: Object.fromEntries(chosenUser(read, 'userId')) }),
    },
    () => undefined,
  )
}

/** Is oneself again: `login-stopImpersonatingApi.api` (contract 3.5). */
export function stopImpersonating(labkey: LabKeyClient, options?: CallOptions): Promise<void> {
  return ask(
    labkey,
    options,
    { name: 'security.stopImpersonating', takes: {}, post: 'login-stopImpersonatingApi' },
    () => undefined,
  )
}
