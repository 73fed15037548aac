import { Command, InvalidArgumentError } from 'commander'
import type { GenerateOptions } from '../online/types-generate.ts'
import type { CheckOptions } from '../online/types-check.ts'
import type { Terminal } from '../terminal.ts'
import { addParts, type Parts } from './parts.ts'
import { atPlace } from './query-options.ts'

const parts: Parts = { generate: generateCommand, check: checkCommand }

/** `wellkey types`: the columns of queries as types of TypeScript. */
export function typesCommand(terminal: Terminal, words: readonly string[]): Command {
  return addParts(new Command('types'), parts, words, terminal).addHelpText(
    'after',
    `
Examples:
  wellkey types generate --container "/Demo Study" --schema lists --out src/labkey.ts
  wellkey types check src/labkey.ts`,
  )
}

function generateCommand(terminal: Terminal): Command {
  const command = new Command('generate')
    .description('write the columns of tables and queries as types of TypeScript')
    .option(
      '--schema <name>',
      'only this schema; repeatable (default: all that are not hidden)',
      add,
    )
    .option('--query <name>', 'only queries of this name; repeatable', add)
    .option(
      '--parameter <name=type>',
      'SCHEMA.QUERY.NAME=string, number, boolean or date; NAME? where it has a default; repeatable',
      addDeclaration,
    )
    .option('--out <file>', 'write a file; it appears when it is complete (default: stdout)')
  return atPlace(command)
    .addHelpText(
      'after',
      `
The file says at its head how to make it anew. It declares types and does nothing; it holds names and
captions of columns, and no row. LabKey does not tell the parameters of a saved query: without
--parameter any are taken.

Examples:
  wellkey types generate --container "/Demo Study" --schema lists --out src/labkey.ts
  wellkey types generate --schema lists --query Patients --query Results
  wellkey types generate --schema lists --parameter 'lists.BySite.Least?=number' --out src/labkey.ts`,
    )
    .action(async (options: GenerateOptions) => {
      const { runTypesGenerate } = await import('../online/types-generate.ts')
      await runTypesGenerate(options, terminal)
    })
}

function checkCommand(terminal: Terminal): Command {
  const command = new Command('check')
    .description('compare a file of types with the server; exit code 1 where they differ')
    .argument('<file>', 'what wellkey types generate has written')
    .option('--json', 'print JSON')
  return atPlace(command)
    .addHelpText(
      'after',
      `
Schemas, queries, parameters and, without --container, the container are those of the file's head.
Captions, comments and layout do not count.

Examples:
  wellkey types check src/labkey.ts
  wellkey types check src/labkey.ts --server https://labkey.example.org --json`,
    )
    .action(async (file: string, options: CheckOptions) => {
      const { runTypesCheck } = await import('../online/types-check.ts')
      await runTypesCheck(file, options, terminal)
    })
}

function add(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

function addDeclaration(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^.+\.[^.=?]+\??=(string|number|boolean|date)$/.test(text)) {
    throw new InvalidArgumentError('Write it as SCHEMA.QUERY.NAME=string, number, boolean or date.')
  }
  return [...before, text]
}
