import type { Call } from '../actions/action.ts'
import type { Field } from '../data/field.ts'
import { cellUrls } from '../data/row-links.ts'
import type { CellUrl } from '../data/row-links.ts'
import { formatValue } from '../data/format-value.ts'
import type { Selection } from '../data/select.ts'
import type { Row } from '../data/table.ts'
import { actionUrl } from '../routing/links.ts'
import { html } from './html.ts'
import type { Html, HtmlValue } from './html.ts'
import { layout } from './layout.ts'
import type { Page } from './page.ts'

/** Returns the page of a table's rows. */
export function gridPage(
  call: Call,
  selection: Selection,
  page: { readonly maxRows: number; readonly offset: number },
): Page {
  const { table, fields, total } = selection
  const rows = [...selection.rows]
  const urlOf = cellUrls(call, table)
  const first = rows.length === 0 ? 0 : page.offset + 1
  return layout(
    call,
    table.title,
    html`<section class="card wide">
      <p class="quiet">
        <a href="${actionUrl(call.site, call.container, 'project-begin.view')}"
          >${call.container.title ?? call.container.name}</a
        >
      </p>
      <h1>${table.title}</h1>
      <p class="quiet">Rows ${first} to ${page.offset + rows.length} of ${total}</p>
      <div class="scroll" tabindex="0" role="region" aria-label="${table.title}">
        <table>
          <thead>
            <tr>
              ${fields.map((field) => html`<th scope="col" ${isNumeric(field) && html`class="number"`}>${field.column.caption}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row) =>
                html`<tr>
                  ${fields.map((field) => cell(urlOf, field, row))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <nav aria-label="Pages" class="pages">
        ${page.offset > 0 && pageLink(call, 'Previous', Math.max(0, page.offset - page.maxRows))}
        ${page.offset + rows.length < total && pageLink(call, 'Next', page.offset + page.maxRows)}
      </nav>
    </section>`,
  )
}

function cell(urlOf: CellUrl, field: Field, row: Row): Html {
  const value = field.read(row)
  const text = field.display(row) ?? formatValue(value, field.column) ?? value
  const url = urlOf(field, row)
  const shown: HtmlValue = text === null ? '' : String(text)
  return html`<td ${isNumeric(field) && html`class="number"`}>
    ${url ? html`<a href="${url}">${shown}</a>` : shown}
  </td>`
}

function isNumeric({ column, lookup }: Field): boolean {
  return lookup === null && (column.type === 'int' || column.type === 'float')
}

function pageLink({ url }: Call, label: string, offset: number): Html {
  const query = new URLSearchParams(url.search)
  query.set('query.offset', String(offset))
  return html`<a class="button quiet-button" href="${url.pathname}?${query.toString()}"
    >${label}</a
  >`
}
