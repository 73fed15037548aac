import { fieldKey, type Field } from '../query/field-key.ts'
import { isFilterOperator, type FilterOperator } from '../query/filter-operator.ts'
import type { Filter } from '../query/filter.ts'

/** An address, or its parameters, as a grid of LabKey's pages has them. */
export type Parameters = string | URL | URLSearchParams

/** Operators that go by another name in old addresses (contract 4.3). */
const older: Readonly<Record<string, FilterOperator>> = {
  hasqcvalue: 'hasmvvalue',
  noqcvalue: 'nomvvalue',
}

/**
 * Reads the filters of an address: labkey-api-js 1.35.3, `src/labkey/filter/Filter.ts`. Operators that LabKey does
 * not know are left out, as LabKey leaves them out.
 *
 * @param regionName the name of the grid. Default: `query`
 * @example
 * ```ts
 * const filters = parseFilters('https://labkey.example.org/list-grid.view?query.Age~gte=18')
 * const { rows } = await labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patients', filters })
 * ```
 */
export function parseFilters(parameters: Parameters, regionName = 'query'): readonly Filter[] {
  return [...parametersOf(parameters)].flatMap(([name, value]) => {
    const match = /^([^.]*)\.(.+)~([^~]*)$/.exec(name)
    const [, region, field, suffix = ''] = match ?? []
    const operator = older[suffix] ?? suffix
    if (region !== regionName || field === undefined || !isFilterOperator(operator)) return []
    return [Object.freeze({ field, operator, value })]
  })
}

/**
 * Reads the sort of an address, as `sort` of a select takes it: labkey-api-js 1.35.3, `getSortFromUrl`.
 *
 * @param regionName the name of the grid. Default: `query`
 * @example
 * ```ts
 * const sort = parseSort('?query.sort=-Age,Name') // ['-Age', 'Name']
 * ```
 */
export function parseSort(
  parameters: Parameters,
  regionName = 'query',
): readonly string[] | undefined {
  const sort = parametersOf(parameters).get(`${regionName}.sort`)
  return sort?.split(',').filter((field) => field !== '' && field !== '-')
}

/**
 * Writes a column to sort by, the other way round: labkey-api-java 6.3, `query/Sort.java`.
 *
 * @example
 * ```ts
 * const sort = [descending(['Owner', 'Last, First']), ascending('Name')] // ['-Owner/Last$C First', 'Name']
 * ```
 */
export function descending(field: Field): string {
  return `-${fieldKey(field)}`
}

/**
 * Writes a column to sort by: labkey-api-java 6.3, `query/Sort.java`.
 *
 * @example
 * ```ts
 * const sort = [ascending(['Site', 'Name'])] // ['Site/Name']
 * ```
 */
export function ascending(field: Field): string {
  return fieldKey(field)
}

function parametersOf(parameters: Parameters): URLSearchParams {
  if (typeof parameters !== 'string') {
    return parameters instanceof URL ? parameters.searchParams : parameters
  }
  const query = parameters.indexOf('?')
  const text = query === -1 ? parameters : parameters.slice(query + 1)
  return new URLSearchParams(text.replace(/#.*$/, ''))
}
