import { format, type FormatOptions, type FormatResult } from '@wellkey/netrc'
import { CliError } from '../cli-error.ts'
import { changeNetrc, type NetrcChangeOptions } from '../netrc/change-netrc.ts'
import { done, warning } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'

/** What `wellkey netrc format` was asked to do. */
export interface NetrcFormatOptions extends NetrcChangeOptions {
  readonly layout?: 'lines' | 'line'
  readonly indent?: number
  readonly emptyLines?: '0' | '1'
  readonly lineEnd?: 'lf' | 'crlf'
  readonly check?: boolean
}

/** Tidies the layout of a netrc file; no value, comment or macro changes. */
export async function runNetrcFormat(
  options: NetrcFormatOptions,
  terminal: Terminal,
): Promise<void> {
  let result: FormatResult | undefined
  const isTrial = options.dryRun === true || options.check === true
  const { file, isChanged } = await changeNetrc(
    { ...options, dryRun: isTrial },
    terminal,
    (document) => {
      result = format(document, layoutOf(options))
      return result.document
    },
  )
  for (const { what, line } of result?.refused ?? []) {
    const reason = 'some program would read the file otherwise'
    say(terminal, `${warning(terminal)} Left the ${what} of line ${line} as it is: ${reason}`)
  }
  if (options.check === true && isChanged) {
    throw new CliError(`${file} is not tidy; run: wellkey netrc format`)
  }
  if (isTrial) return
  say(terminal, `${done(terminal)} ${isChanged ? 'Tidied' : 'Already tidy:'} ${file}`)
}

function layoutOf({ layout, indent, emptyLines, lineEnd }: NetrcFormatOptions): FormatOptions {
  return {
    ...(layout !== undefined && { layout }),
    ...(indent !== undefined && { indent: ' '.repeat(indent) }),
    ...(emptyLines !== undefined && { emptyLines: emptyLines === '1' ? 1 : 0 }),
    ...(lineEnd !== undefined && { lineEnd }),
  }
}
