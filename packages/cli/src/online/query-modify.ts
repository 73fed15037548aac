import { exitCodeOf, type LabKeyClient, type QueryRow } from '@wellkey/client'
import { CliError, exitCodes } from '../cli-error.ts'
import type { InputFormat } from '../row-formats.ts'
import { checkColumns } from '../rows/check-columns.ts'
import { inBatches, type Batch } from '../rows/in-batches.ts'
import { openInput, type Input } from '../rows/open-input.ts'
import { counted, createProgress } from '../rows/progress.ts'
import { readRows } from '../rows/read-rows.ts'
import { isSurelyNotWritten } from '../rows/is-surely-not-written.ts'
import { resolveServer } from '../resolve-server.ts'
import { done } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'
import { assertGoingOn } from '../until-aborted.ts'
import { clientOf } from './client-of.ts'
import type { PlaceOptions } from './query-select.ts'

/** The commands that send rows in batches. */
export type ModifyCommand = 'insert' | 'update' | 'delete'

/** What such a command was asked to do. */
export interface ModifyOptions extends PlaceOptions {
  readonly format?: InputFormat
  readonly batchSize: number
  readonly resumeFrom: number
  readonly dryRun?: boolean
}

/** The table that is meant. */
export interface Table {
  readonly schemaName: string
  readonly queryName: string
}

interface Work {
  readonly command: ModifyCommand
  readonly table: Table
  readonly labkey: LabKeyClient
  readonly input: Input
  readonly rows: AsyncIterable<QueryRow>
  readonly options: ModifyOptions
  readonly terminal: Terminal
}

const dids = { insert: 'Inserted', update: 'Updated', delete: 'Deleted' } as const

/** Sends rows in batches, each written whole or not at all. */
export async function runModify(
  command: ModifyCommand,
  table: Table,
  given: {
    readonly file: string | undefined
    readonly options: ModifyOptions
    readonly terminal: Terminal
  },
): Promise<void> {
  const { file, options, terminal } = given
  const url = await resolveServer(options.server, terminal, options)
  const input = await openInput(file, options.format, terminal)
  if (input.format === undefined) {
    throw new CliError(
      `In which format are the rows of ${input.name}? Add --format csv, tsv, json or ndjson`,
      exitCodes.wrongUse,
    )
  }
  const rows = readRows(input.stream, input.format)
  const work = {
    command,
    table,
    labkey: clientOf(url, terminal, options),
    input,
    rows,
    options,
    terminal,
  }
  await (options.dryRun === true ? tryOut(work) : send(work))
}

async function send(work: Work): Promise<void> {
  const { command, table, input, options, terminal } = work
  const { batchSize: size, resumeFrom: from } = options
  const progress = createProgress(terminal, input.totalBytes)
  let written = from - 1
  let affected = 0
  let underWay: Batch<QueryRow> | undefined
  try {
    for await (const batch of inBatches(work.rows, { size, from })) {
      assertGoingOn(terminal.signal)
      underWay = batch
      affected += await sendBatch(work, batch)
      written = batch.last
      underWay = undefined
      progress.tell(written, input.bytesRead())
    }
  } catch (error) {
    progress.clear()
    throw withResumePoint(error, { written, from, underWay }, terminal)
  }
  progress.clear()
  if (written < from) {
    throw new CliError(`${input.name} has no row ${from}; nothing was sent`)
  }
  const { schemaName, queryName } = table
  say(
    terminal,
    `${done(terminal)} ${dids[command]} ${counted(affected)} in ${schemaName}.${queryName}`,
  )
}

async function sendBatch(
  { command, table, labkey, terminal }: Work,
  { rows }: Batch<QueryRow>,
): Promise<number> {
  const request = { ...table, rows, signal: terminal.signal }
  switch (command) {
    case 'insert':
      return (await labkey.query.insertRows({ ...request, skipReselectRows: true })).rowsAffected
    case 'update':
      return (await labkey.query.updateRows({ ...request, skipReselectRows: true })).rowsAffected
    case 'delete':
      // Keys that are not there count as affected; the rows that come back are those that were.
      return (await labkey.query.deleteRows(request)).rows.length
  }
}

interface Standing {
  readonly written: number
  readonly from: number
  readonly underWay: Batch<QueryRow> | undefined
}

/** The error with what was written and how to go on; said at once when Ctrl-C was the reason. */
function withResumePoint(error: unknown, standing: Standing, terminal: Terminal): unknown {
  const words = wordsOf(error, standing)
  if (terminal.signal.aborted) {
    say(terminal, words)
    return error
  }
  if (!(error instanceof Error)) return error
  const code = String(Reflect.get(error, 'code'))
  const isExpected = code.startsWith('ERR_') || error.name === 'CliError'
  if (!isExpected) {
    say(terminal, words)
    return error
  }
  const exitCode = Reflect.get(error, 'exitCode')
  return new CliError(
    `${error.message}\n${words}`,
    typeof exitCode === 'number' ? exitCode : exitCodeOf(error),
  )
}

function wordsOf(error: unknown, { written, from, underWay }: Standing): string {
  const before = written < from ? 'No row is written' : `Rows ${from} to ${written} are written`
  const next = `--resume-from ${written + 1}`
  if (underWay === undefined) return `${before}; go on with ${next}`
  const batch = `rows ${underWay.first} to ${underWay.last}`
  if (isSurelyNotWritten(error)) return `${before}, ${batch} are not; go on with ${next}`
  return (
    `${before}; whether ${batch} are is not known. ` +
    `Look, then go on with ${next} or --resume-from ${underWay.last + 1}`
  )
}

/** Reads and checks all rows; the only request asks for the columns. */
async function tryOut({ command, table, labkey, rows, options, terminal }: Work): Promise<void> {
  const details = await labkey.query.getQueryDetails({ ...table, signal: terminal.signal })
  const check = checkColumns(command, details)
  let count = 0
  let batches = 0
  for await (const batch of inBatches(rows, {
    size: options.batchSize,
    from: options.resumeFrom,
  })) {
    assertGoingOn(terminal.signal)
    for (const [index, row] of batch.rows.entries()) check.add(row, batch.first + index)
    count += batch.rows.length
    batches++
  }
  const { schemaName, name } = details
  say(
    terminal,
    `Would ${command} ${counted(count)} in ${counted(batches, 'request')}, ${schemaName}.${name}`,
  )
  if (count > 0) say(terminal, `Columns: ${[...check.names].join(', ')}`)
  if (check.faults.length > 0)
    throw new CliError(`This would fail:\n  ${check.faults.join('\n  ')}`)
}
