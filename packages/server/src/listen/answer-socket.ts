import type { IncomingMessage, ServerResponse } from 'node:http'

import { getRequestListener } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

import type { AppBindings } from '../app.ts'
import { ConnectionDroppedError } from '../faults/connection-dropped-error.ts'
import { textPartsOf } from '../http/text-response.ts'
import type { Awaitable } from '../store/store.ts'
import { sendDelivery } from './send-delivery.ts'
import { sendText } from './send-text.ts'
import { socketRequest } from './socket-request.ts'

/** The app behind a listener. Rejects or throws a `ConnectionDroppedError` where nothing is answered. */
export type AppFetch = (request: Request, bindings: AppBindings) => Awaitable<Response>

/** Answers one request of a socket. Whatever goes wrong cuts that connection, and none but that. */
export type SocketAnswer = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/**
 * Returns what answers the requests of sockets with an app.
 *
 * Text that answers a request without a body goes out as it is; all else goes through the framework,
 * which knows how to read and to send streams.
 */
export function createSocketAnswer(fetch: AppFetch): SocketAnswer {
  // Other code of the process, such as a test, keeps the platform's own Request and Response.
  const own = { overrideGlobalObjects: false }
  const whole = getRequestListener((request, bindings) => {
    const response = fetch(request, bindings)
    // The server speaks HTTP/1 only.
    const outgoing = bindings.outgoing as ServerResponse
    return response instanceof Promise
      ? sendLater(response, outgoing)
      : sendLater(Promise.resolve(response), outgoing)
  }, own)

  function send(incoming: IncomingMessage, outgoing: ServerResponse, response: Response): void {
    const parts = textPartsOf(response)
    if (parts !== undefined) return sendText(parts, outgoing)
    const pour = getRequestListener(() => sendLater(Promise.resolve(response), outgoing), own)
    void run(outgoing, () => pour(incoming, outgoing))
  }

  return (incoming, outgoing) => {
    const request = socketRequest(incoming, outgoing)
    if (request === undefined) return void run(outgoing, () => whole(incoming, outgoing))
    try {
      const response = fetch(request, { incoming })
      if (!(response instanceof Promise)) return send(incoming, outgoing, response)
      void run(outgoing, async () => send(incoming, outgoing, await response))
    } catch {
      outgoing.destroy()
    }
  }
}

async function run(outgoing: ServerResponse, work: () => unknown): Promise<void> {
  try {
    await work()
  } catch {
    outgoing.destroy()
  }
}

async function sendLater(answer: Promise<Response>, outgoing: ServerResponse): Promise<Response> {
  let response: Response
  try {
    response = await answer
  } catch (error) {
    if (!(error instanceof ConnectionDroppedError)) throw error
    outgoing.destroy()
    return RESPONSE_ALREADY_SENT
  }
  if (await sendDelivery(response, outgoing)) return RESPONSE_ALREADY_SENT
  const parts = textPartsOf(response)
  if (parts === undefined) return response
  try {
    sendText(parts, outgoing)
  } catch {
    // The framework would tell the client what was wrong.
    outgoing.destroy()
  }
  return RESPONSE_ALREADY_SENT
}
