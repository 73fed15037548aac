import { filter as plainFilter, type Filter, type FilterBuilder } from '../query/filter.ts'

/** A {@link Filter} that remembers its field, so that the compiler can compare it with a query's. */
export interface FieldFilter<Field extends string = string> extends Filter {
  readonly field: Field
}

/** The conditions that a field can be given; see {@link FilterBuilder}. */
export type FieldFilterBuilder<Field extends string> = {
  readonly [Operator in keyof FilterBuilder]: (
    ...values: Parameters<FilterBuilder[Operator]>
  ) => FieldFilter<Field>
}

/**
 * Starts a condition on a field, as `filter` of `@wellkey/client` does, whose name the compiler checks.
 *
 * @param field a field key as it stands in the generated file: `'Age'`, `'PatientId/Site'`
 * @throws {LabKeyOptionsError} for values that would have to be guessed: objects, dates, NaN, null
 * @example
 * ```ts
 * import { filter } from '@wellkey/client/typed'
 *
 * filter('Age').gte(18) // { field: 'Age', operator: 'gte', value: '18' }
 * ```
 */
export function filter<const Field extends string>(field: Field): FieldFilterBuilder<Field> {
  // The builder puts the field into what it makes as it is.
  return plainFilter(field) as unknown as FieldFilterBuilder<Field>
}
