import { setTimeout as sleep } from 'node:timers/promises'

import { ConnectionDroppedError } from './connection-dropped-error.ts'

/** How the body of an answer goes out when a fault bends it. */
export interface Delivery {
  readonly status: number
  readonly headers: Headers
  /** What is sent, in order, each with the milliseconds to wait before it. */
  readonly pieces: readonly (readonly [waitMs: number, bytes: Uint8Array])[]
  /** Whether the connection ends behind the pieces, in the middle of the body. */
  readonly isCut: boolean
}

const deliveries = new WeakMap<Response, Delivery>()

/** Returns a response that delivers its body so; a reader in process sees the same as one behind a socket. */
export function deliver(delivery: Delivery): Response {
  const source = send(delivery)
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await source.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => {
        await source.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
  const response = new Response(body, delivery)
  deliveries.set(response, delivery)
  return response
}

/** Returns the delivery of a response that {@link deliver} made. */
export function deliveryOf(response: Response): Delivery | undefined {
  return deliveries.get(response)
}

/**
 * Yields the bytes of a delivery when they are due.
 *
 * @throws {ConnectionDroppedError} at the cut.
 */
export async function* send({ pieces, isCut }: Delivery): AsyncGenerator<Uint8Array, undefined> {
  for (const [waitMs, bytes] of pieces) {
    if (waitMs > 0) await sleep(waitMs)
    if (bytes.length > 0) yield bytes
  }
  if (isCut) throw new ConnectionDroppedError()
  return undefined
}
