import { accessData } from '../data/access-data.ts'
import { applyView } from '../data/apply-view.ts'
import { exportText } from '../data/export-text.ts'
import { exportWorkbook } from '../data/export-workbook.ts'
import type { Selection } from '../data/select.ts'
import type { Action, Call } from './action.ts'
import { readSelectParameters } from './select-parameters.ts'

/** `query-exportRowsTsv.view`: rows as delimited text, all of them unless told otherwise (contract 4.9). */
export const exportRowsTsv: Action = exportAction('query-exportRowsTsv', exportText)

/** `query-exportRowsXLSX.view`: rows as a workbook (contract 4.9). */
export const exportRowsXlsx: Action = exportAction('query-exportRowsXLSX', exportWorkbook)

/** `query-exportRowsExcel.view`: the same workbook; the form of Excel before 2007 is not written. */
export const exportRowsExcel: Action = exportAction('query-exportRowsExcel', exportWorkbook)

function exportAction(name: string, write: typeof exportText | typeof exportWorkbook): Action {
  return {
    name,
    answers: 'json',
    method: 'read',
    needs: 'read',
    handle: async (call) => {
      const selection = await exported(call)
      return write(selection, call.parameters, fileName(selection))
    },
  }
}

function exported(call: Call): Promise<Selection> {
  const { parameters } = call
  const asked = applyView(call, readSelectParameters(parameters, call.request.headers))
  const isPaged = parameters.all.some(([name]) => /(^|\.)(maxRows|limit|showRows)$/.test(name))
  const request = { ...asked, ...(!isPaged && { maxRows: -1 }) }
  return accessData(call, request, { event: 'QueryExportAuditEvent' })
}

// Only what cannot end the header.
function fileName({ table }: Selection): string {
  return table.name.replace(/[^\w -]/g, '_')
}
