import { basename } from 'node:path'
import type { InsertOption, QueryRow } from '@wellkey/client'
import { stringify } from 'csv-stringify/sync'
import { CliError, exitCodes } from '../cli-error.ts'
import type { InputFormat } from '../row-formats.ts'
import { checkColumns } from '../rows/check-columns.ts'
import { inBatches } from '../rows/in-batches.ts'
import { openInput, type Input } from '../rows/open-input.ts'
import { counted, createProgress, type Progress } from '../rows/progress.ts'
import { readRows } from '../rows/read-rows.ts'
import { resolveServer } from '../resolve-server.ts'
import { done } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'
import { assertGoingOn } from '../until-aborted.ts'
import { clientOf } from './client-of.ts'
import type { Table } from './query-modify.ts'
import type { PlaceOptions } from './query-select.ts'

/** What `wellkey query import` was asked to do. */
export interface ImportOptions extends PlaceOptions {
  readonly format?: InputFormat
  readonly option: InsertOption
  readonly lookupsByName?: boolean
  readonly dryRun?: boolean
}

/** Sends a file as a whole; all of its rows are written, or none. */
export async function runImport(
  table: Table,
  file: string | undefined,
  options: ImportOptions,
  terminal: Terminal,
): Promise<void> {
  const url = await resolveServer(options.server, terminal, options)
  const input = await openInput(file, options.format, terminal)
  const labkey = clientOf(url, terminal, options)
  const { signal } = terminal
  const { schemaName, queryName } = table
  if (options.dryRun === true) {
    const details = await labkey.query.getQueryDetails({ ...table, signal })
    const check = checkColumns(options.option === 'UPDATE' ? 'update' : 'import', details)
    let count = 0
    for await (const row of readRows(input.stream, readable(input))) {
      assertGoingOn(signal)
      check.add(row, ++count)
    }
    say(terminal, `Would import ${counted(count)} into ${schemaName}.${queryName}`)
    say(terminal, `Columns: ${[...check.names].join(', ')}`)
    if (check.faults.length === 0) return
    throw new CliError(`This would fail:\n  ${check.faults.join('\n  ')}`)
  }
  const progress = createProgress(terminal, input.totalBytes)
  const isRaw = input.format !== 'json' && input.format !== 'ndjson'
  try {
    const { rowCount } = await labkey.query.importData({
      ...table,
      signal,
      source: {
        file: {
          filename: isRaw ? nameOf(file, input) : 'rows.csv',
          content: isRaw ? bytesOf(input, progress) : asCsv(input, progress),
        },
      },
      insertOption: options.option,
      ...(options.lookupsByName === true && { importLookupByAlternateKey: true }),
    })
    progress.clear()
    say(terminal, `${done(terminal)} Imported ${counted(rowCount)} into ${schemaName}.${queryName}`)
  } finally {
    progress.clear()
    input.stream.destroy()
  }
}

function readable({ format, name }: Input): InputFormat {
  if (format !== undefined) return format
  throw new CliError(
    `A dry run reads CSV, TSV, JSON and NDJSON; which is ${name}? Add --format`,
    exitCodes.wrongUse,
  )
}

/** LabKey tells the format by the name. */
function nameOf(file: string | undefined, { format }: Input): string {
  if (format !== undefined) return `rows.${format}`
  if (file !== undefined && file !== '-') return basename(file)
  throw new CliError('In which format are the rows of stdin? Add --format', exitCodes.wrongUse)
}

async function* bytesOf(input: Input, progress: Progress): AsyncGenerator<Uint8Array> {
  for await (const chunk of input.stream as AsyncIterable<Uint8Array>) {
    yield chunk
    progress.tell(0, input.bytesRead())
  }
}

/** The columns are those of the first row; a later row that has another one is refused. */
async function* asCsv(input: Input, progress: Progress): AsyncGenerator<string> {
  let names: readonly string[] | undefined
  const rows = readRows(input.stream, readable(input))
  for await (const batch of inBatches(rows, { size: 500, from: 1 })) {
    if (names === undefined) {
      names = Object.keys(batch.rows[0] ?? {})
      yield stringify([[...names]])
    }
    const known = new Set(names)
    const records: unknown[][] = []
    for (const [index, row] of batch.rows.entries()) {
      assertKnown(row, known, batch.first + index)
      records.push(names.map((name) => row[name]))
    }
    yield stringify(records, { cast: { boolean: String } })
    progress.tell(batch.last, input.bytesRead())
  }
}

function assertKnown(row: QueryRow, known: ReadonlySet<string>, number: number): void {
  const other = Object.keys(row).find((name) => !known.has(name))
  if (other === undefined) return
  throw new CliError(`Row ${number} has a column that the first row has not: ${other}`)
}
