import { isScalar, kindOf } from '../check-options.ts'
import { fieldKey, isField, type Field } from './field-key.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import { isFilterOperator, type FilterOperator } from './filter-operator.ts'
import type { Scalar } from '../request.ts'

/** One condition on the rows. A plain object; {@link filter} is the comfortable way to one. */
export interface Filter {
  /** A field key, encoded. `*` for the whole table. */
  readonly field: string
  readonly operator: FilterOperator
  /** As it goes over the wire; empty where the operator takes none. */
  readonly value: string
}

/**
 * The conditions that a column can be given, one method for each operator of LabKey (contract 4.3).
 *
 * Dates are texts (`'2024-05-31'`, or relative ones such as `'-5d'`), since LabKey's have no zone.
 * The `date…` methods ignore the time of day.
 */
export interface FilterBuilder {
  /** An empty text means blank. */
  eq(value: Scalar): Filter
  neq(value: Scalar): Filter
  neqOrNull(value: Scalar): Filter
  gt(value: Scalar): Filter
  gte(value: Scalar): Filter
  lt(value: Scalar): Filter
  lte(value: Scalar): Filter
  dateEq(value: Scalar): Filter
  dateNeq(value: Scalar): Filter
  dateGt(value: Scalar): Filter
  dateGte(value: Scalar): Filter
  dateLt(value: Scalar): Filter
  dateLte(value: Scalar): Filter
  contains(value: Scalar): Filter
  doesNotContain(value: Scalar): Filter
  startsWith(value: Scalar): Filter
  doesNotStartWith(value: Scalar): Filter
  /** At least one value; an empty text among them matches blank as well. */
  in(values: readonly Scalar[]): Filter
  notIn(values: readonly Scalar[]): Filter
  containsOneOf(values: readonly Scalar[]): Filter
  containsNoneOf(values: readonly Scalar[]): Filter
  /** Both ends belong to it. */
  between(from: Scalar, to: Scalar): Filter
  notBetween(from: Scalar, to: Scalar): Filter
  isBlank(): Filter
  isNonBlank(): Filter
  /** Has an indicator for a missing value. */
  hasMissingValue(): Filter
  lacksMissingValue(): Filter
  inNamedSet(name: string): Filter
  notInNamedSet(name: string): Filter
  /** For a column of users: member of the group with this id. */
  memberOf(groupId: Scalar): Filter
  /** Searches all columns of the table; for `filter('*')` only. */
  search(text: string): Filter
  /** For a column of ontology concepts. */
  inSubtree(conceptPath: string): Filter
  notInSubtree(conceptPath: string): Filter
  childOf(lsid: string): Filter
  parentOf(lsid: string): Filter
  lineageOf(lsids: readonly string[]): Filter
  /** The array operators are for multi-value columns of servers newer than 24.11. */
  arrayContainsAll(values: readonly Scalar[]): Filter
  arrayContainsAny(values: readonly Scalar[]): Filter
  arrayContainsNone(values: readonly Scalar[]): Filter
  arrayMatches(values: readonly Scalar[]): Filter
  arrayNotMatches(values: readonly Scalar[]): Filter
  arrayIsEmpty(): Filter
  arrayIsNotEmpty(): Filter
}

/**
 * Starts a condition on a column.
 *
 * @param field a field key (`'Owner/DisplayName'`), or its parts where a name holds one of
 *   `$ / & } ~ , .` (`['Owner', 'Last, First']`)
 * @throws {LabKeyOptionsError} for values that would have to be guessed: objects, dates, NaN, null
 * @example
 * ```ts
 * filter('Age').gte(18) // { field: 'Age', operator: 'gte', value: '18' }
 * ```
 */
