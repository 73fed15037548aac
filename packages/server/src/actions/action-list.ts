import type { Action } from './action.ts'
import { showAuditLog } from './audit-log.ts'
import { begin } from './begin.ts'
import { containerActions } from './container-actions.ts'
import { createApiKey } from './create-api-key.ts'
import { customizeSite } from './customize-site.ts'
import { dataActions } from './data-actions.ts'
import { declare } from './declare.ts'
import { externalTools } from './external-tools.ts'
import {
  getImpersonationGroups,
  getImpersonationRoles,
  getImpersonationUsers,
  impersonateGroup,
  impersonateRoles,
  impersonateUser,
  stopImpersonating,
  stopImpersonatingApi,
} from './impersonate.ts'
import { showImpersonate } from './impersonate-page.ts'
import { logInPage } from './log-in-page.ts'
import { logOut, logOutApi } from './log-out.ts'
import { loginApi } from './login-api.ts'
import {
  acceptTermsOfUseApi,
  agreeToTerms,
  getTermsOfUseApi,
  isAgreeOnlyApi,
} from './terms-of-use.ts'
import { activateUsers, deactivateUsers, deleteUser, showUsers } from './users.ts'
import { checkCsrf, ensureLogin, whoAmI } from './who-am-i.ts'

/** Every action the server has. */
export const actions: readonly Action[] = [
  ...containerActions,
  ...dataActions,
  acceptTermsOfUseApi,
  activateUsers,
  agreeToTerms,
  begin,
  checkCsrf,
  createApiKey,
  customizeSite,
  deactivateUsers,
  declare,
  deleteUser,
  ensureLogin,
  externalTools,
  getImpersonationGroups,
  getImpersonationRoles,
  getImpersonationUsers,
  getTermsOfUseApi,
  impersonateGroup,
  impersonateRoles,
  impersonateUser,
  isAgreeOnlyApi,
  loginApi,
  logInPage,
  logOut,
  logOutApi,
  showAuditLog,
  showImpersonate,
  showUsers,
  stopImpersonating,
  stopImpersonatingApi,
  whoAmI,
]

const byName = new Map(actions.map((action) => [action.name.toLowerCase(), action]))
const controllers = new Set(
  actions.map((action) => action.name.replace(/-[^-]*$/, '').toLowerCase()),
)

/** Finds an action without regard to case. */
export function findAction(controller: string, action: string): Action | undefined {
  return byName.get(`${controller}-${action}`.toLowerCase())
}

/** Tells whether there is any action of that controller. */
export function isController(controller: string): boolean {
  return controllers.has(controller.toLowerCase())
}
