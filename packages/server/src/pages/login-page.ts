import type { Call } from '../actions/action.ts'
import { actionUrl } from '../routing/links.ts'
import { html } from './html.ts'
import { csrfField, failureBox, layout, returnUrlField } from './layout.ts'
import type { Page } from './page.ts'

/** Returns the page to sign in. After a failure the e-mail stands there again, the password never. */
export function loginPage(call: Call, failure?: string): Page {
  const email = call.parameters.isInUrl('email') ? '' : call.parameters.get('email')
  const describedBy = failure && html`aria-describedby="failure"`
  return layout(
    call,
    'Sign in',
    html`<section class="card narrow">
      <h1>Sign in</h1>
      ${failureBox(failure)}
      <form method="post" action="${actionUrl(call.site, call.container, 'login-login.view')}">
        ${csrfField(call)}${returnUrlField(call)}
        <label for="email">Email</label>
        <input
          id="email"
          name="email"
          type="email"
          value="${email}"
          autocomplete="username"
          required
          ${!email && html`autofocus`}
          ${describedBy}
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          ${email && html`autofocus`}
          ${describedBy}
        />
        <button>Sign in</button>
      </form>
    </section>`,
  )
}
