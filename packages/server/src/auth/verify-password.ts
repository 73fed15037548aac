import { RefusedError } from '../http/failures.ts'
import type { Site } from '../site/site.ts'
import type { User } from '../site/user.ts'
import { writeUserAudit } from './user-audit.ts'

/** Why a login failed. */
export type LoginFailure = 'wrong' | 'inactive' | 'paused'

/** What a failed login is told, in LabKey's words (contract 1.3). */
export const loginFailures: Readonly<Record<LoginFailure, string>> = {
  wrong: 'The email address and password you entered did not match any accounts on file.',
  inactive: 'Your account has been deactivated.',
  paused:
    'Due to the number of recent failed login attempts, authentication has been temporarily paused.\n' +
    'Try again in one minute.',
}

/** Outcome of a login: the user, or why there is none. */
export type LoginOutcome = { readonly user: User } | { readonly failure: LoginFailure }

/**
 * Checks an e-mail and a password, counting failures before any hashing is done.
 *
 * @throws {RefusedError} 503 if too many logins are being checked already.
 */
export async function verifyPassword(
  site: Site,
  email: string,
  password: string,
  address: string,
): Promise<LoginOutcome> {
  const { failures, users } = site.store
  const attempt = await failures.attempt([
    ['address', address],
    ['account', email.toLowerCase()],
  ])
  if (attempt === undefined) return { failure: 'paused' }
  const user = await users.byEmail(email)
  const isRight = await site.passwords.check(() => users.passwordHash(user?.id ?? 0), password)
  if (isRight === undefined) {
    await attempt.withdraw()
    throw new RefusedError(503, 'Too many people are signing in at once. Try again in a moment.', {
      headers: { 'Retry-After': '2' },
    })
  }
  if (!isRight || user === undefined) {
    // What was typed as e-mail may be a password, so only known accounts are named.
    await writeUserAudit(
      site,
      { address },
      `${user?.email ?? 'Unknown user'} failed to login: wrong credentials`,
    )
    return { failure: 'wrong' }
  }
  if (!user.isActive) {
    await writeUserAudit(site, { address }, `Inactive user ${user.email} attempted to login`)
    return { failure: 'inactive' }
  }
  await attempt.withdraw()
  return { user }
}
