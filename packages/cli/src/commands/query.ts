import { Command, InvalidArgumentError } from 'commander'
import type { FilterText, SelectOptions } from '../online/select.ts'
import { insecureOption } from '../insecure-option.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey query`: reads data. */
export function queryCommand(terminal: Terminal): Command {
  return new Command('query')
    .description('read rows of tables and queries')
    .addCommand(selectCommand(terminal))
}

function selectCommand(terminal: Terminal): Command {
  return new Command('select')
    .description('print rows of a table or query')
    .argument('<schema>', 'for example lists')
    .argument('<query>', 'a table or saved query, for example Patients')
    .option('--server <url>', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--container <path>', 'for example "/Demo Study" (default: LABKEY_CONTAINER, else /)')
    .option('--columns <names>', 'comma-separated; lookups as PatientId/Site', splitCommas)
    .option('--filter <condition>', 'FIELD~OPERATOR=VALUE as in LabKey URLs; repeatable', addFilter)
    .option('--sort <names>', 'comma-separated; -NAME for descending')
    .option('--limit <rows>', 'at most so many rows', toCount)
    .option('--offset <rows>', 'skip so many rows', toCount)
    .option('--json', 'print JSON')
    .option(...insecureOption)
    .addHelpText(
      'after',
      `
Examples:
  wellkey query select lists Patients --container "/Demo Study" --limit 10
  wellkey query select lists Results --filter 'Flag~eq=H' --sort -Measured --json`,
    )
    .action(async (schema: string, query: string, options: SelectOptions) => {
      const { runSelect } = await import('../online/select.ts')
      await runSelect(schema, query, options, terminal)
    })
}

function splitCommas(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim())
}

function toCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a number of rows.')
  return Number(text)
}

function addFilter(text: string, before: readonly FilterText[] = []): readonly FilterText[] {
  const match = /^(?<field>[^~]+)~(?<operator>[^=]*)(?:=(?<value>[^]*))?$/.exec(text)
  const { field, operator, value = '' } = match?.groups ?? {}
  if (field === undefined || operator === undefined) {
    throw new InvalidArgumentError("Write it as FIELD~OPERATOR=VALUE, for example 'Age~gte=18'.")
  }
  return [...before, { field, operator, value }]
}
