import { writeUserAudit } from '../auth/user-audit.ts'
import { ActionError, badParameter } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'
import { pageResponse } from '../http/responses.ts'
import { siteSettingsPage } from '../pages/site-settings-page.ts'
import type { SiteSettings } from '../store/store.ts'
import type { Action, Call } from './action.ts'

/**
 * `admin-customizeSite.view`: the page Site Settings. Switching a kind of key off stops its creation
 * only; keys that exist live on (contract 1.5, 2.3).
 */
export const customizeSite: Action = {
  name: 'admin-customizeSite',
  answers: 'page',
  method: 'read',
  needs: 'admin',
  handle: async (call) => {
    const { settings } = call.site.store
    if (call.request.method !== 'POST') {
      return pageResponse(siteSettingsPage(call, await settings.read(), {}))
    }
    try {
      const changed = readSettings(call.parameters)
      await record(call, changed)
      await settings.write(changed)
      return pageResponse(siteSettingsPage(call, changed, { success: 'The settings are saved.' }))
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      const page = siteSettingsPage(call, await settings.read(), { failure: error.message })
      return pageResponse(page, { status: error.status })
    }
  },
}

const maxSeconds = 2 ** 31

// "The whole form is posted: fields left out are reset."
function readSettings(parameters: Parameters): SiteSettings {
  const text = parameters.get('apiKeyExpirationSeconds') ?? '-1'
  const seconds = Number(text)
  if (!/^-?\d{1,10}$/.test(text) || seconds < -1 || seconds === 0 || seconds > maxSeconds) {
    throw badParameter('apiKeyExpirationSeconds', 'Choose how long API keys last.')
  }
  return {
    allowApiKeys: parameters.flag('allowApiKeys'),
    apiKeyExpirationSeconds: seconds,
    allowSessionKeys: parameters.flag('allowSessionKeys'),
  }
}

async function record({ site, caller, address }: Call, changed: SiteSettings): Promise<void> {
  const before = await site.store.settings.read()
  const names = ['allowApiKeys', 'apiKeyExpirationSeconds', 'allowSessionKeys'] as const
  const changes = names
    .filter((name) => before[name] !== changed[name])
    .map((name) => `${name} ${String(before[name])} to ${String(changed[name])}`)
  const what = changes.length === 0 ? 'nothing changed' : changes.join(', ')
  const comment = `${caller.user.email} saved the site settings: ${what}`
  await writeUserAudit(site, { address, caller }, comment, 'AppPropsEvent')
}
