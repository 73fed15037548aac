import { fstatSync, writeSync } from 'node:fs'

/** Number of stdout and of stderr. */
export type OutputNumber = 1 | 2

/** Writes without Node's streams, whose loading takes longer than a small command. */
export interface DirectOutput {
  /** Whether the output is a pipe or a file, so that it has no width and no colour. */
  isPlain(output: OutputNumber): boolean
  /**
   * Writes to a pipe or a file at once, as Node's own streams do there.
   *
   * @returns what is left for the stream: all of it on a screen; the rest when a pipe is full or
   *   nobody reads it, which only a stream can wait for or report
   */
  write(output: OutputNumber, text: string): Uint8Array
}

/** The outputs of this process. */
export function directOutput(): DirectOutput {
  const known = new Map<OutputNumber, boolean>()
  const isPlain = (output: OutputNumber): boolean => {
    const answer = known.get(output) ?? isPipeOrFile(output)
    known.set(output, answer)
    return answer
  }
  return {
    isPlain,
    write: (output, text) => {
      let rest: Uint8Array = Buffer.from(text)
      if (!isPlain(output)) return rest
      try {
        while (rest.length > 0) rest = rest.subarray(writeSync(output, rest))
      } catch {
        // The stream meets the same trouble, and has those who listen to it.
      }
      return rest
    },
  }
}

function isPipeOrFile(output: OutputNumber): boolean {
  // Node's streams write to pipes at once everywhere else.
  if (process.platform === 'win32') return false
  try {
    // As bigint, which has a place of its own for what was found: in the other one Node's resolver of modules sees the
    // pipe, and stops following symbolic links (https://github.com/nodejs/node/blob/v20.20.2/lib/fs.js, realpathSync).
    const stats = fstatSync(output, { bigint: true })
    // A program that runs ours gives it sockets for pipes.
    return stats.isFIFO() || stats.isFile() || stats.isSocket()
  } catch {
    return false
  }
}
