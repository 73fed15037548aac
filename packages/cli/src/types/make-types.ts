import type { LabKeyClient } from '@wellkey/client'
import { describeQueries, generateTypes, type SkippedQuery } from '@wellkey/client/type-generator'
import { CliError, exitCodes } from '../cli-error.ts'
import { printable } from '../printable.ts'
import { warning } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'
import { describingOf, headOf, type Selection } from './selection.ts'

/** A file of types, and what is not in it. */
export interface MadeTypes {
  readonly text: string
  readonly queries: number
  readonly skipped: readonly SkippedQuery[]
}

/** Asks a server and makes the file of types; says which queries LabKey cannot describe. */
export async function makeTypes(
  labkey: LabKeyClient,
  selection: Selection,
  terminal: Terminal,
): Promise<MadeTypes> {
  const { queries, skipped } = await describeQueries(labkey, {
    ...describingOf(selection),
    signal: terminal.signal,
  }).catch((error: unknown) => {
    throw isWrongUse(error) ? new CliError(printable(error.message), exitCodes.wrongUse) : error
  })
  for (const { schemaName, queryName, reason } of skipped) {
    const name = printable(`${schemaName}.${queryName}`)
    const [words = ''] = reason.split('\n')
    say(terminal, `${warning(terminal)} ${name} is left out: ${printable(words)}`)
  }
  return {
    text: generateTypes({ queries, head: headOf(selection) }),
    queries: queries.length,
    skipped,
  }
}

function isWrongUse(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_LABKEY_OPTIONS'
}
