import type { OptionReader } from '../check-options.ts'
import { isContent } from '../is-file-part.ts'

/** More connections would be a burden to a server that others use, too. */
const mostAtATime = 16

/** Checks what the options of transfers are, beyond words. */
export function checkTransfer(values: object, read: OptionReader): object {
  const { content, modified, onProgress, ...others }: Readonly<Record<string, unknown>> = {
    ...values,
  }
  if (content !== undefined && !isContent(content)) {
    read.refuse('content', 'a text, bytes, a Blob or a stream')
  }
  const isDate = modified instanceof Date && !Number.isNaN(modified.getTime())
  if (modified !== undefined && !isDate) read.refuse('modified', 'a date')
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    read.refuse('onProgress', 'a function')
  }
  for (const name of ['connections', 'concurrency']) {
    const count = others[name] ?? 1
    if (Number(count) < 1 || Number(count) > mostAtATime) {
      read.refuse(name, `a whole number from 1 to ${mostAtATime}`)
    }
  }
  if (Number(others['offset'] ?? 0) < 0) read.refuse('offset', 'a whole number from 0 on')
  return {}
}
