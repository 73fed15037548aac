import { accessData } from '../data/access-data.ts'
import { applyView } from '../data/apply-view.ts'
import { pageResponse } from '../http/responses.ts'
import { gridPage } from '../pages/grid-page.ts'
import type { Action } from './action.ts'
import { readSelectParameters } from './select-parameters.ts'

const rowsPerPage = 100

/** `query-executeQuery.view`: the rows of a table as a page; audited like any other access. */
export const executeQuery: Action = {
  name: 'query-executeQuery',
  answers: 'page',
  method: 'read',
  needs: 'read',
  showsData: true,
  handle: async (call) => {
    const asked = applyView(call, readSelectParameters(call.parameters, call.request.headers))
    const maxRows = asked.maxRows > 0 ? Math.min(asked.maxRows, rowsPerPage) : rowsPerPage
    const selection = await accessData(call, { ...asked, maxRows })
    return pageResponse(gridPage(call, selection, { maxRows, offset: asked.offset }))
  },
}
