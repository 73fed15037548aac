import { recordAccess } from '../audit/record-access.ts'
import { applyView } from '../data/apply-view.ts'
import { findField } from '../data/field.ts'
import { compareCells } from '../data/filter-operators.ts'
import { openTable } from '../data/open-table.ts'
import { selectRows } from '../data/select.ts'
import type { Cell } from '../data/table.ts'
import { ActionError, badParameter } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import type { Action } from './action.ts'
import { readSelectParameters } from './select-parameters.ts'

/** `query-selectDistinct.api`: the values of one column, each once, in order (contract 4.8). */
export const selectDistinct: Action = {
  name: 'query-selectDistinct',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: async (call) => {
    const { parameters, request } = call
    const asked = readSelectParameters(parameters, request.headers)
    const keys = asked.columns.split(',').filter((key) => key.trim() !== '')
    const [key] = keys
    if (key === undefined || keys.length > 1) {
      throw badParameter('columns', 'Select Distinct requires that only one column be requested.')
    }
    const maxRows = Number(parameters.get('maxRows') ?? asked.maxRows)
    const { table, scope } = await openTable(call, asked)
    const field = findField(table, key, scope)
    if (field === undefined) {
      throw new ActionError(400, `The column '${key}' does not exist.`, { field: 'columns' })
    }
    const all = { ...applyView(call, asked), sort: '', maxRows: -1, offset: 0, hasTotalCount: true }
    const context = { scope, nowMs: call.site.clock.now() }
    const values = new Set<Cell>()
    for (const row of (await selectRows(table, all, context)).rows) values.add(field.read(row))
    const isDescending = asked.sort.startsWith('-')
    const sorted = [...values].toSorted((left, right) =>
      isDescending ? compareCells(right, left) : compareCells(left, right),
    )
    const shown = maxRows < 0 ? sorted : sorted.slice(0, maxRows)
    await recordAccess(call, {
      schemaName: table.schemaName,
      queryName: table.name,
      rowCount: shown.length,
      comment: `Distinct values of ${field.key}`,
    })
    return jsonResponse({ schemaName: table.schemaName, queryName: table.name, values: shown })
  },
}
