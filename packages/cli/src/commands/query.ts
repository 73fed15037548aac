import { Command } from 'commander'
import type { ListOptions } from '../online/query-list.ts'
import type { SelectOptions } from '../online/query-select.ts'
import type { SqlOptions } from '../online/query-sql.ts'
import type { Terminal } from '../terminal.ts'
import {
  addFilter,
  addParameter,
  atPlace,
  printing,
  splitCommas,
  toCount,
} from './query-options.ts'
import { deleteCommand, importCommand, insertCommand, updateCommand } from './query-write.ts'
import { addParts, type Parts } from './parts.ts'

const parts: Parts = {
  list: listCommand,
  select: selectCommand,
  sql: sqlCommand,
  insert: insertCommand,
  update: updateCommand,
  delete: deleteCommand,
  import: importCommand,
}

/** `wellkey query`: reads and changes data. */
export function queryCommand(terminal: Terminal, words: readonly string[]): Command {
  return addParts(new Command('query'), parts, words, terminal).addHelpText(
    'after',
    `
Examples:
  wellkey query list
  wellkey query select lists Patients --container "/Demo Study" --limit 10
  wellkey query sql lists 'SELECT Sex, COUNT(*) AS n FROM Patients GROUP BY Sex'
  wellkey query insert lists Patients patients.csv --dry-run`,
  )
}

function listCommand(terminal: Terminal): Command {
  return atPlace(new Command('list'))
    .description('print what can be read: containers, schemas of one, queries of a schema')
    .argument('[schema]', 'print the tables and queries of this schema')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  wellkey query list
  wellkey query list --container "/Demo Study"
  wellkey query list lists --container "/Demo Study" --json`,
    )
    .action(async (schema: string | undefined, options: ListOptions) => {
      const { runList } = await import('../online/query-list.ts')
      await runList(schema, options, terminal)
    })
}

function selectCommand(terminal: Terminal): Command {
  const command = new Command('select')
    .description('print rows of a table or query')
    .argument('<schema>', 'for example lists')
    .argument('<query>', 'a table or saved query, for example Patients')
    .option('--columns <names>', 'comma-separated; lookups as PatientId/Site', splitCommas)
    .option('--filter <condition>', 'FIELD~OPERATOR=VALUE as in LabKey URLs; repeatable', addFilter)
    .option('--sort <names>', 'comma-separated; -NAME for descending')
    .option('--view <name>', 'a saved view (default: the default view)')
    .option('--limit <rows>', 'at most so many rows', toCount)
    .option('--offset <rows>', 'skip so many rows', toCount)
  return printing(atPlace(command), [
    'wellkey query select lists Patients --container "/Demo Study" --limit 10',
    "wellkey query select lists Results --filter 'Flag~eq=H' --sort -Measured --json",
    'wellkey query select lists Results --out results.csv',
  ]).action(async (schema: string, query: string, options: SelectOptions) => {
    const { runSelect } = await import('../online/query-select.ts')
    await runSelect(schema, query, options, terminal)
  })
}

function sqlCommand(terminal: Terminal): Command {
  const command = new Command('sql')
    .description("run a SELECT in LabKey's SQL and print its rows")
    .argument('<schema>', 'the schema whose tables need no schema in the SQL, for example lists')
    .argument('[sql]', 'the SQL (default: --from, else stdin)')
    .option('--from <file>', 'read the SQL from this file')
    .option('--param <name=value>', 'a value for PARAMETERS of the SQL; repeatable', addParameter)
    .option('--sort <names>', 'comma-separated; -NAME for descending')
    .option('--limit <rows>', 'at most so many rows', toCount)
    .option('--offset <rows>', 'skip so many rows', toCount)
  return printing(atPlace(command), [
    "wellkey query sql lists 'SELECT Sex, COUNT(*) AS n FROM Patients GROUP BY Sex'",
    'wellkey query sql lists --from report.sql --format tsv',
    'wellkey query sql lists < report.sql',
  ]).action(async (schema: string, sql: string | undefined, options: SqlOptions) => {
    const { runSql } = await import('../online/query-sql.ts')
    await runSql(schema, sql, options, terminal)
  })
}
