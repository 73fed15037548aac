import type { Call } from '../actions/action.ts'
import { actionUrl } from '../routing/links.ts'
import { groups, roleClassNames, roleLabels, roleNames } from '../site/groups.ts'
import type { User } from '../site/user.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { csrfField, failureBox, layout } from './layout.ts'
import type { Page } from './page.ts'

/** Returns the page where an administrator chooses whom to impersonate. */
export function impersonatePage(call: Call, users: readonly User[], failure?: string): Page {
  return layout(
    call,
    'Impersonate',
    html`<section class="card">
      <h1>Impersonate</h1>
      <p>
        See the site with other rights. Everything you do is recorded under both names. API keys
        cannot be generated meanwhile.
      </p>
      ${failureBox(failure)}
      <div class="columns">
        ${part(
          call,
          'user',
          'A user',
          'You act as the user. Session keys you have generated end now, and again when you stop.',
          html`<label for="user">User</label>
            <select id="user" name="userId" required>
              ${users.map(
                ({ id, email, displayName }) =>
                  html`<option value="${id}">${displayName} (${email})</option>`,
              )}
            </select>`,
        )}
        ${part(
          call,
          'group',
          'A group',
          'You stay yourself with the rights of the group only. Session keys follow.',
          html`<label for="group">Group</label>
            <select id="group" name="groupId" required>
              ${groups.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}
            </select>`,
        )}
        ${part(
          call,
          'roles',
          'Roles',
          'You stay yourself with the rights of these roles only. Session keys follow.',
          html`<fieldset>
            <legend class="unseen">Roles</legend>
            ${roleNames.map(
              (role) =>
                html`<label class="check">
                  <input type="checkbox" name="roleNames" value="${roleClassNames[role]}" />
                  ${roleLabels[role]}
                </label>`,
            )}
          </fieldset>`,
        )}
      </div>
    </section>`,
  )
}

function part(call: Call, kind: string, title: string, text: string, fields: Html): Html {
  const action = actionUrl(call.site, call.container, 'user-impersonate.view')
  return html`<form method="post" action="${action}" class="part">
    ${csrfField(call)}<input type="hidden" name="kind" value="${kind}" />
    <h2>${title}</h2>
    <p>${text}</p>
    ${fields}
    <button>Impersonate ${title.toLowerCase()}</button>
  </form>`
}
