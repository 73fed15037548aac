import type { Call } from '../actions/action.ts'
import { actionUrl } from '../routing/links.ts'
import { html } from './html.ts'
import { csrfField, failureBox, layout, returnUrlField } from './layout.ts'
import type { Page } from './page.ts'

/** Returns the page of the terms of use. */
export function termsPage(call: Call, failure?: string): Page {
  const { content, version } = call.site.options.termsOfUse
  return layout(
    call,
    'Terms of use',
    html`<section class="card narrow">
      <p class="step">Step 1 of 3</p>
      <h1>Terms of use</h1>
      ${failureBox(failure)}
      <blockquote class="terms">${content}</blockquote>
      <p class="quiet">Version ${version}</p>
      <form
        method="post"
        action="${actionUrl(call.site, call.container, 'login-agreeToTerms.view')}"
      >
        ${csrfField(call)}${returnUrlField(call)}
        <label class="check">
          <input type="checkbox" name="approvedTermsOfUse" value="true" required />
          I agree to these terms for this session
        </label>
        <button>Agree</button>
      </form>
    </section>`,
  )
}
