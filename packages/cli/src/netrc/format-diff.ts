import { style } from '../style.ts'
import { printable } from '../printable.ts'
import type { Terminal } from '../terminal.ts'
import { maskLines } from './mask-lines.ts'

/**
 * Shows what a change does to a netrc file, as a unified diff whose values are masked: which lines
 * differ is told by the true text, so that a new password shows as a change of `****` to `****`.
 */
export async function formatDiff(
  terminal: Terminal,
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<string> {
  const { structuredPatch } = await import('diff')
  const { hunks } = structuredPatch(file, file, before, after, '', '', { context: 3 })
  const old = maskLines(before)
  const young = maskLines(after)
  const lines = [`--- ${printable(file)}`, `+++ ${printable(file)} (not written)`]
  for (const { oldStart, oldLines, newStart, newLines, lines: marked } of hunks) {
    lines.push(style(terminal, 'cyan', `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`))
    let oldAt = oldStart - 1
    let newAt = newStart - 1
    for (const line of marked) {
      const sign = line.charAt(0)
      // "\ No newline at end of file" is no line of either.
      if (sign === '\\') {
        lines.push(line)
        continue
      }
      const text = printable((sign === '+' ? young[newAt] : old[oldAt])?.text ?? '')
      if (sign !== '+') oldAt++
      if (sign !== '-') newAt++
      lines.push(coloured(terminal, sign, `${sign}${text}`))
    }
  }
  return lines.join('\n')
}

function coloured(terminal: Terminal, sign: string, line: string): string {
  if (sign === '+') return style(terminal, 'green', line)
  return sign === '-' ? style(terminal, 'red', line) : line
}
