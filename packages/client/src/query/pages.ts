import { ownOptions, readOptions } from '../check-options.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import { present } from '../read-json.ts'
import type { Caller } from './ask-query.ts'
import { getQueryDetails } from './get-query-details.ts'
import type { SelectRowsResult } from './rows.ts'
import { rowSelectionNames, sortOf } from './select-form.ts'
import { rowFormNames, selectCall, selectRows, type SelectRowsOptions } from './select-rows.ts'

/** Which rows, and how many at a time. */
export interface PagesOptions extends Omit<SelectRowsOptions, 'showRows' | 'selectionKey'> {
  /** Rows of one page. Default: 10000. */
  readonly pageRows?: number
}

const where = 'pages'
const knownOptions = [
  'pageRows',
  ...rowSelectionNames.filter((name) => name !== 'showRows' && name !== 'selectionKey'),
  ...rowFormNames,
]

/**
 * Reads rows in pages, each an answer of its own; the key columns, which `getQueryDetails` tells, are
 * put behind `sort`, so that every page begins where the one before has ended.
 */
export async function* pages<Row>(
  options: PagesOptions,
  caller: Caller,
): AsyncGenerator<SelectRowsResult<Row>, undefined> {
  const own = ownOptions(options, where, knownOptions)
  const read = readOptions(own, where)
  const pageRows = read.integer('pageRows', 1) ?? 10_000
  const { pageRows: _pageRows, ...selection } = options
  // All of them now: the first call is about the key, and takes few.
  selectCall(selection, where, caller.client)
  const sort = await sortedByKey(options, sortOf(own['sort'], read), caller)
  const first = read.integer('offset', 0) ?? 0
  const wanted = read.integer('maxRows', -1) ?? -1
  let left = wanted === -1 ? Infinity : wanted
  let offset = first
  let total: number | undefined

  while (left > 0) {
    const maxRows = Math.min(pageRows, left)
    const page = await selectRows<Row>(
      {
        ...selection,
        sort,
        offset,
        maxRows,
        // It is the same for every page, and counting costs the server as much as reading.
        ...(offset > first && { includeTotalCount: false }),
      },
      caller,
    )
    const isCounted = read.flag('includeTotalCount') !== false
    if (offset === first && isCounted) total = page.rowCount
    if (page.rows.length > 0) yield { ...page, rowCount: total ?? page.rowCount }
    offset += page.rows.length
    left -= page.rows.length
    if (page.rows.length < maxRows || (total !== undefined && offset >= total)) return
  }
}

async function sortedByKey(
  options: PagesOptions,
  sort: string | undefined,
  caller: Caller,
): Promise<string> {
  const { schemaName, queryName, container, timeoutMs, signal } = options
  const { columns } = await getQueryDetails(
    { schemaName, queryName, ...present({ container, timeoutMs, signal }) },
    caller,
  )
  const given = sort === undefined ? [] : sort.split(',')
  const names = new Set(given.map((name) => name.trim().replace(/^[+-]/, '').toLowerCase()))
  const keys = columns.filter(({ keyField, name }) => keyField && !names.has(name.toLowerCase()))
  const all = [...given, ...keys.map(({ name }) => name)]
  if (all.length === 0) {
    throw new LabKeyOptionsError(
      `${where}: ${schemaName}.${queryName} has no key, so that its pages need a sort that no two rows share`,
    )
  }
  return all.join(',')
}
