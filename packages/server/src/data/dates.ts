// Dates are kept as the text that goes over the wire, `yyyy-MM-dd HH:mm:ss.SSS` in the server's local
// time without a zone (contract 0.5). In that form they sort and compare as strings.
const dateText =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$/

/** Returns a moment as LabKey writes it, in this machine's local time. */
export function formatDate(epochMs: number): string {
  const date = new Date(epochMs)
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

// With a zone: as JavaScript writes JSON, and as the Java client does (contract 6.5).
const zonedText =
  /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)|\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4})$/

/**
 * Reads a date in ISO-like form with `-` or `/`, with a zone as JavaScript or Java write it, epoch
 * milliseconds with suffix `L`, or a number of days from today such as `-5d`, `+2` or `-1`
 * (contract 4.3). Returns `undefined` for anything else.
 */
export function parseDate(text: string, nowMs: number): string | undefined {
  const written = text.trim()
  const epoch = /^(-?\d+)L$/i.exec(written)
  if (epoch) return formatDate(Number(epoch[1]))
  const relative = /^([+-]\d{1,6})d?$/i.exec(written)
  if (relative) {
    const today = new Date(nowMs)
    today.setHours(0, 0, 0, 0)
    today.setDate(today.getDate() + Number(relative[1]))
    return formatDate(today.getTime())
  }
  if (zonedText.test(written)) {
    const moment = Date.parse(written)
    return Number.isNaN(moment) ? undefined : formatDate(moment)
  }
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0'] =
    dateText.exec(written) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
  if (!isTime || !isDay(Number(year), Number(month), Number(day))) return undefined
  if (written.length === wireLength && written[4] === '-' && written[10] === ' ') return written
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${fraction.padEnd(3, '0')}`
}

const wireLength = 'yyyy-MM-dd HH:mm:ss.SSS'.length

function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const february = isLeap ? 29 : 28
  const last = month === 2 ? february : [4, 6, 9, 11].includes(month) ? 30 : 31
  return month >= 1 && month <= 12 && day >= 1 && day <= last
}

/** Applies a display format made of `yyyy MM dd HH mm ss SSS` to a date in wire form. */
export function formatDateAs(wireDate: string, format: string): string {
  const [year = '', month = '', day = '', hour = '', minute = '', second = '', millis = ''] =
    wireDate.split(/[- :.]/)
  const parts: Readonly<Record<string, string>> = {
    yyyy: year,
    MM: month,
    dd: day,
    HH: hour,
    mm: minute,
    ss: second,
    SSS: millis,
  }
  return format.replace(/yyyy|MM|dd|HH|mm|ss|SSS/g, (token) => parts[token] ?? token)
}

function two(digits: string | number): string {
  return String(digits).padStart(2, '0')
}
