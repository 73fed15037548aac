import { type Command, InvalidArgumentError, Option } from 'commander'
import { insecureOption } from '../insecure-option.ts'
import type { FilterText } from '../online/query-select.ts'
import { rowFormats } from '../row-formats.ts'

/** Adds the options that say which server is meant, and where on it. */
export function atPlace(command: Command): Command {
  return command
    .option(
      '--server <url>',
      'the server with its context path (default: LABKEY_BASE_URL, else the only known one)',
    )
    .option('--container <path>', 'for example "/Demo Study" (default: LABKEY_CONTAINER, else /)')
    .option(...insecureOption)
}

/** Adds the options and the help of commands that print rows. */
export function printing(command: Command, examples: readonly string[]): Command {
  return command
    .addOption(
      new Option('--format <name>', "default: by --out's name, else a table").choices(rowFormats),
    )
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write a file; it appears when it is complete, readable by you only')
    .option('--escape-formulas', "put ' before cells that a spreadsheet would run")
    .addHelpText(
      'after',
      `
Rows are printed as they arrive, however many there are. CSV and TSV show null and empty texts alike.
A spreadsheet runs cells that begin with = + - @ as formulas, so open a CSV file from others with
care; --escape-formulas makes them texts, and thereby changes the data.

Examples:
${examples.map((example) => `  ${example}`).join('\n')}`,
    )
}

/** Reads a list with commas. */
export function splitCommas(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim())
}

/** Reads a number of rows. */
export function toCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a number of rows.')
  return Number(text)
}

/** Reads a number of rows that is not 0. */
export function toPositive(text: string): number {
  const count = toCount(text)
  if (count === 0) throw new InvalidArgumentError('Give a number from 1.')
  return count
}

/** Reads one `FIELD~OPERATOR=VALUE`. */
export function addFilter(text: string, before: readonly FilterText[] = []): readonly FilterText[] {
  const match = /^(?<field>[^~]+)~(?<operator>[^=]*)(?:=(?<value>[^]*))?$/.exec(text)
  const { field, operator, value = '' } = match?.groups ?? {}
  if (field === undefined || operator === undefined) {
    throw new InvalidArgumentError("Write it as FIELD~OPERATOR=VALUE, for example 'Age~gte=18'.")
  }
  return [...before, { field, operator, value }]
}

/** Reads one `NAME=VALUE`. */
export function addParameter(
  text: string,
  before: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write it as NAME=VALUE.')
  return [...before, [text.slice(0, at), text.slice(at + 1)]]
}
