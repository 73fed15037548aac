import type { ServerResponse } from 'node:http'

import { ConnectionDroppedError } from '../faults/connection-dropped-error.ts'
import { deliveryOf, send } from '../faults/delivery.ts'

/** Sends a response that a fault bent, to the byte; `false` if it has to be sent in another way. */
export async function sendDelivery(response: Response, outgoing: ServerResponse): Promise<boolean> {
  const delivery = deliveryOf(response)
  if (delivery === undefined) return false
  const cookies = delivery.headers.getSetCookie()
  const headers = Object.fromEntries(delivery.headers)
  outgoing.writeHead(
    delivery.status,
    cookies.length > 0 ? { ...headers, 'set-cookie': cookies } : headers,
  )
  outgoing.flushHeaders()
  try {
    for await (const bytes of send(delivery)) {
      // What is cut off later must have left before.
      await new Promise<void>((resolve) => outgoing.write(bytes, () => resolve()))
      if (outgoing.destroyed) return true
    }
    outgoing.end()
  } catch (error) {
    if (!(error instanceof ConnectionDroppedError)) throw error
    outgoing.destroy()
  }
  return true
}
