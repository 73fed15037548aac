import type { ClientRequest } from 'node:http'

/**
 * Writes a stream into a request, no faster than the connection takes it, and ends the request.
 * Stops, and lets go of the stream, when the answer is there before the end of it.
 */
export async function pour(
  body: AsyncIterable<Uint8Array | string>,
  outgoing: ClientRequest,
): Promise<void> {
  let isOver = false
  let wake: (() => void) | undefined
  const over = () => {
    isOver = true
    wake?.()
  }
  outgoing.once('response', over)
  outgoing.once('close', over)
  for await (const chunk of body) {
    if (isOver) return
    if (outgoing.write(chunk)) continue
    await new Promise<void>((resolve) => {
      wake = resolve
      outgoing.once('drain', resolve)
    })
  }
  if (!isOver) outgoing.end()
}
