import { formatDateAs } from './dates.ts'
import type { Cell, Column } from './table.ts'

/** Returns a cell as its column's display format shows it; `undefined` without a format or value. */
export function formatValue(cell: Cell, { type, format }: Column): string | undefined {
  if (format === null || cell === null) return undefined
  if (type === 'date' && typeof cell === 'string') return formatDateAs(cell, format)
  const decimals = /^0(?:\.(0+))?$/.exec(format)
  if (decimals === null || typeof cell !== 'number') return undefined
  return cell.toFixed(decimals[1]?.length ?? 0)
}