export function filter(field: Field): FilterBuilder {
  if (!isField(field)) {
    throw new LabKeyOptionsError(`filter: field must be a column's name, not ${kindOf(field)}`)
  }
  const key = fieldKey(field)
  const make = (operator: FilterOperator, value: string): Filter =>
    Object.freeze({ field: key, operator, value })
  const one = (operator: FilterOperator) => (value: Scalar) =>
    make(operator, scalarText(key, value))
  const none = (operator: FilterOperator) => () => make(operator, '')
  const many = (operator: FilterOperator) => (values: readonly Scalar[]) =>
    make(operator, listText(key, values, ';'))
  const range = (operator: FilterOperator) => (from: Scalar, to: Scalar) =>
    make(operator, listText(key, [from, to], ','))
  return {
    eq: one('eq'),
    neq: one('neq'),
    neqOrNull: one('neqornull'),
    gt: one('gt'),
    gte: one('gte'),
    lt: one('lt'),
    lte: one('lte'),
    dateEq: one('dateeq'),
    dateNeq: one('dateneq'),
    dateGt: one('dategt'),
    dateGte: one('dategte'),
    dateLt: one('datelt'),
    dateLte: one('datelte'),
    contains: one('contains'),
    doesNotContain: one('doesnotcontain'),
    startsWith: one('startswith'),
    doesNotStartWith: one('doesnotstartwith'),
    in: many('in'),
    notIn: many('notin'),
    containsOneOf: many('containsoneof'),
    containsNoneOf: many('containsnoneof'),
    between: range('between'),
    notBetween: range('notbetween'),
    isBlank: none('isblank'),
    isNonBlank: none('isnonblank'),
    hasMissingValue: none('hasmvvalue'),
    lacksMissingValue: none('nomvvalue'),
    inNamedSet: one('inns'),
    notInNamedSet: one('notinns'),
    memberOf: one('memberof'),
    search: (text) => {
      // LabKey ignores the column of a search, so a named one would promise too much.
      if (key === '*') return make('q', scalarText(key, text))
      throw new LabKeyOptionsError(`filter: search is for the whole table, filter('*')`)
    },
    inSubtree: one('concept:insubtree'),
    notInSubtree: one('concept:notinsubtree'),
    childOf: one('exp:childof'),
    parentOf: one('exp:parentof'),
    lineageOf: (lsids) => make('exp:lineageof', listText(key, lsids, ',')),
    arrayContainsAll: many('arraycontainsall'),
    arrayContainsAny: many('arraycontainsany'),
    arrayContainsNone: many('arraycontainsnone'),
    arrayMatches: many('arraymatches'),
    arrayNotMatches: many('arraynotmatches'),
    arrayIsEmpty: none('arrayisempty'),
    arrayIsNotEmpty: none('arrayisnotempty'),
  }
}

/** Says whether a value is a {@link Filter}; LabKey silently ignores filters it does not know. */
export function isFilter(value: unknown): value is Filter {
  return (
    typeof value === 'object' &&
    value !== null &&
    'field' in value &&
    typeof value.field === 'string' &&
    value.field !== '' &&
    'operator' in value &&
    isFilterOperator(value.operator) &&
    'value' in value &&
    typeof value.value === 'string'
  )
}

function scalarText(field: string, value: unknown): string {
  if (isScalar(value)) return String(value)
  throw new LabKeyOptionsError(
    `filter: the value for ${field} must be a text, number or boolean, not ${kindOf(value)}`,
  )
}

function listText(field: string, values: readonly unknown[], separator: ';' | ','): string {
  if (!Array.isArray(values) || values.length === 0) {
    throw new LabKeyOptionsError(
      `filter: the values for ${field} must be an array with at least one, not ${kindOf(values)}`,
    )
  }
  const items = values.map((value) => scalarText(field, value))
  // "{json:[...]}: list with safe separators; accepted by all list operators" (contract 4.3).
  const plain = items.every((item) => !/[;,\r\n]|^\s|\s$|^\{|^$/.test(item))
  return plain ? items.join(separator) : `{json:${JSON.stringify(items)}}`
}
