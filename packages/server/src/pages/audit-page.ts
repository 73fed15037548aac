import type { Call } from '../actions/action.ts'
import type { AuditRecord } from '../audit/audit-record.ts'
import { auditQueries } from '../audit/audit-table.ts'
import type { AuditVerdict } from '../audit/verify-audit.ts'
import { actionUrl } from '../routing/links.ts'
import { html } from './html.ts'
import type { Html, HtmlValue } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './page.ts'
import { timeText } from './time-text.ts'

/** Which part of the audit the page shows. */
export interface AuditPart {
  /** Event type; `undefined` shows all. */
  readonly view: string | undefined
  readonly offset: number
  readonly perPage: number
  readonly total: number
}

/** Returns the page of the audit. */
export function auditPage(
  call: Call,
  records: readonly AuditRecord[],
  part: AuditPart,
  verdict: AuditVerdict,
): Page {
  const last = part.offset + records.length
  return layout(
    call,
    'Audit Log',
    html`<section class="card wide">
      <h1 id="audit">Audit Log</h1>
      ${chainBox(verdict)}
      <form method="get" action="${urlOf(call, {})}" class="inline">
        <label for="view">Events</label>
        <select id="view" name="view">
          <option value="">All</option>
          ${Object.entries(auditQueries).map(
            ([event, label]) =>
              html`<option value="${event}" ${part.view === event && html`selected`}>
                ${label}
              </option>`,
          )}
        </select>
        <button class="small">Show</button>
      </form>
      <p class="quiet">
        Records ${records.length === 0 ? 0 : part.offset + 1} to ${last} of ${part.total}, newest
        first
      </p>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="audit">
        <table class="records">
          <thead>
            <tr>
              ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${records.map(recordRow)}
          </tbody>
        </table>
      </div>
      ${pages(call, part)}
    </section>`,
  )
}

const headings: readonly string[] = [
  'No.',
  'Date',
  'User',
  'Event',
  'Folder',
  'What',
  'Rows',
  'Declared',
  'Signed in by',
]

function recordRow(record: AuditRecord): Html {
  const { impersonatedBy, keyAccessor } = record
  return html`<tr>
    <td class="number">${record.sequence}</td>
    <td class="whole">${timeText(Date.parse(record.at))}</td>
    <td>
      ${record.user}${impersonatedBy !== null && html`<br /><span class="quiet">by ${impersonatedBy}</span>`}
    </td>
    <td>${auditQueries[record.event]}</td>
    <td>${record.container}</td>
    <td class="long">${what(record)}</td>
    <td class="number">${record.rowCount}</td>
    <td class="declared">${declared(record)}</td>
    <td>
      ${kinds[record.keyKind]}${keyAccessor !== null && html`<br /><code>${keyAccessor}</code>`}
    </td>
  </tr>`
}

function what({ schemaName, queryName, sql, comment }: AuditRecord): Html {
  if (sql !== null) return html`<code>${sql}</code><br /><span class="quiet">${comment}</span>`
  if (queryName === null) return html`${comment}`
  return html`${schemaName}.${queryName}<br /><span class="quiet">${comment}</span>`
}

function declared({ activity, irb, phiLevel, termsVersion }: AuditRecord): HtmlValue {
  if (activity === null) return termsVersion !== null && html`terms ${termsVersion}`
  return html`${activity}<br /><span class="quiet"
      >IRB ${irb}, ${phiLevel}, terms ${termsVersion}</span
    >`
}

const kinds: Readonly<Record<AuditRecord['keyKind'], string>> = {
  session: 'browser',
  'session-key': 'session key',
  'api-key': 'API key',
  password: 'password',
  none: 'nothing',
}

function chainBox(verdict: AuditVerdict): Html {
  return verdict.isValid
    ? html`<p class="success">The chain of records is whole.</p>`
    : html`<p class="failure" role="alert">
        The audit was tampered with: record ${verdict.sequence}, ${verdict.reason}.
      </p>`
}

function pages(call: Call, { view, offset, perPage, total }: AuditPart): HtmlValue {
  const link = (label: string, to: number): Html => {
    const url = urlOf(call, { ...(view !== undefined && { view }), offset: String(to) })
    return html`<a href="${url}">${label}</a>`
  }
  return html`<p class="pages">
    ${offset > 0 && link('Newer records', Math.max(0, offset - perPage))}
    ${offset + perPage < total && link('Older records', offset + perPage)}
  </p>`
}

function urlOf(
  { site, container }: Call,
  parameters: { readonly view?: string; readonly offset?: string },
): string {
  return actionUrl(site, container, 'audit-showAuditLog.view', { ...parameters })
}
