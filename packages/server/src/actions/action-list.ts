import type { Action } from './action.ts'
import { begin } from './begin.ts'
import { createApiKey } from './create-api-key.ts'
import { declare } from './declare.ts'
import { executeQuery } from './execute-query.ts'
import { externalTools } from './external-tools.ts'
import { getServerDate } from './get-server-date.ts'
import { logInPage } from './log-in-page.ts'
import { logOut, logOutApi } from './log-out.ts'
import { loginApi } from './login-api.ts'
import { getQueryAction, selectRowsAction } from './select-rows.ts'
import { acceptTermsOfUseApi, agreeToTerms, getTermsOfUseApi } from './terms-of-use.ts'
import { checkCsrf, ensureLogin, whoAmI } from './who-am-i.ts'

/** Every action the server has. */
export const actions: readonly Action[] = [
  acceptTermsOfUseApi,
  agreeToTerms,
  begin,
  checkCsrf,
  createApiKey,
  declare,
  ensureLogin,
  executeQuery,
  externalTools,
  getQueryAction,
  getServerDate,
  getTermsOfUseApi,
  logInPage,
  logOut,
  logOutApi,
  loginApi,
  selectRowsAction,
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
