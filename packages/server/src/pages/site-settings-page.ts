import type { Call } from '../actions/action.ts'
import { keyLifetimes } from '../keys/key-lifetimes.ts'
import { actionUrl } from '../routing/links.ts'
import type { SiteSettings } from '../store/store.ts'
import { html } from './html.ts'
import { csrfField, failureBox, layout, successBox } from './layout.ts'
import type { Page } from './page.ts'

/** Returns the page Site Settings, with what came of saving it. */
export function siteSettingsPage(
  call: Call,
  { allowApiKeys, apiKeyExpirationSeconds, allowSessionKeys }: SiteSettings,
  outcome: { readonly failure?: string; readonly success?: string },
): Page {
  const { site } = call
  const isOffered = keyLifetimes.some(([seconds]) => seconds === apiKeyExpirationSeconds)
  const lifetimes = isOffered
    ? keyLifetimes
    : [...keyLifetimes, [apiKeyExpirationSeconds, `${apiKeyExpirationSeconds} seconds`] as const]
  return layout(
    call,
    'Site Settings',
    html`<section class="card narrow">
      <h1>Site Settings</h1>
      ${failureBox(outcome.failure)} ${successBox(outcome.success)}
      <form method="post" action="${actionUrl(site, '/', 'admin-customizeSite.view')}">
        ${csrfField(call)}
        <h2>Configure API Keys</h2>
        <label class="check">
          <input
            type="checkbox"
            name="allowApiKeys"
            value="true"
            aria-describedby="api-keys-hint"
            ${allowApiKeys && html`checked`}
          />
          Let users create API keys
        </label>
        <p class="quiet hint" id="api-keys-hint">
          An API key acts as its user until it expires. It carries no declaration.
        </p>
        <label for="expiration" class="under">New API keys expire after</label>
        <select id="expiration" name="apiKeyExpirationSeconds" class="under">
          ${lifetimes.map(
            ([seconds, label]) =>
              html`<option
                value="${seconds}"
                ${seconds === apiKeyExpirationSeconds && html`selected`}
              >
                ${label}
              </option>`,
          )}
        </select>
        <label class="check">
          <input
            type="checkbox"
            name="allowSessionKeys"
            value="true"
            aria-describedby="session-keys-hint"
            ${allowSessionKeys && html`checked`}
          />
          Let users create session keys
        </label>
        <p class="quiet hint" id="session-keys-hint">
          A session key acts as its user in one browser session, with the declarations made there,
          and ends with it.
        </p>
        <p class="quiet">
          Switching a kind of key off stops its creation only. Keys that exist go on working.
        </p>
        <button>Save</button>
      </form>
    </section>`,
  )
}
