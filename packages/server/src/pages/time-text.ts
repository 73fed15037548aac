import { formatDate } from '../data/dates.ts'

/** Returns a moment to the minute, in this machine's local time. */
export function timeText(epochMs: number): string {
  return formatDate(epochMs).slice(0, 16)
}
