import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createProgress } from '../src/rows/progress.ts'
import type { Terminal } from '../src/terminal.ts'

function screen(
  isTTY: boolean,
  columns = 80,
): { readonly terminal: Terminal; readonly text: () => string } {
  let text = ''
  let ms = 0
  const stream = Object.assign(
    new Writable({
      write: (chunk: Buffer, _, callback) => {
        text += chunk.toString()
        callback()
      },
    }),
    { isTTY, columns },
  )
  const terminal: Terminal = {
    stdin: process.stdin,
    stdout: stream,
    stderr: stream,
    environment: {},
    isColourful: false,
    isInteractive: isTTY,
    signal: new AbortController().signal,
    now: () => new Date((ms += 1000)),
  }
  return { terminal, text: () => text }
}

describe('createProgress', () => {
  test('tells rows, MB, rate and share on one line, and takes it away', () => {
    const { terminal, text } = screen(true)
    const progress = createProgress(terminal, 8_000_000)
    progress.tell(12_345, 2_000_000)
    progress.clear()
    expect(text()).toBe('\r\u001b[K12,345 rows  2.0 MB  2.0 MB/s  25 %\r\u001b[K')
  })

  test('fits a narrow terminal, and is silent where nobody looks', () => {
    const narrow = screen(true, 12)
    createProgress(narrow.terminal).tell(12_345, 2_000_000)
    expect(narrow.text()).toBe('\r\u001b[K12,345 rows')
    const pipe = screen(false)
    createProgress(pipe.terminal).tell(1, 1)
    expect(pipe.text()).toBe('')
  })
})
