import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

const isColourful = process.stdout.isTTY && !process.env['NO_COLOR']

/** Gives text a colour on a terminal. */
export function colour(format: Style, text: string): string {
  return isColourful ? styleText(format, text, { validateStream: false }) : text
}

/** Prints the heading of a step. */
export function step(number: number, title: string): void {
  console.log(`\n${colour(['bold', 'cyan'], ` ${number} `)} ${colour('bold', title)}`)
}

/** Prints lines under a heading, indented. */
export function tell(text: string): void {
  for (const line of text.trimEnd().split('\n')) console.log(`    ${line}`.trimEnd())
}

/** Prints a command as one would type it. */
export function command(text: string): void {
  for (const [at, line] of text.split('\n').entries()) {
    tell(colour('dim', at === 0 ? `$ ${line}` : line))
  }
}

/** Prints names and values, aligned. */
export function facts(pairs: Readonly<Record<string, string>>): void {
  const width = Math.max(...Object.keys(pairs).map((name) => name.length))
  for (const [name, value] of Object.entries(pairs))
    tell(`${colour('dim', name.padEnd(width))}  ${value}`)
}

/** Prints that something was checked. */
export function good(text: string): void {
  tell(`${colour('green', '✓')} ${text}`)
}

/** Prints records as aligned columns under their names. */
export function columns(records: readonly Readonly<Record<string, string>>[]): void {
  const names = Object.keys(records[0] ?? {})
  const rows = [names, ...records.map((record) => names.map((name) => record[name] ?? ''))]
  const widths = names.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  for (const [at, row] of rows.entries()) {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
    tell(at === 0 ? colour('dim', line.trimEnd()) : line)
  }
}
