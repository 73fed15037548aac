import type { Call } from '../actions/action.ts'
import { isWithinPhi, phiLabels, phiLevels } from '../data/phi.ts'
import type { PhiLevel } from '../data/phi.ts'
import type { ActionError } from '../http/failures.ts'
import { actionUrl } from '../routing/links.ts'
import { suggestedActivities } from '../session/declaration.ts'
import { html } from './html.ts'
import type { Html, HtmlValue } from './html.ts'
import { csrfField, layout, returnUrlField } from './layout.ts'
import type { Page } from './page.ts'

const phiHints: Readonly<Record<PhiLevel, string>> = {
  NotPHI: 'no column that could identify a person',
  Limited: 'a limited data set, such as initials',
  PHI: 'protected health information, such as dates of birth',
  Restricted: 'everything, the most sensitive included',
}

/** Returns the page where a person declares what the data is for; after a failure with the choices. */
export function declarationPage(call: Call, failure?: ActionError): Page {
  const { container, site, parameters } = call
  const project = container.protectedBy ?? container.path
  return layout(
    call,
    'Declare your use of the data',
    html`<section class="card narrow">
      <p class="step">Step 2 of 3</p>
      <h1>Declare your use of the data</h1>
      <p>
        Data in <strong>${project.slice(1)}</strong> is protected. What you declare holds until you
        sign out, goes into the record of every access, and applies to session keys you generate.
      </p>
      ${
        failure &&
        html`<p class="failure" role="alert"><a href="#${failure.field}">${failure.message}</a></p>`
      }
      <form method="post" action="${actionUrl(site, container, 'compliance-declare.view')}">
        ${csrfField(call)}${returnUrlField(call)}
        <label for="activity">Role or activity</label>
        <input
          id="activity"
          name="activity"
          list="activities"
          maxlength="100"
          required
          value="${parameters.get('activity')}"
          ${invalid(failure, 'activity')}
        />
        <datalist id="activities">
          ${suggestedActivities.map((text) => html`<option value="${text}"></option>`)}
        </datalist>
        <label for="irb">IRB number</label>
        <input
          id="irb"
          name="irb"
          maxlength="40"
          required
          autocomplete="off"
          aria-describedby="irb-hint"
          value="${parameters.get('irb')}"
          ${invalid(failure, 'irb')}
        />
        <p class="quiet" id="irb-hint">For example 2024-0117</p>
        <fieldset id="phi" ${invalid(failure, 'phi')}>
          <legend>PHI level</legend>
          ${phiLevels.map((level) => phiChoice(call, level))}
        </fieldset>
        <input type="hidden" name="isReview" value="true" />
        <button>Continue to the terms</button>
      </form>
    </section>`,
  )
}

function phiChoice({ caller, parameters }: Call, level: PhiLevel): Html {
  const isAllowed = isWithinPhi(level, caller.user.maxPhi)
  return html`<label class="choice">
    <input
      type="radio"
      name="phi"
      value="${level}"
      required
      ${!isAllowed && html`disabled`}
      ${parameters.get('phi') === level && html`checked`}
    />
    <span><strong>${phiLabels[level]}</strong> <span class="quiet">${phiHints[level]}</span></span>
  </label>`
}

function invalid(failure: ActionError | undefined, field: string): HtmlValue {
  return failure?.field === field && html`aria-invalid="true"`
}
