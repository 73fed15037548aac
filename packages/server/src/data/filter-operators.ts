import { convertValue, splitList } from './filter-value.ts'
import type { Cell, Column } from './table.ts'

/** Decides whether a cell passes a filter. */
export type Test = (cell: Cell) => boolean

type MakeTest = (value: string, column: Column, nowMs: number) => Test

/**
 * The tests behind the operator suffixes of contract 4.3, by suffix.
 *
 * Null follows SQL, so that a null passes neither a comparison nor its opposite, except where LabKey
 * adds "or is null": `neqornull`, `notin`, `doesnotcontain`, `doesnotstartwith`, `containsnoneof`.
 * Text is compared exactly by `eq` and its kin, and without regard to case by the searching ones.
 */
export const filterOperators: ReadonlyMap<string, MakeTest> = new Map<string, MakeTest>([
  ['eq', equal],
  ['neq', (...filter) => negate(equal(...filter), !isBlankText(filter[0]))],
  ['neqornull', (...filter) => orNull(negate(equal(...filter), true))],
  ['gt', (...filter) => compare(filter, (order) => order > 0)],
  ['gte', (...filter) => compare(filter, (order) => order >= 0)],
  ['lt', (...filter) => compare(filter, (order) => order < 0)],
  ['lte', (...filter) => compare(filter, (order) => order <= 0)],
  // "if value == null || "".equals(value) … ISBLANK": LabKey/platform CompareType.java, 24.x.
  ['dateeq', (...filter) => compareDays(filter, (order) => order === 0, isBlank)],
  [
    'dateneq',
    (...filter) =>
      compareDays(
        filter,
        (order) => order !== 0,
        (cell) => !isBlank(cell),
      ),
  ],
  ['dategt', (...filter) => compareDays(filter, (order) => order > 0)],
  ['dategte', (...filter) => compareDays(filter, (order) => order >= 0)],
  ['datelt', (...filter) => compareDays(filter, (order) => order < 0)],
  ['datelte', (...filter) => compareDays(filter, (order) => order <= 0)],
  ['contains', (value) => search((text) => text.includes(fold(value)))],
  ['doesnotcontain', (value) => orNull(search((text) => !text.includes(fold(value))))],
  ['startswith', (value) => search((text) => text.startsWith(fold(value)))],
  ['doesnotstartwith', (value) => orNull(search((text) => !text.startsWith(fold(value))))],
  ['containsoneof', (value) => search(containsAny(value))],
  ['containsnoneof', (value) => orNull(search((text) => !containsAny(value)(text)))],
  ['in', oneOf],
  ['notin', (...filter) => notOneOf(filter)],
  ['between', (...filter) => between(filter)],
  ['notbetween', (...filter) => negate(between(filter), true)],
  ['isblank', () => (cell) => isBlank(cell)],
  ['isnonblank', () => (cell) => !isBlank(cell)],
  // No column has missing-value indicators.
  ['hasmvvalue', () => () => false],
  ['hasqcvalue', () => () => false],
  ['nomvvalue', () => () => true],
  ['noqcvalue', () => () => true],
])

/** Orders two values of one column. */
export function compareCells(left: Cell, right: Cell): number {
  if (left === right) return 0
  if (left === null || right === null) return left === null ? -1 : 1
  return left < right ? -1 : 1
}

function equal(...[value, column, nowMs]: Parameters<MakeTest>): Test {
  const wanted = convertValue(value, column, nowMs)
  // "eq … empty = is blank"
  return wanted === null ? isBlank : (cell) => cell === wanted
}

function negate(test: Test, needsValue: boolean): Test {
  return (cell) => !(needsValue && cell === null) && !test(cell)
}

function orNull(test: Test): Test {
  return (cell) => cell === null || test(cell)
}

function compare(
  [value, column, nowMs]: Parameters<MakeTest>,
  passes: (order: number) => boolean,
): Test {
  const limit = convertValue(value, column, nowMs)
  if (limit === null) return () => false
  return (cell) => cell !== null && passes(compareCells(cell, limit))
}

function compareDays(
  [value, column, nowMs]: Parameters<MakeTest>,
  passes: (order: number) => boolean,
  withoutLimit: Test = () => false,
): Test {
  const limit = convertValue(value, { ...column, type: 'date' }, nowMs)
  if (typeof limit !== 'string') return withoutLimit
  return (cell) =>
    typeof cell === 'string' && passes(compareCells(cell.slice(0, 10), limit.slice(0, 10)))
}

function search(passes: (text: string) => boolean): Test {
  return (cell) => cell !== null && passes(fold(String(cell)))
}

function containsAny(value: string): (text: string) => boolean {
  const items = splitList(value).map(fold)
  return (text) => items.some((item) => text.includes(item))
}

// "empty item in an `in` list: matches null as well"
function oneOf(...[value, column, nowMs]: Parameters<MakeTest>): Test {
  const wanted = new Set(splitList(value).map((item) => convertValue(item, column, nowMs)))
  return (cell) => wanted.has(cell)
}

function notOneOf([value, column, nowMs]: Parameters<MakeTest>): Test {
  const refused = new Set(splitList(value).map((item) => convertValue(item, column, nowMs)))
  return (cell) => !refused.has(cell)
}

// "if (values.length != 2) return new BetweenClause(fieldKey, values[0], values[0]": one value, or more
// than two, mean the first alone (LabKey/platform CompareType.java, 24.x).
function between([value, column, nowMs]: Parameters<MakeTest>): Test {
  const [first = '', second = '', ...rest] = splitList(value, /\s*,\s*/)
  const low = convertValue(first, column, nowMs)
  const high = second === '' || rest.length > 0 ? low : convertValue(second, column, nowMs)
  if (low === null || high === null) return () => false
  return (cell) => cell !== null && compareCells(cell, low) >= 0 && compareCells(cell, high) <= 0
}

function isBlank(cell: Cell): boolean {
  return cell === null || cell === ''
}

function isBlankText(value: string): boolean {
  return value === ''
}

function fold(text: string): string {
  return text.toLowerCase()
}
