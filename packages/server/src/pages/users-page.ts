import type { Call } from '../actions/action.ts'
import { phiLabels } from '../data/phi.ts'
import { actionUrl } from '../routing/links.ts'
import { roleLabels } from '../site/groups.ts'
import type { User } from '../site/user.ts'
import { html } from './html.ts'
import type { Html, HtmlValue } from './html.ts'
import { csrfField, layout } from './layout.ts'
import type { Page } from './page.ts'

/** Returns the page of all users, with buttons to lock them out and let them in. */
export function usersPage(call: Call, users: readonly User[]): Page {
  return layout(
    call,
    'Users',
    html`<section class="card">
      <h1 id="users">Users</h1>
      <p>
        A deactivated user cannot sign in. Sessions end at once, and API keys are refused until the
        user is activated again.
      </p>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="users">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Email</th>
              <th scope="col">Role</th>
              <th scope="col">Highest PHI level</th>
              <th scope="col">State</th>
              <th scope="col"><span class="unseen">Change</span></th>
            </tr>
          </thead>
          <tbody>
            ${users.map((user) => userRow(call, user))}
          </tbody>
        </table>
      </div>
    </section>`,
  )
}

function userRow(call: Call, user: User): Html {
  return html`<tr>
    <td>${user.displayName}</td>
    <td>${user.email}</td>
    <td>${user.role === 'guest' ? 'None' : roleLabels[user.role]}</td>
    <td>${phiLabels[user.maxPhi]}</td>
    <td>${user.isActive ? 'active' : html`<span class="tag">deactivated</span>`}</td>
    <td>${changeButton(call, user)}</td>
  </tr>`
}

function changeButton(call: Call, { id, email, isActive }: User): HtmlValue {
  if (id === call.caller.user.id || id === call.caller.impersonator?.id) return null
  const label = isActive ? 'Deactivate' : 'Activate'
  const action = isActive ? 'user-deactivateUsers.view' : 'user-activateUsers.view'
  return html`<form method="post" action="${actionUrl(call.site, '/', action)}">
    ${csrfField(call)}<input type="hidden" name="userId" value="${id}" />
    <button class="small quiet-button" aria-label="${label} ${email}">${label}</button>
  </form>`
}
