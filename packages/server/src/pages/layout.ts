import { randomBytes } from 'node:crypto'

import type { Call } from '../actions/action.ts'
import { csrfName } from '../http/cookies.ts'
import { actionUrl, assetUrl } from '../routing/links.ts'
import type { Site } from '../site/site.ts'
import { header } from './header.ts'
import { html } from './html.ts'
import type { Html, HtmlValue } from './html.ts'
import type { Page } from './page.ts'

/** Returns a page with the header menu of the caller. */
export function layout(call: Call, title: string, content: Html): Page {
  return frame(call.site, title, header(call), content)
}

/** Returns a page without header menu, for requests that did not get far enough to have one. */
export function barePage(site: Site, title: string, message: string): Page {
  const content = html`<section class="card narrow">
    <h1>${title}</h1>
    <p>${message}</p>
    <p><a href="${actionUrl(site, '/home', 'project-begin.view')}">Go to the start page</a></p>
  </section>`
  return frame(site, title, null, content)
}

/** Returns the hidden field that every form needs. */
export function csrfField({ csrf }: Call): Html {
  return html`<input type="hidden" name="${csrfName}" value="${csrf.value}" />`
}

/** Returns the hidden field that remembers where the person wanted to go. */
export function returnUrlField({ parameters }: Call): HtmlValue {
  const returnUrl = parameters.get('returnUrl')
  return returnUrl && html`<input type="hidden" name="returnUrl" value="${returnUrl}" />`
}

/** Returns the box that says what went wrong; screen readers read it at once. */
export function failureBox(message: string | undefined): HtmlValue {
  return message && html`<p class="failure" role="alert" id="failure">${message}</p>`
}

/** Returns the box that says what was done. */
export function successBox(message: string | undefined): HtmlValue {
  return message && html`<p class="success" role="status">${message}</p>`
}

function frame(site: Site, title: string, menus: HtmlValue, content: Html): Page {
  const { siteName } = site.options.settings
  const nonce = randomBytes(16).toString('base64url')
  const home = actionUrl(site, '/home', 'project-begin.view')
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} - ${siteName}</title>
        <link rel="icon" href="${assetUrl(site, 'icon.svg')}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assetUrl(site, 'pages.css')}" />
        <script type="module" nonce="${nonce}" src="${assetUrl(site, 'pages.js')}"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header>
          <a class="brand" href="${home}"
            ><img src="${assetUrl(site, 'icon.svg')}" alt="" width="28" height="28" />${siteName}</a
          >
          ${menus}
        </header>
        <main id="main" tabindex="-1">${content}</main>
        <footer>
          Reference server for tests and demos. Not LabKey Server, and not affiliated with it.
        </footer>
      </body>
    </html> `
  return { html: page.text, nonce }
}
