import { styleText } from 'node:util'
import type { Terminal } from './terminal.ts'

type Style = Parameters<typeof styleText>[0]

/** Gives text a colour where the terminal has them; never needed to understand the text. */
export function style(terminal: Terminal, format: Style, text: string): string {
  return terminal.isColourful ? styleText(format, text, { validateStream: false }) : text
}

/** The mark before a line that tells of something done. */
export function done(terminal: Terminal): string {
  return style(terminal, 'green', '✓')
}

/** The mark before a line that asks for attention. */
export function warning(terminal: Terminal): string {
  return style(terminal, 'yellow', '!')
}
