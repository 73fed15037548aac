import { formatDate, type LabKeyDate } from './dates.ts'

/**
 * Writes a text as a literal of LabKey's SQL. Values of `parameters` need no literals, and are the better way.
 *
 * @throws {TypeError} for what is no text
 * @example
 * ```ts
 * const sql = `SELECT * FROM Patients WHERE Name = ${sqlStringLiteral("O'Neill")}`
 * ```
 */
export function sqlStringLiteral(text: string): string {
  if (typeof text !== 'string') throw new TypeError('sqlStringLiteral takes a text')
  return `'${text.replaceAll("'", "''")}'`
}

/**
 * Writes a day as a literal of LabKey's SQL: `{d '2024-05-31'}`.
 *
 * @throws {RangeError} for a date that no calendar has
 * @example
 * ```ts
 * const day = sqlDateLiteral(fromDate(new Date(), 'UTC'))
 * ```
 */
export function sqlDateLiteral(date: LabKeyDate): string {
  return `{d '${formatDate(date).slice(0, 10)}'}`
}

/**
 * Writes a moment as a literal of LabKey's SQL: `{ts '2024-05-31 10:00:00.000'}`.
 *
 * @throws {RangeError} for a date that no calendar has
 * @example
 * ```ts
 * const moment = sqlDateTimeLiteral(fromDate(new Date(), 'UTC'))
 * ```
 */
export function sqlDateTimeLiteral(date: LabKeyDate): string {
  return `{ts '${formatDate(date)}'}`
}
