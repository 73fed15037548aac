import type { Terminal } from '../terminal.ts'

/** A line that tells how far a transfer is, on stderr, where a person looks at it. */
export interface Progress {
  /** @param bytes so far */
  tell(count: number, bytes: number, totalBytes?: number): void
  /** Takes the line away. */
  clear(): void
}

const everyMs = 100
const megabyte = 1_000_000

/**
 * Makes the line; one that shows nothing where stderr is no terminal.
 *
 * @param totalBytes how many there will be, where that is known
 */
export function createProgress(
  terminal: Terminal,
  totalBytes?: number,
  noun: 'row' | 'file' = 'row',
): Progress {
  const { stderr, environment } = terminal
  if (stderr.isTTY !== true || environment['TERM'] === 'dumb') {
    return { tell: () => undefined, clear: () => undefined }
  }
  const start = terminal.now().getTime()
  let last = start
  let isShown = false
  return {
    tell: (count, bytes, known = totalBytes) => {
      const now = terminal.now().getTime()
      if (now - last < everyMs) return
      last = now
      isShown = true
      const line = wordsFor(counted(count, noun), bytes, now - start, known)
      stderr.write(`\r\u001b[K${line.slice(0, (stderr.columns ?? 80) - 1)}`)
    },
    clear: () => {
      if (isShown) stderr.write('\r\u001b[K')
      isShown = false
    },
  }
}

function wordsFor(
  count: string,
  bytes: number,
  ms: number,
  totalBytes: number | undefined,
): string {
  const megabytes = bytes / megabyte
  const rate = (megabytes / ms) * 1000
  const words = [count, `${megabytes.toFixed(1)} MB`, `${rate.toFixed(1)} MB/s`]
  if (totalBytes !== undefined && totalBytes > 0) {
    words.push(`${Math.min(100, Math.floor((bytes / totalBytes) * 100))} %`)
  }
  return words.join('  ')
}

/** `1 row`, `12,345 rows`. */
export function counted(rows: number, noun: string = 'row'): string {
  return `${rows.toLocaleString('en-GB')} ${noun}${rows === 1 ? '' : 's'}`
}
