import {
  fieldKey,
  filter,
  LabKeyOptionsError,
  type Filter,
  type FilterBuilder,
} from '@wellkey/client'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { filterOperators } from '../src/query/filter-operator.ts'

const age = filter('Age')

/** Every method with what it makes. Operators are those of contract 4.3. */
const table: readonly (readonly [keyof FilterBuilder, Filter, string, string])[] = [
  ['eq', age.eq(18), 'eq', '18'],
  ['neq', age.neq(true), 'neq', 'true'],
  ['neqOrNull', age.neqOrNull('x'), 'neqornull', 'x'],
  ['gt', age.gt(1.5), 'gt', '1.5'],
  ['gte', age.gte(18), 'gte', '18'],
  ['lt', age.lt(18n), 'lt', '18'],
  ['lte', age.lte(18), 'lte', '18'],
  ['dateEq', age.dateEq('2024-05-31'), 'dateeq', '2024-05-31'],
  ['dateNeq', age.dateNeq('-5d'), 'dateneq', '-5d'],
  ['dateGt', age.dateGt('x'), 'dategt', 'x'],
  ['dateGte', age.dateGte('x'), 'dategte', 'x'],
  ['dateLt', age.dateLt('x'), 'datelt', 'x'],
  ['dateLte', age.dateLte('x'), 'datelte', 'x'],
  ['contains', age.contains('a;b'), 'contains', 'a;b'],
  ['doesNotContain', age.doesNotContain('x'), 'doesnotcontain', 'x'],
  ['startsWith', age.startsWith('x'), 'startswith', 'x'],
  ['doesNotStartWith', age.doesNotStartWith('x'), 'doesnotstartwith', 'x'],
  ['in', age.in([1, 2]), 'in', '1;2'],
  ['notIn', age.notIn(['a']), 'notin', 'a'],
  ['containsOneOf', age.containsOneOf(['a', 'b']), 'containsoneof', 'a;b'],
  ['containsNoneOf', age.containsNoneOf(['a', 'b']), 'containsnoneof', 'a;b'],
  ['between', age.between(1, 5), 'between', '1,5'],
  ['notBetween', age.notBetween('a', 'b'), 'notbetween', 'a,b'],
  ['isBlank', age.isBlank(), 'isblank', ''],
  ['isNonBlank', age.isNonBlank(), 'isnonblank', ''],
  ['hasMissingValue', age.hasMissingValue(), 'hasmvvalue', ''],
  ['lacksMissingValue', age.lacksMissingValue(), 'nomvvalue', ''],
  ['inNamedSet', age.inNamedSet('s'), 'inns', 's'],
  ['notInNamedSet', age.notInNamedSet('s'), 'notinns', 's'],
  ['memberOf', age.memberOf(7), 'memberof', '7'],
  ['search', filter('*').search('a b'), 'q', 'a b'],
  ['inSubtree', age.inSubtree('a'), 'concept:insubtree', 'a'],
  ['notInSubtree', age.notInSubtree('a'), 'concept:notinsubtree', 'a'],
  ['childOf', age.childOf('urn:a'), 'exp:childof', 'urn:a'],
  ['parentOf', age.parentOf('urn:a'), 'exp:parentof', 'urn:a'],
  ['lineageOf', age.lineageOf(['urn:a', 'urn:b']), 'exp:lineageof', 'urn:a,urn:b'],
  ['arrayContainsAll', age.arrayContainsAll(['a', 'b']), 'arraycontainsall', 'a;b'],
  ['arrayContainsAny', age.arrayContainsAny(['a']), 'arraycontainsany', 'a'],
  ['arrayContainsNone', age.arrayContainsNone(['a']), 'arraycontainsnone', 'a'],
  ['arrayMatches', age.arrayMatches(['a']), 'arraymatches', 'a'],
  ['arrayNotMatches', age.arrayNotMatches(['a']), 'arraynotmatches', 'a'],
  ['arrayIsEmpty', age.arrayIsEmpty(), 'arrayisempty', ''],
  ['arrayIsNotEmpty', age.arrayIsNotEmpty(), 'arrayisnotempty', ''],
]

describe('filter()', () => {
  test.each(table)('%s', (name, made, operator, value) => {
    expect(made).toEqual({ field: name === 'search' ? '*' : 'Age', operator, value })
    expect(Object.isFrozen(made)).toBe(true)
  })

  test('has a method for every operator, and the table above has every method', () => {
    expect(table.map(([name]) => name)).toEqual(Object.keys(age))
    expect(table.map(([, , operator]) => operator).toSorted()).toEqual(filterOperators.toSorted())
  })

  test.each([
    [['a', 'b;c'], '{json:["a","b;c"]}'],
    [['a\nb'], String.raw`{json:["a\nb"]}`],
    [['', 'a'], '{json:["","a"]}'],
    [[' a'], '{json:[" a"]}'],
    [['{json:["x"]}'], String.raw`{json:["{json:[\"x\"]}"]}`],
    [[1, true, 'c'], '1;true;c'],
  ])('in(%j) keeps its items apart', (items, value) => {
    expect(filter('Name').in(items).value).toBe(value)
  })

  test('between() keeps ends with a comma apart', () => {
    expect(filter('Name').between('a,b', 'c').value).toBe('{json:["a,b","c"]}')
  })

  test.each([
    ['an empty list', () => age.in([])],
    ['no list', () => age.in('a' as never)],
    ['a date', () => age.eq(new Date() as never)],
    ['null', () => age.eq(null as never)],
    ['nothing', () => age.eq(undefined as never)],
    ['NaN', () => age.eq(Number.NaN)],
    ['null in a list', () => age.in([null as never])],
    ['a search in one column', () => age.search('x')],
    ['no column', () => filter('')],
    ['an empty part of a column', () => filter(['a', ''])],
    ['no parts of a column', () => filter([])],
  ])('refuses what would have to be guessed: %s', (_name, make) => {
    expect(make).toThrow(LabKeyOptionsError)
  })

  test('is typed', () => {
    expectTypeOf(age.gte(18)).toEqualTypeOf<Filter>()
    expectTypeOf<FilterBuilder['in']>()
      .parameter(0)
      .toEqualTypeOf<readonly (string | number | boolean | bigint)[]>()
    expectTypeOf<Filter['operator']>().extract<'made-up'>().toBeNever()
    // @ts-expect-error -- a date has no zone on the wire
    expect(() => age.eq(new Date())).toThrow(LabKeyOptionsError)
  })
})

describe('fieldKey()', () => {
  test.each([
    ['Owner/DisplayName', 'Owner/DisplayName'],
    [['Owner', 'DisplayName'], 'Owner/DisplayName'],
    [['a$/&}~,.b'], 'a$D$S$A$B$T$C$Pb'],
    [['$S'], '$DS'],
  ])('%j is %s', (field, key) => {
    expect(fieldKey(field)).toBe(key)
    expect(filter(field).eq(1).field).toBe(key)
  })
})
