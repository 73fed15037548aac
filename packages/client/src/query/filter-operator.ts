/** The operators of LabKey's filters, as they stand behind the `~` (contract 4.3). */
export const filterOperators = [
  'eq',
  'neq',
  'neqornull',
  'gt',
  'gte',
  'lt',
  'lte',
  'dateeq',
  'dateneq',
  'dategt',
  'dategte',
  'datelt',
  'datelte',
  'contains',
  'doesnotcontain',
  'startswith',
  'doesnotstartwith',
  'in',
  'notin',
  'containsoneof',
  'containsnoneof',
  'inns',
  'notinns',
  'between',
  'notbetween',
  'memberof',
  'isblank',
  'isnonblank',
  'hasmvvalue',
  'nomvvalue',
  'q',
  'concept:insubtree',
  'concept:notinsubtree',
  'exp:childof',
  'exp:parentof',
  'exp:lineageof',
  'arraycontainsall',
  'arraycontainsany',
  'arraycontainsnone',
  'arraymatches',
  'arraynotmatches',
  'arrayisempty',
  'arrayisnotempty',
] as const

/** One of `filterOperators`. */
export type FilterOperator = (typeof filterOperators)[number]

const known: ReadonlySet<unknown> = new Set(filterOperators)

/** Says whether LabKey knows the operator; it silently drops a filter with another. */
export function isFilterOperator(value: unknown): value is FilterOperator {
  return known.has(value)
}
