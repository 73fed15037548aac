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

/**
 * Reads a date in ISO-like form with `-` or `/`, epoch milliseconds with suffix `L`, or a number of
 * days from today such as `-5d`, `+2` or `-1` (contract 4.3). Returns `undefined` for anything else.
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
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0'] =
    dateText.exec(written) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const canonical = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${fraction.padEnd(3, '0')}`
  // A round trip through UTC refuses the 30th of February and the 25th hour.
  const check = new Date(`${canonical.replace(' ', 'T')}Z`)
  if (Number.isNaN(check.getTime())) return undefined
  return check.toISOString().slice(0, 23).replace('T', ' ') === canonical ? canonical : undefined
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
