import type { Call } from '../actions/action.ts'
import { actionUrl, assetUrl } from '../routing/links.ts'
import { html } from './html.ts'
import type { Html, HtmlValue } from './html.ts'
import { csrfField, failureBox, layout } from './layout.ts'

/** What the page shows beside its buttons: a key made just now, or why there is none. */
export interface ExternalToolsOutcome {
  readonly key?: string
  readonly type?: string
  readonly failure?: string
}

/** Returns the page External Tool Access. A key is shown in this one answer and nowhere after. */
export function externalToolsPage(call: Call, outcome: ExternalToolsOutcome): string {
  const { site, container } = call
  const { allowApiKeys, allowSessionKeys } = site.options.settings
  return layout(
    call,
    'External Tool Access',
    html`<section class="card">
      <h1>External Tool Access</h1>
      <p>
        Scripts and tools sign in with a key instead of your password. In a <code>.netrc</code> file
        the login is <code>apikey</code> and the password is the key.
      </p>
      ${failureBox(outcome.failure)} ${keyBox(call, outcome)}
      <div class="columns">
        <div>
          <h2>Session keys</h2>
          <p>
            A session key acts as you in this browser session, with your declarations, and ends with
            it.
          </p>
          ${allowSessionKeys ? keyForm(call, 'session', 'Generate Session Key') : off('session keys')}
        </div>
        <div>
          <h2>API keys</h2>
          <p>An API key acts as you until it expires. It carries no declaration.</p>
          ${allowApiKeys ? keyForm(call, 'apikey', 'Generate API Key') : off('API keys')}
        </div>
      </div>
      <p>
        <a class="button quiet-button" href="${actionUrl(site, container, 'project-begin.view')}"
          >Done</a
        >
      </p>
    </section>`,
  )
}

function keyBox({ site }: Call, { key, type }: ExternalToolsOutcome): HtmlValue {
  if (key === undefined) return null
  const kind = type === 'session' ? 'session key' : 'API key'
  return html`<div class="key" role="status">
    <label for="key">Your new ${kind}</label>
    <div class="key-row">
      <input id="key" readonly value="${key}" spellcheck="false" autocomplete="off" autofocus />
      <button type="button" data-copy="key" hidden>Copy to clipboard</button>
    </div>
    <p>
      <strong>This key will not be shown again</strong> and nobody can retrieve it, administrators
      included. If you lose it, generate a new one.
    </p>
    <script type="module" src="${assetUrl(site, 'copy-key.js')}"></script>
  </div>`
}

function keyForm(call: Call, type: string, label: string): Html {
  const action = actionUrl(call.site, call.container, 'security-externalToolsView.view')
  return html`<form method="post" action="${action}">
    ${csrfField(call)}<input type="hidden" name="type" value="${type}" />
    ${
      type === 'apikey' &&
      html`<label for="description">Description <span class="quiet">(optional)</span></label>
        <input id="description" name="description" maxlength="256" autocomplete="off" />`
    }
    <button>${label}</button>
  </form>`
}

function off(kind: string): Html {
  return html`<p class="quiet">An administrator has not switched on ${kind}.</p>`
}
