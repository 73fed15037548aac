import { auditQueries } from '../audit/audit-table.ts'
import { verifyAudit } from '../audit/verify-audit.ts'
import { pageResponse } from '../http/responses.ts'
import { auditPage } from '../pages/audit-page.ts'
import type { Action } from './action.ts'

const recordsPerPage = 50

/** `audit-showAuditLog.view`: the audit as a page, newest first, and whether its chain is whole. */
export const showAuditLog: Action = {
  name: 'audit-showAuditLog',
  answers: 'page',
  method: 'read',
  needs: 'admin',
  handle: async (call) => {
    const { audit } = call.site.store
    const kept = await audit.records()
    const [after, count] = [await audit.anchor(), await audit.count()]
    const asked = call.parameters.get('view') ?? ''
    const view = Object.hasOwn(auditQueries, asked) ? asked : undefined
    const inContainer = kept.filter(
      ({ container }) => call.container.path === '/' || container === call.container.path,
    )
    const records = inContainer.filter(({ event }) => view === undefined || event === view)
    const offset = readOffset(call.parameters.get('offset'))
    const newest = records.toReversed().slice(offset, offset + recordsPerPage)
    const verdict = verifyAudit(kept, { mac: audit.mac, after, count })
    const page = { view, offset, perPage: recordsPerPage, total: records.length }
    return pageResponse(auditPage(call, newest, page, verdict))
  },
}

function readOffset(text: string | undefined): number {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0
}
