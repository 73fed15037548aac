import type { Call } from '../actions/action.ts'
import { tablesIn } from '../data/catalog.ts'
import { phiLabels } from '../data/phi.ts'
import { declarationOf } from '../routing/check-declaration.ts'
import { actionUrl } from '../routing/links.ts'
import type { Container } from '../site/container.ts'
import { hasPermission } from '../site/permissions.ts'
import { isGuest } from '../site/user.ts'
import { html } from './html.ts'
import type { HtmlValue } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './page.ts'

/** Returns the landing page of a container: its tables, its subfolders, and who is looking. */
export function beginPage(call: Call): Page {
  const { site, container, caller } = call
  const title = container.path === '/' ? 'Projects' : (container.title ?? container.name)
  const tables = tablesIn(call)
  return layout(
    call,
    title,
    html`<section class="card">
      <h1>${title}</h1>
      ${identity(call)}
      <h2>Tables</h2>
      ${tables.length === 0 && html`<p class="quiet">There are no tables here.</p>`}
      <ul class="list">
        ${tables.map(
          (table) =>
            html`<li>
              <a
                href="${actionUrl(site, container, 'query-executeQuery.view', { schemaName: table.schemaName, 'query.queryName': table.name })}"
                >${table.title}</a
              >
              <span class="quiet"
                >${table.schemaName}.${table.name}${table.rowCount !== null && ` · ${table.rowCount} rows`}${table.description && `. ${table.description}`}</span
              >
            </li>`,
        )}
      </ul>
      ${folders(
        call,
        site.containers.all.filter(
          (other) => isBeside(container, other) && hasPermission(caller.user, 'read', other),
        ),
      )}
    </section>`,
  )
}

function identity(call: Call): HtmlValue {
  const { user, session } = call.caller
  const declaration = declarationOf(call)
  if (isGuest(user)) return null
  return html`<dl class="facts">
    <dt>Signed in as</dt>
    <dd>${user.displayName} (${user.email}), ${user.role}</dd>
    ${
      declaration &&
      html`<dt>Role or activity</dt>
        <dd>${declaration.activity}</dd>
        <dt>IRB number</dt>
        <dd>${declaration.irb}</dd>
        <dt>PHI level</dt>
        <dd>${phiLabels[declaration.phi]}</dd>
        <dt>Terms of use</dt>
        <dd>version ${session?.termsVersion}</dd>`
    }
  </dl>`
}

function folders({ site }: Call, containers: readonly Container[]): HtmlValue {
  if (containers.length === 0) return null
  return html`<h2>Folders</h2>
    <ul class="list">
      ${containers.map(
        (container) =>
          html`<li>
            <a href="${actionUrl(site, container, 'project-begin.view')}"
              >${container.path.slice(1)}</a
            >
            ${container.protectedBy !== null && html`<span class="tag">protected</span>`}
          </li>`,
      )}
    </ul>`
}

// The home project is where people land, so it shows the other projects.
function isBeside(container: Container, other: Container): boolean {
  const parent = other.path.replace(/\/[^/]*$/, '')
  if (other.path === '/' || other === container) return false
  return container.path === '/' || container.path === '/home'
    ? parent === '' || parent === container.path
    : parent === container.path
}
