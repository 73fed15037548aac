import type { FilterOperator } from '../query/filter-operator.ts'
import type { Filter } from '../query/filter.ts'

/** The operators in LabKey's words (contract 4.3), and, by their letters, what columns they are for. */
const operators: Readonly<Record<FilterOperator, readonly [label: string, types: string]>> = {
  eq: ['Equals', 'sifbt'],
  neq: ['Does Not Equal', 'sifbt'],
  neqornull: ['Does Not Equal (or is null)', 'sifbdt'],
  gt: ['Is Greater Than', 'sift'],
  gte: ['Is Greater Than or Equal To', 'sift'],
  lt: ['Is Less Than', 'sift'],
  lte: ['Is Less Than or Equal To', 'sift'],
  dateeq: ['(Date) Equals', 'd'],
  dateneq: ['(Date) Does Not Equal', 'd'],
  dategt: ['(Date) Is Greater Than', 'd'],
  dategte: ['(Date) Is Greater Than or Equal To', 'd'],
  datelt: ['(Date) Is Less Than', 'd'],
  datelte: ['(Date) Is Less Than or Equal To', 'd'],
  contains: ['Contains', 's'],
  doesnotcontain: ['Does Not Contain', 's'],
  startswith: ['Starts With', 's'],
  doesnotstartwith: ['Does Not Start With', 's'],
  in: ['Equals One Of', 'sift'],
  notin: ['Does Not Equal Any Of', 'sift'],
  containsoneof: ['Contains One Of', 's'],
  containsnoneof: ['Does Not Contain Any Of', 's'],
  inns: ['Is a Member of the Named Set', ''],
  notinns: ['Is Not a Member of the Named Set', ''],
  between: ['Between', 'sifdt'],
  notbetween: ['Not Between', 'sifdt'],
  memberof: ['Is Member Of', ''],
  isblank: ['Is Blank', 'sifbdt'],
  isnonblank: ['Is Not Blank', 'sifbdt'],
  hasmvvalue: ['Has a Missing Value Indicator', ''],
  nomvvalue: ['Has No Missing Value Indicator', ''],
  q: ['Search', ''],
  'concept:insubtree': ['Is In Subtree', ''],
  'concept:notinsubtree': ['Is Not In Subtree', ''],
  'exp:childof': ['Is Child Of', ''],
  'exp:parentof': ['Is Parent Of', ''],
  'exp:lineageof': ['In The Lineage Of', ''],
  arraycontainsall: ['Contains All', 'a'],
  arraycontainsany: ['Contains Any', 'a'],
  arraycontainsnone: ['Contains None', 'a'],
  arraymatches: ['Contains Exactly', 'a'],
  arraynotmatches: ['Does Not Contain Exactly', 'a'],
  arrayisempty: ['Is Empty', 'a'],
  arrayisnotempty: ['Is Not Empty', 'a'],
}

/** The type of a column, as `QueryColumn` has it. */
export type ColumnType = 'string' | 'int' | 'float' | 'boolean' | 'date' | 'time' | 'array'

/**
 * Says in words what filters ask for: labkey-api-js 1.35.3, `getFilterDescription`. The words hold the values.
 *
 * @example
 * ```ts
 * describeFilters([filter('Age').gte(18), filter('Site').isNonBlank()])
 * // 'Age Is Greater Than or Equal To 18 and Site Is Not Blank'
 * ```
 */
export function describeFilters(filters: readonly Filter[]): string {
  return filters
    .map(({ field, operator, value }) => `${field} ${operators[operator][0]} ${value}`.trim())
    .join(' and ')
}

/**
 * Lists the operators that a column can have: labkey-api-js 1.35.3, `getFilterTypesForType`.
 *
 * @example
 * ```ts
 * const forDates = filterOperatorsOf('date') // ['neqornull', 'dateeq', …]
 * ```
 */
export function filterOperatorsOf(type: ColumnType): readonly FilterOperator[] {
  return Object.entries(operators).flatMap(([operator, [, types]]) =>
    types.includes(type.charAt(0)) ? [operator as FilterOperator] : [],
  )
}

/**
 * Names the operator to begin with: labkey-api-js 1.35.3, `getDefaultFilterForType`.
 *
 * @example
 * ```ts
 * const operator = defaultFilterOperatorOf('string') // 'contains'
 * ```
 */
export function defaultFilterOperatorOf(type: ColumnType): FilterOperator {
  if (type === 'string') return 'contains'
  if (type === 'date') return 'dateeq'
  return type === 'array' ? 'arraycontainsany' : 'eq'
}
