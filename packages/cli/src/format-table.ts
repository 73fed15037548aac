import truncatedWidth from 'fast-string-truncated-width'
import { printable } from './printable.ts'
import { widthOf, type Terminal } from './terminal.ts'

/** A row of cells, by column. */
export type Cells = readonly (string | number | boolean | null | undefined)[]

/**
 * Lays rows out as a table without lines, cut to the width of the terminal; in a pipe it is not
 * cut. Null shows as an empty cell.
 */
export async function formatTable(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly Cells[],
): Promise<string> {
  const { default: Table } = await import('cli-table3')
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '' }
  const bottom = { bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' }
  const inside = { left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' }
  const table = new Table({
    head: head.map((cell) => printable(cell)),
    chars: { ...none, ...bottom, ...inside, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  for (const row of rows) table.push(row.map((cell) => printable(String(cell ?? ''))))
  const width = widthOf(terminal) ?? Infinity
  return table
    .toString()
    .split('\n')
    .map((line) => cut(line.trimEnd(), width))
    .join('\n')
}

/** Cut by the columns that a terminal gives to its characters: a Chinese one has two. */
function cut(line: string, width: number): string {
  const { index, truncated } = truncatedWidth(line, { limit: width, ellipsis: '…' })
  return truncated ? `${line.slice(0, index)}…` : line
}
