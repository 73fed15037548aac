import type { Call } from '../actions/action.ts'
import { csrfName } from '../http/cookies.ts'
import { actionUrl } from '../routing/links.ts'
import { impersonationName } from '../session/impersonation.ts'
import { isGuest } from '../site/user.ts'
import type { User } from '../site/user.ts'
import { html } from './html.ts'
import type { Html, HtmlValue } from './html.ts'

/** Returns the menus at the top of a page: the administrator's, and the user's under the user's name. */
export function header(call: Call): Html {
  const { site, container, caller } = call
  if (isGuest(caller.user)) {
    return html`<nav aria-label="User">
      <a href="${actionUrl(site, container, 'login-login.view')}">Sign in</a>
    </nav>`
  }
  return html`<nav aria-label="User">
      ${adminMenu(call)}
      <details class="menu">
        <summary data-initial="${initialOf(caller.user)}">${caller.user.displayName}</summary>
        <ul>
          <li>
            <a href="${actionUrl(site, container, 'security-externalToolsView.view')}"
              >External Tool Access</a
            >
          </li>
          <li>${postButton(call, 'login-logout.view', 'Sign out')}</li>
        </ul>
      </details>
    </nav>
    ${impersonationBar(call)}`
}

function adminMenu({ site, container, caller }: Call): HtmlValue {
  if (caller.user.role !== 'admin') return null
  const items: readonly (readonly [string, string])[] = [
    ['Site Settings', actionUrl(site, '/', 'admin-customizeSite.view')],
    ['Users', actionUrl(site, '/', 'user-showUsers.view')],
    ['Impersonate', actionUrl(site, container, 'user-impersonate.view')],
    ['Audit Log', actionUrl(site, '/', 'audit-showAuditLog.view')],
  ]
  return html`<details class="menu">
    <summary>Admin</summary>
    <ul>
      ${items.map(([label, url]) => html`<li><a href="${url}">${label}</a></li>`)}
    </ul>
  </details>`
}

function impersonationBar(call: Call): HtmlValue {
  const { session } = call.caller
  if (!session?.impersonation) return null
  return html`<div class="impersonation" role="status">
    <span
      >${session.user.displayName} is impersonating
      <strong>${impersonationName(session.impersonation)}</strong></span
    >
    ${postButton(call, 'login-stopImpersonating.view', 'Stop impersonating')}
  </div>`
}

function postButton({ site, container, csrf }: Call, action: string, label: string): Html {
  return html`<form method="post" action="${actionUrl(site, container, action)}">
    <input type="hidden" name="${csrfName}" value="${csrf.value}" /><button class="link">
      ${label}
    </button>
  </form>`
}

function initialOf({ displayName }: User): string {
  return String.fromCodePoint(displayName.codePointAt(0) ?? 63).toUpperCase()
}
