import { ownOptions, readOptions } from '../check-options.ts'
import { fieldKey, type Field } from '../query/field-key.ts'
import type { Filter } from '../query/filter.ts'
import { rowSelectionNames, selectionForm, type RowSelection } from '../query/select-form.ts'

/**
 * Puts other filters in the place of all those on a column: labkey-api-js 1.35.3, `merge`.
 *
 * @example
 * ```ts
 * const base = [filter('Age').gte(18), filter('Sex').eq('F')]
 * const filters = mergeFilters(base, 'Age', [filter('Age').between(20, 30)])
 * ```
 */
export function mergeFilters(
  base: readonly Filter[],
  field: Field,
  filters: readonly Filter[],
): readonly Filter[] {
  const key = fieldKey(field).toLowerCase()
  return [...base.filter((one) => one.field.toLowerCase() !== key), ...filters]
}

/**
 * Writes which rows are meant as LabKey's parameters, for actions that take them in `params` or `form`:
 * labkey-api-js 1.35.3, `buildQueryParams` and `appendFilterParams`.
 *
 * @throws {LabKeyOptionsError} for a wrong option
 * @example
 * ```ts
 * const form = queryParameters({
 *   schemaName: 'lists',
 *   queryName: 'Patients',
 *   filters: [filter('Age').gte(18)],
 *   sort: '-Age',
 * })
 * const answer = await labkey.request({ controller: 'mymodule', action: 'summarise', form })
 * ```
 */
export function queryParameters(options: RowSelection): readonly (readonly [string, string])[] {
  const where = 'queryParameters'
  const own = ownOptions(options, where, rowSelectionNames)
  return selectionForm(readOptions(own, where), own['sort'])
}
