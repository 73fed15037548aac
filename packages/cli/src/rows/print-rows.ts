import { once } from 'node:events'
import type { QueryRow, RowStream } from '@wellkey/client'
import type { RowFormat } from '../row-formats.ts'
import { printable } from '../printable.ts'
import { done, warning } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'
import { assertGoingOn } from '../until-aborted.ts'
import { beginFile } from './new-file.ts'
import { counted, createProgress } from './progress.ts'
import { createRowWriter, type CellOptions } from './row-writer.ts'

/** Where rows go, and how. */
export interface OutputOptions extends CellOptions {
  readonly format?: RowFormat
  readonly json?: boolean
  readonly out?: string
  /** The columns that were asked for. */
  readonly columns?: readonly string[]
}

interface Target {
  write(text: string): Promise<void>
  keep(): Promise<string | undefined>
  drop(): Promise<void>
}

/** Small ones keep memory low; a table is laid out, and has its head again, batch by batch. */
function rowsInBatch(format: RowFormat): number {
  return format === 'table' ? 1000 : 200
}

/** Prints rows as they arrive, on stdout or into a file, in the same memory however many there are. */
export async function printRows(
  rows: RowStream<QueryRow>,
  options: OutputOptions,
  terminal: Terminal,
): Promise<void> {
  const format = options.json === true ? 'json' : (options.format ?? formatOf(options.out))
  const writer = createRowWriter(format, terminal, options)
  // The first answer comes before the file: a wrong query leaves the disk alone.
  const { columns } = await rows.metadata()
  sayMissing(
    options.columns,
    columns.map(({ name }) => name),
    terminal,
  )
  const target = options.out === undefined ? screen(terminal) : await file(options.out)
  const isWatched = options.out !== undefined || terminal.stdout.isTTY !== true
  const progress = isWatched ? createProgress(terminal) : undefined
  const batchSize = rowsInBatch(format)
  let bytes = 0
  let count = 0
  const write = async (text: string): Promise<void> => {
    assertGoingOn(terminal.signal)
    if (text === '') return
    bytes += Buffer.byteLength(text)
    await target.write(text)
    progress?.tell(count, bytes)
  }
  try {
    await write(writer.begin(columns.map(({ name }) => name)))
    let batch: QueryRow[] = []
    for await (const row of rows) {
      batch.push(row)
      if (batch.length < batchSize) continue
      count += batch.length
      await write(await writer.batch(batch))
      batch = []
    }
    count += batch.length
    if (batch.length > 0) await write(await writer.batch(batch))
    await write(writer.end())
    assertGoingOn(terminal.signal)
    const path = await target.keep()
    progress?.clear()
    if (path !== undefined) {
      const size = `${(bytes / 1_000_000).toFixed(1)} MB`
      say(terminal, `${done(terminal)} Wrote ${counted(count)}, ${size}, to ${path}`)
    } else if (format === 'table') say(terminal, tally(count, rows.rowCount))
  } finally {
    progress?.clear()
    await rows.return()
    await target.drop()
  }
}

/** LabKey leaves out a column that it does not know, without a word. */
function sayMissing(
  wanted: readonly string[] = [],
  names: readonly string[],
  terminal: Terminal,
): void {
  if (wanted.includes('*')) return
  const known = new Set(names.map((name) => name.toLowerCase()))
  const missing = wanted.filter((name) => !known.has(name.toLowerCase()))
  if (missing.length === 0) return
  const what = missing.length === 1 ? 'column' : 'columns'
  say(terminal, `${warning(terminal)} There is no ${what} ${printable(missing.join(', '))}`)
}

function tally(count: number, total: number = count): string {
  return total > count ? `${count} of ${counted(total)}` : counted(count)
}

/** By the file's name; a table where it tells nothing. */
function formatOf(out: string | undefined): RowFormat {
  const extension = /\.(json|ndjson|jsonl|csv|tsv)$/i.exec(out ?? '')?.[1]?.toLowerCase() ?? ''
  switch (extension) {
    case 'json':
    case 'ndjson':
    case 'csv':
    case 'tsv':
      return extension
    case 'jsonl':
      return 'ndjson'
    default:
      return 'table'
  }
}

function screen({ stdout, signal }: Terminal): Target {
  return {
    write: async (text) => {
      if (!stdout.write(text)) await once(stdout, 'drain', { signal })
    },
    keep: async () => undefined,
    drop: async () => undefined,
  }
}

async function file(place: string): Promise<Target> {
  const begun = await beginFile(place)
  return {
    write: async (text) => begun.write(text),
    keep: async () => {
      await begun.keep()
      return begun.path
    },
    drop: async () => begun.drop(),
  }
}
