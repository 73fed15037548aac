import type { Database } from '@sqlite.org/sqlite-wasm'

import { formatDate, parseDate } from '../data/dates.ts'

/** Who asks, and when: what some functions tell. */
export interface FunctionContext {
  readonly nowMs: number
  readonly userId: number
  readonly userName: string
  readonly folderName: string
  readonly folderPath: string
}

type Value = string | number | null | undefined

const unitMs: Readonly<Record<string, number>> = {
  SQL_TSI_SECOND: 1000,
  SQL_TSI_MINUTE: 60_000,
  SQL_TSI_HOUR: 3_600_000,
  SQL_TSI_DAY: 86_400_000,
  SQL_TSI_WEEK: 604_800_000,
}
const unitMonths: Readonly<Record<string, number>> = {
  SQL_TSI_MONTH: 1,
  SQL_TSI_QUARTER: 3,
  SQL_TSI_YEAR: 12,
}

/**
 * Adds the functions of LabKey SQL that the engine has not under these names: dates, people, text.
 *
 * Dates go in and out in wire form; the names of parts are written as text, as LabKey wants them too:
 * `TIMESTAMPDIFF('SQL_TSI_DAY', a, b)`.
 */
export function registerFunctions(database: Database, context: FunctionContext): void {
  const add = (name: string, call: (...values: Value[]) => Value): void => {
    database.createFunction({
      name,
      arity: -1,
      deterministic: true,
      xFunc: (_: unknown, ...values: unknown[]) => call(...values.map(toValue)) ?? null,
    })
  }
  const now = formatDate(context.nowMs)
  add('now', () => now)
  add('curdate', () => `${now.slice(0, 10)} 00:00:00.000`)
  add('userid', () => context.userId)
  add('username', () => context.userName)
  add('foldername', () => context.folderName)
  add('folderpath', () => context.folderPath)

  add('year', (date) => part(date, 0, 4))
  add('month', (date) => part(date, 5, 7))
  add('dayofmonth', (date) => part(date, 8, 10))
  add('hour', (date) => part(date, 11, 13))
  add('minute', (date) => part(date, 14, 16))
  add('second', (date) => part(date, 17, 19))
  add('quarter', (date) => {
    const month = part(date, 5, 7)
    return month === null ? null : Math.ceil(month / 3)
  })
  add('dayofweek', (date) => {
    const time = timeOf(date)
    return time === null ? null : new Date(time).getUTCDay() + 1
  })
  add('timestampdiff', (unit, from, to) => difference(String(unit), from, to))
  add('timestampadd', (unit, count, date) => addTo(String(unit), Number(count), date))
  add('age', (from, to) => difference('SQL_TSI_YEAR', from, to ?? now))
  add('age_in_years', (from, to) => difference('SQL_TSI_YEAR', from, to))
  add('age_in_months', (from, to) => difference('SQL_TSI_MONTH', from, to))

  add('lcase', (text) => (text == null ? null : String(text).toLowerCase()))
  add('ucase', (text) => (text == null ? null : String(text).toUpperCase()))
  add('startswith', (text, start) =>
    text == null || start == null ? null : Number(String(text).startsWith(String(start))),
  )
  add('locate', (wanted, text, from) =>
    wanted == null || text == null
      ? null
      : String(text).indexOf(String(wanted), Number(from ?? 1) - 1) + 1,
  )
}

function toValue(value: unknown): Value {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

function wireOf(date: Value): string | null {
  return date == null ? null : (parseDate(String(date), 0) ?? null)
}

function part(date: Value, from: number, to: number): number | null {
  const wire = wireOf(date)
  return wire === null ? null : Number(wire.slice(from, to))
}

// As if it were UTC: the difference of two local times, and no change of clocks in between.
function timeOf(date: Value): number | null {
  const wire = wireOf(date)
  return wire === null ? null : Date.parse(`${wire.replace(' ', 'T')}Z`)
}

function difference(unit: string, from: Value, to: Value): number | null {
  const start = timeOf(from)
  const end = timeOf(to)
  if (start === null || end === null) return null
  const length = unitMs[unit]
  if (length !== undefined) return Math.trunc((end - start) / length)
  const months = unitMonths[unit]
  return months === undefined ? null : Math.trunc(wholeMonths(start, end) / months)
}

function wholeMonths(start: number, end: number): number {
  if (end < start) return -wholeMonths(end, start)
  const from = new Date(start)
  const to = new Date(end)
  const months =
    (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
  const isShort =
    to.getUTCDate() < from.getUTCDate() ||
    (to.getUTCDate() === from.getUTCDate() && end % 86_400_000 < start % 86_400_000)
  return isShort ? months - 1 : months
}

function addTo(unit: string, count: number, date: Value): string | null {
  const start = timeOf(date)
  if (start === null || !Number.isFinite(count)) return null
  const length = unitMs[unit]
  if (length !== undefined) return toWire(start + count * length)
  const months = unitMonths[unit]
  if (months === undefined) return null
  const moved = new Date(start)
  const day = moved.getUTCDate()
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + Math.trunc(count) * months)
  // The 31st of a month with 30 days is its last.
  const lastDay = new Date(
    Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0),
  ).getUTCDate()
  moved.setUTCDate(Math.min(day, lastDay))
  return toWire(moved.getTime())
}

function toWire(time: number): string | null {
  return Number.isNaN(new Date(time).getTime())
    ? null
    : new Date(time).toISOString().slice(0, 23).replace('T', ' ')
}
