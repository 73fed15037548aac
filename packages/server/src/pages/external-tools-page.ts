import type { Call } from '../actions/action.ts'
import { actionUrl } from '../routing/links.ts'
import type { ApiKey, SiteSettings } from '../store/store.ts'
import { apiKeyList } from './api-key-list.ts'
import { html } from './html.ts'
import type { Html, HtmlValue } from './html.ts'
import { csrfField, failureBox, layout, successBox } from './layout.ts'
import type { Page } from './page.ts'

/** What the page shows beside its buttons: a key made just now, or why there is none. */
export interface ExternalToolsOutcome {
  readonly key?: string
  readonly type?: string
  readonly failure?: string
  readonly success?: string
}

/** What the page tells about the site and the caller. */
export interface ExternalToolsFacts {
  readonly settings: SiteSettings
  /** The caller's own; `undefined` where they cannot be listed. */
  readonly apiKeys: readonly ApiKey[] | undefined
}

/** Returns the page External Tool Access. A key is shown in this one answer and nowhere after. */
export function externalToolsPage(
  call: Call,
  { settings, apiKeys }: ExternalToolsFacts,
  outcome: ExternalToolsOutcome,
): Page {
  const { site, container, caller } = call
  return layout(
    call,
    'External Tool Access',
    html`<section class="card">
      <h1>External Tool Access</h1>
      <p>
        Scripts and tools sign in with a key instead of your password. In a <code>.netrc</code> file
        the login is <code>apikey</code> and the password is the key.
      </p>
      ${failureBox(outcome.failure)} ${successBox(outcome.success)} ${keyBox(outcome)}
      <div class="columns">
        <div>
          <h2>Session keys</h2>
          <p>
            A session key acts as you in this browser session, with your declarations, and ends with
            it. You can generate several.
          </p>
          ${
            settings.allowSessionKeys
              ? keyForm(call, 'session', 'Generate Session Key')
              : off('session keys')
          }
        </div>
        <div>
          <h2>API keys</h2>
          <p>
            An API key acts as you ${lifetime(settings)}. It carries no declaration, so it cannot
            read protected folders.
          </p>
          ${apiKeyPart(call, settings)}
        </div>
      </div>
      ${apiKeys !== undefined && apiKeyList(call, apiKeys)}
      <p>
        <a class="button quiet-button" href="${actionUrl(site, container, 'project-begin.view')}"
          >Done</a
        >
      </p>
    </section>`,
  )

  function apiKeyPart(forCall: Call, { allowApiKeys }: SiteSettings): Html {
    if (!allowApiKeys) return off('API keys')
    return caller.impersonator === null
      ? keyForm(forCall, 'apikey', 'Generate API Key')
      : html`<p class="quiet">API keys cannot be generated while impersonating.</p>`
  }
}

function lifetime({ apiKeyExpirationSeconds: seconds }: SiteSettings): string {
  return seconds < 0 ? 'until it is deleted' : `for ${Math.ceil(seconds / 86_400)} days`
}

function keyBox({ key, type }: ExternalToolsOutcome): HtmlValue {
  if (key === undefined) return null
  const kind = type === 'session' ? 'session key' : 'API key'
  return html`<div class="key">
    <label for="key">Your new ${kind}</label>
    <div class="key-row">
      <input
        id="key"
        readonly
        value="${key}"
        spellcheck="false"
        autocomplete="off"
        autofocus
        aria-describedby="once"
      />
      <button type="button" data-copy="key" data-says="copied" hidden>Copy to clipboard</button>
    </div>
    <p id="copied" class="quiet" role="status"></p>
    <p id="once">
      <strong>This key will not be shown again</strong> and nobody can retrieve it, administrators
      included. If you lose it, generate a new one.
    </p>
  </div>`
}

function keyForm(call: Call, type: string, label: string): Html {
  const action = actionUrl(call.site, call.container, 'security-externalToolsView.view')
  return html`<form method="post" action="${action}">
    ${csrfField(call)}<input type="hidden" name="type" value="${type}" />
    ${
      type === 'apikey' &&
      html`<label for="description">Description <span class="quiet">(optional)</span></label>
        <input
          id="description"
          name="description"
          maxlength="256"
          autocomplete="off"
          placeholder="For example: nightly import on lab-7"
        />`
    }
    <button>${label}</button>
  </form>`
}

function off(kind: string): Html {
  return html`<p class="quiet">An administrator has not switched on ${kind}.</p>`
}
