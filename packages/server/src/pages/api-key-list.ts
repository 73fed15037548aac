import type { Call } from '../actions/action.ts'
import { actionUrl } from '../routing/links.ts'
import type { ApiKey } from '../store/store.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { csrfField } from './layout.ts'
import { timeText } from './time-text.ts'

/** Returns the list of the caller's API keys, each with a button that deletes it. */
export function apiKeyList(call: Call, keys: readonly ApiKey[]): Html {
  if (keys.length === 0) return html``
  return html`<h2 id="keys">Your API keys</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="keys">
      <table>
        <thead>
          <tr>
            <th scope="col">Description</th>
            <th scope="col">Created</th>
            <th scope="col">Expires</th>
            <th scope="col">Last used</th>
            <th scope="col">Name in the audit</th>
            <th scope="col"><span class="unseen">Delete</span></th>
          </tr>
        </thead>
        <tbody>
          ${keys.map((key) => keyRow(call, key))}
        </tbody>
      </table>
    </div>`
}

function keyRow(call: Call, key: ApiKey): Html {
  const { site, container } = call
  const isExpired = key.expiresAt !== null && site.clock.now() >= key.expiresAt
  const name = key.description ?? 'No description'
  return html`<tr>
    <td>${key.description ?? html`<span class="quiet">No description</span>`}</td>
    <td>${timeText(key.createdAt)}</td>
    <td>
      ${key.expiresAt === null ? 'never' : timeText(key.expiresAt)}
      ${isExpired && html`<span class="tag">expired</span>`}
    </td>
    <td>${key.lastUsedAt === null ? 'never' : timeText(key.lastUsedAt)}</td>
    <td><code>${key.accessor}</code></td>
    <td>
      <form method="post" action="${actionUrl(site, container, 'security-externalToolsView.view')}">
        ${csrfField(call)}<input type="hidden" name="deleteRowId" value="${key.rowId}" />
        <button class="small quiet-button" aria-label="Delete API key: ${name}, ${key.accessor}">
          Delete
        </button>
      </form>
    </td>
  </tr>`
}
