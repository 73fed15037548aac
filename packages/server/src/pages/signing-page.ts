import type { Call } from '../actions/action.ts'
import { phiLabels } from '../data/phi.ts'
import type { ActionError } from '../http/failures.ts'
import { actionUrl } from '../routing/links.ts'
import type { Declaration } from '../session/declaration.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { csrfField, layout, returnUrlField } from './layout.ts'
import type { Page } from './page.ts'

/** Returns the page where the terms that the choices make are signed. */
export function signingPage(call: Call, declaration: Declaration, failure?: ActionError): Page {
  const { activity, irb, phi, terms } = declaration
  const action = actionUrl(call.site, call.container, 'compliance-declare.view')
  return layout(
    call,
    'Sign the terms',
    html`<section class="card narrow">
      <p class="step">Step 3 of 3</p>
      <h1>Sign the terms</h1>
      ${
        failure &&
        html`<p class="failure" role="alert"><a href="#acceptTerms">${failure.message}</a></p>`
      }
      <dl class="facts">
        <dt>Role or activity</dt>
        <dd>${activity}</dd>
        <dt>IRB number</dt>
        <dd>${irb}</dd>
        <dt>PHI level</dt>
        <dd>${phiLabels[phi]}</dd>
      </dl>
      <blockquote class="terms">${terms}</blockquote>
      <form method="post" action="${action}">
        ${csrfField(call)}${returnUrlField(call)}${choices(declaration)}
        <label class="check">
          <input
            type="checkbox"
            id="acceptTerms"
            name="acceptTerms"
            value="true"
            required
            ${failure && html`aria-invalid="true"`}
          />
          I have read these terms and sign them
        </label>
        <button>Sign and continue</button>
      </form>
      <form method="post" action="${action}">
        ${csrfField(call)}${returnUrlField(call)}${choices(declaration)}
        <input type="hidden" name="isReview" value="true" />
        <input type="hidden" name="isChange" value="true" />
        <button class="quiet-button">Change my choices</button>
      </form>
    </section>`,
  )
}

function choices({ activity, irb, phi }: Declaration): Html {
  return html`<input type="hidden" name="activity" value="${activity}" /><input
      type="hidden"
      name="irb"
      value="${irb}"
    /><input type="hidden" name="phi" value="${phi}" />`
}
