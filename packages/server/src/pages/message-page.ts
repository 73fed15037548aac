import type { Call } from '../actions/action.ts'
import { actionUrl } from '../routing/links.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './page.ts'

/** Returns a page that says one thing. */
export function messagePage(call: Call, title: string, message: string): Page {
  return layout(
    call,
    title,
    html`<section class="card narrow">
      <h1>${title}</h1>
      <p>${message}</p>
      <p><a href="${actionUrl(call.site, call.container, 'project-begin.view')}">Go on</a></p>
    </section>`,
  )
}
