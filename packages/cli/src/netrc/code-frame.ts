import type { Diagnostic } from '@wellkey/netrc'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import type { Terminal } from '../terminal.ts'
import type { MaskedLine } from './mask-lines.ts'

const colours = { error: 'red', warning: 'yellow', info: 'cyan' } as const

/** Shows a finding with the masked line that it is about, a mark under the place. */
export function codeFrame(
  terminal: Terminal,
  file: string,
  { severity, rule, message, line, column }: Diagnostic,
  lines: readonly MaskedLine[],
): string {
  const colour = colours[severity]
  const head = `${file}:${line}:${column} ${style(terminal, colour, severity)} ${rule}`
  const masked = lines[line - 1]
  const number = String(line)
  const words = `  ${printable(message)}`
  if (masked === undefined || masked.text.trim() === '') return `${head}\n${words}`
  const shown = printable(masked.text.replaceAll('\t', ' '))
  const mark = `${' '.repeat(masked.columnOf(column) - 1)}${style(terminal, colour, '^')}`
  return `${head}\n  ${number} | ${shown}\n  ${' '.repeat(number.length)} | ${mark}\n${words}`
}
