import { Command, Option } from 'commander'
import type { ImportOptions } from '../online/query-import.ts'
import type { ModifyCommand, ModifyOptions } from '../online/query-modify.ts'
import { inputFormats } from '../row-formats.ts'
import type { Terminal } from '../terminal.ts'
import { atPlace, toPositive } from './query-options.ts'

/** `wellkey query insert`. */
export function insertCommand(terminal: Terminal): Command {
  return modifying(terminal, 'insert', {
    does: 'add rows to a table',
    examples: [
      'wellkey query insert lists Patients patients.csv --container "/Demo Study" --dry-run',
      'wellkey query insert lists Patients patients.csv --resume-from 2001',
      'wellkey query insert lists Patients --format ndjson < patients.ndjson',
    ],
  })
}

/** `wellkey query update`. */
export function updateCommand(terminal: Terminal): Command {
  return modifying(terminal, 'update', {
    does: 'change rows by their keys; columns that are not named stay',
    examples: ['wellkey query update lists Patients changes.csv --dry-run'],
  })
}

/** `wellkey query delete`. */
export function deleteCommand(terminal: Terminal): Command {
  return modifying(terminal, 'delete', {
    does: 'delete rows by their keys',
    examples: ['wellkey query delete lists Patients keys.csv --dry-run'],
  })
}

/** `wellkey query import`. */
export function importCommand(terminal: Terminal): Command {
  return reading(new Command('import'))
    .description('import a file as a whole, as the import page of LabKey does')
    .addOption(
      new Option('--option <name>', 'what happens to keys that are there already')
        .choices(['IMPORT', 'INSERT', 'MERGE', 'UPDATE', 'REPLACE'])
        .default('IMPORT'),
    )
    .option('--lookups-by-name', 'take lookups by their names instead of their keys')
    .addHelpText(
      'after',
      `
All rows or none. The file travels as it is (CSV, TSV, Excel); JSON and NDJSON are sent as CSV.
The first line of CSV and TSV names the columns.

Examples:
  wellkey query import lists Patients patients.tsv --container "/Demo Study"
  wellkey query import lists Patients patients.xlsx --option MERGE
  wellkey query select lists Patients --format tsv | wellkey query import lists Copy --format tsv`,
    )
    .action(
      async (schema: string, query: string, file: string | undefined, options: ImportOptions) => {
        const { runImport } = await import('../online/query-import.ts')
        await runImport({ schemaName: schema, queryName: query }, file, options, terminal)
      },
    )
}

function modifying(
  terminal: Terminal,
  name: ModifyCommand,
  { does, examples }: { readonly does: string; readonly examples: readonly string[] },
): Command {
  return reading(new Command(name))
    .description(does)
    .option(
      '--batch-size <rows>',
      'rows in a request; each is written whole or not',
      toPositive,
      1000,
    )
    .option(
      '--resume-from <row>',
      'go on with this row of the input; the first is 1',
      toPositive,
      1,
    )
    .addHelpText(
      'after',
      `
The first line of CSV and TSV names the columns; an empty cell is null. JSON is an array of objects,
NDJSON an object a line. When it fails, it says which rows are written and how to go on.

Examples:
${examples.map((example) => `  ${example}`).join('\n')}`,
    )
    .action(
      async (schema: string, query: string, file: string | undefined, options: ModifyOptions) => {
        const { runModify } = await import('../online/query-modify.ts')
        await runModify(name, { schemaName: schema, queryName: query }, { file, options, terminal })
      },
    )
}

function reading(command: Command): Command {
  return atPlace(
    command
      .argument('<schema>', 'for example lists')
      .argument('<query>', 'a table, for example Patients')
      .argument('[file]', 'the rows (default: stdin)')
      .addOption(
        new Option('--format <name>', "of the rows (default: by the file's name)").choices(
          inputFormats,
        ),
      )
      .option('--dry-run', 'read and check everything, ask for the columns, write nothing'),
  )
}
