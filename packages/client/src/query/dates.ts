/**
 * A date of LabKey, taken apart. It has no zone: LabKey writes the server's local time and does not say
 * where the server is.
 */
export interface LabKeyDate {
  readonly year: number
  /** From 1 on. */
  readonly month: number
  readonly day: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  readonly milliseconds: number
}

// Contract 0.5: `yyyy-MM-dd HH:mm:ss.SSS`; older servers write slashes; the time may be missing, or end
// early, where a column holds days or LabKey shortens it.
const form = /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/

/**
 * Reads a date in one of LabKey's JSON forms: `2024-05-31 10:00:00.000`, `2024/05/31 10:00:00`,
 * `2024-05-31`. `undefined` for everything else, dates that no calendar has among it. Digits behind the
 * milliseconds are cut.
 *
 * @example
 * ```ts
 * parseDate('2024-05-31 10:00:00.000') // { year: 2024, month: 5, day: 31, hours: 10, … }
 * ```
 */
export function parseDate(text: string): LabKeyDate | undefined {
  const match = form.exec(text)
  if (match === null) return undefined
  const [, year, , month, day, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match
  const date = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hours: Number(hours),
    minutes: Number(minutes),
    seconds: Number(seconds),
    milliseconds: Number(fraction.padEnd(3, '0').slice(0, 3)),
  }
  return isReal(date) ? date : undefined
}

/**
 * Writes a date as LabKey reads it in rows, filters and SQL parameters: `2024-05-31 10:00:00.000`.
 *
 * @throws {RangeError} for a date that no calendar has
 */
export function formatDate(date: LabKeyDate): string {
  if (!isReal(date)) throw new RangeError('formatDate: no calendar has this date')
  const { year, month, day, hours, minutes, seconds, milliseconds } = date
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)} ${digits(hours, 2)}:${digits(minutes, 2)}:${digits(seconds, 2)}.${digits(milliseconds, 3)}`
}

/**
 * Makes a `Date` of a date of LabKey, for those who know the zone of the server.
 *
 * @param zone `'UTC'`, or `'local'` when the server is in the zone of this program
 */
export function toDate(date: LabKeyDate, zone: 'UTC' | 'local'): Date {
  const { year, month, day, hours, minutes, seconds, milliseconds } = date
  const moment = new Date(0)
  // By setters, since both constructors take the years up to 99 for those of 1900.
  if (zone === 'UTC') {
    moment.setUTCFullYear(year, month - 1, day)
    moment.setUTCHours(hours, minutes, seconds, milliseconds)
  } else {
    moment.setFullYear(year, month - 1, day)
    moment.setHours(hours, minutes, seconds, milliseconds)
  }
  return moment
}

/** Takes a `Date` apart as a clock in the given zone shows it; the other way of {@link toDate}. */
export function fromDate(moment: Date, zone: 'UTC' | 'local'): LabKeyDate {
  const isUtc = zone === 'UTC'
  return {
    year: isUtc ? moment.getUTCFullYear() : moment.getFullYear(),
    month: 1 + (isUtc ? moment.getUTCMonth() : moment.getMonth()),
    day: isUtc ? moment.getUTCDate() : moment.getDate(),
    hours: isUtc ? moment.getUTCHours() : moment.getHours(),
    minutes: isUtc ? moment.getUTCMinutes() : moment.getMinutes(),
    seconds: isUtc ? moment.getUTCSeconds() : moment.getSeconds(),
    milliseconds: isUtc ? moment.getUTCMilliseconds() : moment.getMilliseconds(),
  }
}

function isReal(date: LabKeyDate): boolean {
  const { year, month, day, hours, minutes, seconds, milliseconds } = date
  const numbers = [year, month, day, hours, minutes, seconds, milliseconds]
  if (!numbers.every((value) => Number.isInteger(value) && value >= 0)) return false
  if (year > 9999 || hours > 23 || minutes > 59 || seconds > 59 || milliseconds > 999) return false
  const { month: back, day: backDay } = fromDate(toDate(date, 'UTC'), 'UTC')
  return back === month && backDay === day
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
