import type { Call } from '../actions/action.ts'
import { sessionCaller } from '../auth/caller.ts'
import { writeUserAudit } from '../auth/user-audit.ts'
import { ActionError, RefusedError } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'
import { findRole, groups, roleLabels } from '../site/groups.ts'
import type { Role, User } from '../site/user.ts'
import { changeSession } from './change-session.ts'
import type { Impersonation, Session, SessionState } from './session.ts'

/** Returns every active user but the one who asks. */
export async function impersonationUsers({ site, caller }: Call): Promise<readonly User[]> {
  const users = await site.store.users.all()
  return users.filter(({ id, isActive }) => isActive && id !== caller.user.id)
}

/**
 * Acts as the user named by `userId` or `email`; every key of the session ends.
 *
 * @throws {ActionError} 400 if the user is not named, missing or inactive, or while impersonating.
 * @throws {RefusedError} 403 for anybody but administrators.
 */
export async function impersonateAsUser(call: Call): Promise<void> {
  checkStart(call)
  const user = await readUser(call)
  const change = ({ termsVersion, declarations }: Session): SessionState => ({
    termsVersion: null,
    declarations: new Map(),
    impersonation: { kind: 'user', user, before: { termsVersion, declarations } },
  })
  await start(call, `impersonated ${user.email}`, change, true)
}

/**
 * Acts with the rights of the group `groupId` only; keys of the session live on.
 *
 * @throws As {@link impersonateAsUser}.
 */
export async function impersonateAsGroup(call: Call): Promise<void> {
  checkStart(call)
  const group = groups.find(({ id }) => String(id) === call.parameters.get('groupId'))
  if (group === undefined) throw new ActionError(400, "Group doesn't exist")
  const { name: groupName, roles } = group
  const impersonation: Impersonation = { kind: 'group', groupName, roles }
  await start(call, `impersonated group ${groupName}`, () => ({ impersonation }))
}

/**
 * Acts with the rights of the roles `roleNames` only; keys of the session live on.
 *
 * @throws As {@link impersonateAsUser}.
 */
export async function impersonateWithRoles(call: Call): Promise<void> {
  checkStart(call)
  const roles = readRoles(call.parameters)
  const labels = roles.map((role) => roleLabels[role]).join(', ')
  await start(call, `impersonated roles ${labels}`, () => ({
    impersonation: { kind: 'roles', roles },
  }))
}

/** Ends an impersonation. `false`: there is none. */
export async function stopImpersonation(call: Call): Promise<boolean> {
  const { site, caller, address } = call
  const { impersonation, user } = caller.session ?? {}
  if (!impersonation || user === undefined) return false
  await changeSession(call, stopped, { endsKeys: impersonation.kind === 'user' })
  const whom =
    impersonation.kind === 'user' ? impersonation.user.email : impersonationName(impersonation)
  await writeUserAudit(site, { address, caller }, `${user.email} stopped impersonating ${whom}`)
  return true
}

function stopped({ impersonation }: Session): Partial<SessionState> {
  const before = impersonation?.kind === 'user' ? impersonation.before : {}
  return { ...before, impersonation: null }
}

/** Returns words for what is impersonated. */
export function impersonationName(impersonation: Impersonation): string {
  switch (impersonation.kind) {
    case 'user':
      return impersonation.user.displayName
    case 'group':
      return `group ${impersonation.groupName}`
    case 'roles':
      return `${impersonation.roles.length === 1 ? 'role' : 'roles'} ${impersonation.roles.map((role) => roleLabels[role]).join(', ')}`
  }
}

function checkStart({ caller }: Call): void {
  if (caller.impersonator !== null) {
    throw new ActionError(400, "Can't impersonate; you're already impersonating")
  }
  if (caller.user.role !== 'admin') {
    throw new RefusedError(403, 'User does not have permission to perform this operation.')
  }
}

async function start(
  call: Call,
  what: string,
  change: (session: Session) => Partial<SessionState>,
  endsKeys = false,
): Promise<void> {
  const { site, caller, address } = call
  // Recorded first, so that nobody acts as somebody else without a trace.
  await writeUserAudit(site, { address, caller }, `${caller.user.email} ${what}`)
  const session = await changeSession(call, change, { endsKeys })
  if (session.impersonation?.kind !== 'user') return
  const acting = sessionCaller(session)
  const comment = `${acting.user.email} was impersonated by ${caller.user.email}`
  await writeUserAudit(site, { address, caller: acting }, comment)
}

async function readUser({ site, parameters }: Call): Promise<User> {
  const { users } = site.store
  const id = parameters.get('userId')
  const email = parameters.get('email')
  if (!id && !email) throw new ActionError(400, 'Must specify an email or userId')
  const user = id ? await users.byId(Number(id)) : await users.byEmail(email ?? '')
  if (user === undefined) throw new ActionError(400, "User doesn't exist")
  if (!user.isActive) throw new ActionError(400, "Can't impersonate an inactive user")
  return user
}

function readRoles(parameters: Parameters): readonly Role[] {
  const names = parameters.all.filter(([name]) => name === 'roleNames').map(([, value]) => value)
  if (names.length === 0) throw new ActionError(400, 'Must provide roles')
  return names.map((name) => {
    const role = findRole(name)
    if (role === undefined) throw new ActionError(400, `Role not found: ${name}`)
    return role
  })
}
