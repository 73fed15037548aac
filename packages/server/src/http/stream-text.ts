import { Buffer } from 'node:buffer'

const chunkChars = 64 * 1024

/**
 * Takes text in pieces as far as one chunk goes, or to its end.
 *
 * Whatever the pieces throw in here can still become an answer of its own.
 */
export function takeChunk(pieces: Iterator<string>): {
  readonly text: string
  readonly isDone: boolean
} {
  let text = ''
  while (text.length < chunkChars) {
    const next = pieces.next()
    if (next.done) return { text, isDone: true }
    text += next.value
  }
  return { text, isDone: false }
}

/**
 * Returns text as a stream that makes the next chunk when the reader has room for it, so that a slow
 * reader costs no memory; between chunks others have their turn.
 */
export function streamText(first: string, pieces: Iterator<string>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(Buffer.from(first)),
      pull: async (controller) => {
        await new Promise(setImmediate)
        const { text, isDone } = takeChunk(pieces)
        if (text !== '') controller.enqueue(Buffer.from(text))
        if (isDone) controller.close()
      },
      cancel: () => {
        pieces.return?.()
      },
    },
    { highWaterMark: 1 },
  )
}
