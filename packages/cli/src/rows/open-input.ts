import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Transform, type Readable } from 'node:stream'
import { CliError, exitCodes } from '../cli-error.ts'
import type { InputFormat } from '../row-formats.ts'
import { systemReason } from '../system-reason.ts'
import type { Terminal } from '../terminal.ts'

/** A file of rows, or stdin, opened. */
export interface Input {
  /** For words. */
  readonly name: string
  readonly stream: Readable
  /** Known for files. */
  readonly totalBytes?: number
  /** `undefined`: neither the name nor an option tells. */
  readonly format: InputFormat | undefined
  bytesRead(): number
}

/**
 * Opens a file, or stdin where none is named.
 *
 * @throws {CliError} exit code 2 for a file that cannot be read, and for stdin that is a terminal
 */
export async function openInput(
  file: string | undefined,
  wanted: InputFormat | undefined,
  terminal: Terminal,
): Promise<Input> {
  const { source, totalBytes } =
    file === undefined || file === '-' ? fromStdin(terminal) : await fromFile(file)
  let bytes = 0
  const counting = new Transform({
    signal: terminal.signal,
    transform: (chunk: Buffer, _, callback) => {
      bytes += chunk.length
      callback(null, chunk)
    },
  })
  // What goes wrong with the source is thrown to whoever reads the copy.
  pipeline(source, counting, () => undefined)
  return {
    name: file ?? 'stdin',
    stream: counting,
    ...(totalBytes !== undefined && { totalBytes }),
    format: wanted ?? formatOf(file),
    bytesRead: () => bytes,
  }
}

interface Source {
  readonly source: Readable
  readonly totalBytes?: number
}

function fromStdin({ stdin }: Terminal): Source {
  if (stdin.isTTY === true) {
    throw new CliError('Which rows? Name a file, or pipe them in', exitCodes.wrongUse)
  }
  return { source: stdin }
}

async function fromFile(file: string): Promise<Source> {
  try {
    const handle = await open(file)
    const stats = await handle.stat()
    if (stats.isDirectory()) {
      await handle.close()
      throw new CliError(`${file} is a folder; name a file in it`, exitCodes.wrongUse)
    }
    const source = createReadStream('', { fd: handle })
    return stats.isFile() ? { source, totalBytes: stats.size } : { source }
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError(`${file} cannot be read: ${systemReason(error)}`, exitCodes.wrongUse)
  }
}

function formatOf(file: string | undefined): InputFormat | undefined {
  const extension = /\.(csv|tsv|txt|json|ndjson|jsonl)$/i.exec(file ?? '')?.[1]?.toLowerCase() ?? ''
  switch (extension) {
    case 'csv':
    case 'tsv':
    case 'json':
    case 'ndjson':
      return extension
    case 'txt':
      return 'tsv'
    case 'jsonl':
      return 'ndjson'
    default:
      return undefined
  }
}
