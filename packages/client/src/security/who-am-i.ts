import { callerOf } from '../callers.ts'
import type { ResolvedClientOptions } from '../client-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { explainFailure } from '../explain-failure.ts'
import type { Perform } from '../perform.ts'
import { completeCall } from '../request.ts'

/** The user that LabKey takes the client for. */
export interface User {
  /** 0 for a guest. */
  readonly id: number
  readonly email: string
  readonly displayName: string
  readonly isGuest: boolean
  /** An administrator acts as this user; a session key made meanwhile does so, too. */
  readonly impersonated: boolean
}

/**
 * Asks who the client is: `login-whoami.api` in the root container (contract 3.2).
 *
 * @throws {LabKeyAuthenticationError} `ERR_LABKEY_GUEST` when a credential was sent and the answer is
 *   guest, which is how LabKey before 24.7.1 answers a bad key
 */
export async function whoAmI(labkey: LabKeyClient): Promise<User> {
  const { client, perform } = callerOf(labkey, 'security.whoAmI')
  return askWhoAmI(client, perform)
}

/** What {@link whoAmI} is made of, for those who have no client yet. */
export async function askWhoAmI(client: ResolvedClientOptions, perform: Perform): Promise<User> {
  const call = completeCall(client, {
    method: 'GET',
    container: [],
    controller: 'login',
    action: 'whoami',
    subject: 'who am I',
    readOnly: true,
    timeoutMs: client.timeoutMs,
    signal: client.signal,
  })
  const { value, answer, report } = await perform(call)
  const user = userOf(value)
  if (user === undefined) {
    throw await explainFailure(report, ({ decodeError }) =>
      decodeError(report, answer, { kind: 'json', value }),
    )
  }
  const { credential } = report.identity
  // Contract 1.2: the login `guest` is a guest on purpose.
  if (user.isGuest && credential !== undefined && credential.login.toLowerCase() !== 'guest') {
    throw await explainFailure(report, ({ guestError }) => guestError(report, answer))
  }
  return user
}

function userOf(value: unknown): User | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined
  const { id } = value
  const email = 'email' in value && typeof value.email === 'string' ? value.email : ''
  const displayName =
    'displayName' in value && typeof value.displayName === 'string' ? value.displayName : email
  const impersonated = 'impersonated' in value && value.impersonated === true
  if (typeof id !== 'number') return undefined
  return { id, email, displayName, isGuest: id === 0, impersonated }
}
